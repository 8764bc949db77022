package angklung.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.PoolStatus;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class PoolSerdesTest {

    @Test
    void shouldReadWhatItWrote() {
        Standing planned = Standing.NEW.planned(new Standing.Basis(3, 2, "ab12", "cd34", 7), Long.MAX_VALUE, "USD");
        assertSame(PoolSerdes.standing(), Standing.NEW);
        assertSame(PoolSerdes.standing(), planned);
        assertSame(PoolSerdes.standing(), planned.waiting(PoolStatus.NOT_PRICEABLE, "née"));
        assertSame(PoolSerdes.tallyProgress(), new TallyProgress(7, false));
        assertSame(PoolSerdes.tallyProgress(), TallyProgress.NONE.ended());
        assertSame(PoolSerdes.totalled(), new Totalled(4, 11));
        assertSame(PoolSerdes.revisionUsage(), RevisionUsage.NONE);
        assertSame(PoolSerdes.revisionUsage(), new RevisionUsage(
                UsageTotal.NONE, new TreeSet<>(Set.of("MECHANICAL", "RECORDING")), true));
        BigInteger[] weights = new BigInteger[256];
        Arrays.fill(weights, BigInteger.ZERO);
        weights[7] = BigInteger.TEN.pow(42);
        weights[255] = BigInteger.ONE;
        assertSame(PoolSerdes.weightAnswer(), WeightAnswer.none("2026-05", 3, "SUBSCRIBERS", null));
        assertSame(PoolSerdes.weightAnswer(), new WeightAnswer(
                "2026-05", 3, "SUBSCRIBERS", "what-if", new TreeSet<>(Set.of(0, 11)), BucketWeights.of(weights),
                new LeftOut(5, 2, BigInteger.TEN.pow(24), 1, 3, 4, 6, BigInteger.TEN.pow(25))));
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
