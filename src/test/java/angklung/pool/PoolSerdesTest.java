package angklung.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.PoolStatus;
import java.util.Arrays;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class PoolSerdesTest {

    @Test
    void shouldReadWhatItWrote() {
        Standing planned = Standing.NEW.planned(3, Long.MAX_VALUE, "USD");
        assertSame(PoolSerdes.standing(), Standing.NEW);
        assertSame(PoolSerdes.standing(), planned);
        assertSame(PoolSerdes.standing(), planned.waiting(PoolStatus.NOT_PRICEABLE, "née"));
        assertSame(PoolSerdes.tallyProgress(), new TallyProgress(7, false));
        assertSame(PoolSerdes.tallyProgress(), TallyProgress.NONE.ended());
        assertSame(PoolSerdes.usageTotal(), UsageTotal.NONE);
    }

    @Test
    void shouldRefuseStateOfAnotherFormat() {
        byte[] bytes = PoolSerdes.tallyProgress().serializer().serialize("t", TallyProgress.NONE);
        bytes[0] = 9;

        assertThatThrownBy(() -> PoolSerdes.tallyProgress().deserializer().deserialize("t", bytes))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("format 9");
    }

    @Test
    void shouldRefuseStateThatIsCutShort() {
        byte[] whole = PoolSerdes.standing().serializer().serialize("t", Standing.NEW);
        byte[] bytes = Arrays.copyOf(whole, whole.length - 1);

        assertThatThrownBy(() -> PoolSerdes.standing().deserializer().deserialize("t", bytes))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("state of t", "cut short");
    }

    private static <T> void assertSame(Serde<T> serde, T value) {
        byte[] bytes = serde.serializer().serialize("t", value);
        assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(value);
    }
}
