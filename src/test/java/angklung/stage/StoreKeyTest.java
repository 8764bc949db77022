package angklung.stage;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class StoreKeyTest {

    @Test
    void shouldReadTheParts() {
        Seeds.cases(1_000, random -> {
            String first = Integer.toString(random.nextInt(), 36);
            String last = "é".repeat(random.nextInt(3));
            int value = random.nextInt(256);
            Bytes key = StoreKey.of(first, "").oneByte(value).text(last).toBytes();

            StoreKeyReader reader = new StoreKeyReader(key);
            assertThat(reader.text()).isEqualTo(first);
            assertThat(reader.text()).isEmpty();
            assertThat(reader.oneByte()).isEqualTo(value);
            assertThat(reader.text()).isEqualTo(last);

            Bytes known = StoreKey.of(first, "").toBytes();
            assertThat(new StoreKeyReader(key, known.get().length).oneByte()).isEqualTo(value);
        });
    }

    @Test
    void shouldFindTheNextKey() {
        Bytes key = StoreKey.of("a").oneByte(255).toBytes();
        Bytes next = StoreKey.after(key);
        assertThat(next).isGreaterThan(key);
        assertThat(next.get()).isEqualTo(Arrays.copyOf(key.get(), key.get().length + 1));
        assertThat(new StoreKey().text("a").oneByte(255).oneByte(0).toBytes()).isEqualTo(next);
    }
}
