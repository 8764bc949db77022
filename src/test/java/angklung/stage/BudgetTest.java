package angklung.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private static final Duration INTERVAL = Duration.ofMillis(20);

    @Test
    void shouldEndAfterItsItems() {
        Budget budget = budget(2, 100, () -> 0);
        assertThat(budget.take()).isTrue();
        assertThat(budget.isSpent()).isFalse();
        assertThat(budget.itemsLeft()).isOne();
        assertThat(budget.take()).isTrue();
        assertThat(budget.isSpent()).isTrue();
        assertThat(budget.isLeft()).isFalse();
        assertThat(budget.take()).isFalse();
    }

    @Test
    void shouldEndAfterItsTime() {
        AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 50); // System.nanoTime() may wrap
        Budget budget = budget(10, 100, clock::get);
        assertThat(budget.take()).isTrue();
        clock.addAndGet(99);
        assertThat(budget.take()).isTrue();
        clock.addAndGet(1);
        assertThat(budget.take()).isFalse();
    }

    @Test
    void shouldAllowOneItemEvenWithoutTime() {
        Budget budget = budget(10, 0, () -> 0);
        assertThat(budget.isSpent()).isTrue();
        assertThat(budget.isLeft()).isTrue();
        assertThat(budget.take()).isTrue();
        assertThat(budget.isLeft()).isFalse();
        assertThat(budget.take()).isFalse();
    }

    @Test
    void shouldCountWhatIsSpentUnasked() {
        Budget budget = budget(1, 100, () -> 0);
        budget.spend();
        budget.spend();
        assertThat(budget.take()).isFalse();
        assertThat(budget.itemsLeft()).isNegative();
    }

    @Test
    void shouldRefuseLimitsThatDoNothing() {
        assertThatThrownBy(() -> budget(0, 100, () -> 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> budget(1, -1, () -> 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WorkLimits(Duration.ZERO, INTERVAL, 1, () -> 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Budget budget(int items, long nanos, LongSupplier clock) {
        return new WorkLimits(INTERVAL, Duration.ofNanos(nanos), items, clock).budget();
    }
}
