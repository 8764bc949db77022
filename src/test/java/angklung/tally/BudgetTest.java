package angklung.tally;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BudgetTest {

    @Test
    void shouldEndAfterItsItems() {
        Budget budget = new Budget(2, 100, () -> 0);
        assertThat(budget.take()).isTrue();
        assertThat(budget.spent()).isFalse();
        assertThat(budget.take()).isTrue();
        assertThat(budget.spent()).isTrue();
        assertThat(budget.take()).isFalse();
    }

    @Test
    void shouldEndAfterItsTime() {
        AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 50); // System.nanoTime() may wrap
        Budget budget = new Budget(10, 100, clock::get);
        assertThat(budget.take()).isTrue();
        clock.addAndGet(99);
        assertThat(budget.take()).isTrue();
        clock.addAndGet(1);
        assertThat(budget.take()).isFalse();
    }

    @Test
    void shouldAllowOneItemEvenWithoutTime() {
        Budget budget = new Budget(10, 0, () -> 0);
        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isFalse();
    }
}
