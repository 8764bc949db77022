package angklung.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import angklung.avro.PartialKind;
import angklung.avro.PoolPartial;
import angklung.avro.Weighting;
import angklung.money.Apportion;
import angklung.money.Apportion.Precision;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class UsageTotalTest {
    private static final int TASKS = 4;

    @Test
    void shouldAssembleTheBucketsOfAllTasks() {
        UsageTotal total = UsageTotal.NONE
                .plus(partial(1, List.of(5, 253), List.of(10L, 7L), 17, 2), TASKS)
                .plus(partial(0, List.of(0), List.of(3L), 3, 0), TASKS)
                .plus(partial(2, List.of(), List.of(), 0, 9), TASKS);

        assertThat(total.plays()).isEqualTo(20);
        assertThat(total.shortPlays()).isEqualTo(11);
        assertThat(total.totalWeight()).isEqualTo(20);
        assertThat(total.weight(253)).isEqualTo(7);
        assertThat(total.prefixes(5).get(5)).isZero();
        assertThat(total.prefixes(5).get(253)).isEqualTo(10);
        assertThat(total.prefixes(5).get(0)).isEqualTo(17);
        assertThat(total.prefixes(5).get(4)).isEqualTo(20);
        assertThat(total.prefixes(0).get(255)).isEqualTo(20);
    }

    @Test
    void shouldRefuseABucketOfAnotherTask() {
        assertThatThrownBy(() -> UsageTotal.NONE.plus(partial(2, List.of(5), List.of(10L), 10, 0), TASKS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("tally task 2", "bucket 5 belongs to task 1 of 4");
    }

    @Test
    void shouldRefuseABucketThatWasReportedBefore() {
        UsageTotal total = UsageTotal.NONE.plus(partial(1, List.of(5), List.of(10L), 10, 0), TASKS);

        assertThatThrownBy(() -> total.plus(partial(1, List.of(5), List.of(3L), 3, 0), TASKS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("bucket 5 was reported before with weight 10, now with 3");
    }

    @Test
    void shouldRefuseWeightsThatAreNotThePlays() {
        assertThatThrownBy(() -> UsageTotal.NONE.plus(partial(1, List.of(5), List.of(10L), 11, 0), TASKS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("weigh 10, but it has 11 plays");
        assertThatThrownBy(() -> UsageTotal.NONE.plus(partial(1, List.of(5, 9), List.of(10L), 10, 0), TASKS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("2 buckets have 1 weights");
        assertThatThrownBy(() -> UsageTotal.NONE.plus(partial(1, List.of(5), List.of(-1L), -1, 0), TASKS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("bucket 5 weighs -1");
        assertThatThrownBy(() -> UsageTotal.NONE.plus(partial(1, List.of(257), List.of(1L), 1, 0), TASKS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("bucket 257");
    }

    @Test
    void shouldIgnoreOtherWeightingsButNeedItsOwn() {
        PoolPartial both = partial(1, List.of(5), List.of(10L), 10, 0);
        both.setWeightings(List.of(new Weighting("USERS", List.of(9), List.of(1L)), both.getWeightings().get(0)));
        assertThat(UsageTotal.NONE.plus(both, TASKS).totalWeight()).isEqualTo(10);

        both.setWeightings(both.getWeightings().subList(0, 1));
        assertThatThrownBy(() -> UsageTotal.NONE.plus(both, TASKS)).hasMessageContaining("0 weightings PLAYS");
    }

    @Test
    void shouldLetEachBucketApportionAloneWithoutLosingAUnit() {
        Seeds.cases(3_000, random -> {
            long[] weights = weights(random);
            UsageTotal total = UsageTotal.of(weights, 0, 0);
            long weight = total.totalWeight();
            if (weight == 0) {
                return;
            }
            long amount = random.nextLong(Long.MAX_VALUE) >>> random.nextInt(0, 63);
            int first = random.nextInt(0, 256);
            List<Long> prefixes = total.prefixes(first);
            long given = 0;
            for (int bucket = 0; bucket < 256; bucket++) {
                Apportion part = new Apportion(
                        amount, BigInteger.valueOf(weight), BigInteger.valueOf(prefixes.get(bucket)), Precision.EXACT);
                long half = weights[bucket] / 2;
                given += part.next(BigInteger.valueOf(half)) + part.next(BigInteger.valueOf(weights[bucket] - half));
                int next = (bucket + 1) % 256;
                assertThat(part.prefix().longValueExact()).isEqualTo(next == first ? weight : prefixes.get(next));
            }
            assertThat(given).isEqualTo(amount);
        });
    }

    @Test
    void shouldSurviveItsStore() {
        Seeds.cases(1_000, random -> {
            UsageTotal total = UsageTotal.of(weights(random), random.nextLong(), random.nextLong());
            byte[] bytes = PoolSerdes.usageTotal().serializer().serialize("t", total);
            assertThat(PoolSerdes.usageTotal().deserializer().deserialize("t", bytes)).isEqualTo(total);
        });
    }

    private static long[] weights(SplittableRandom random) {
        long[] weights = new long[256];
        int density = random.nextInt(0, 4);
        for (int bucket = 0; bucket < 256; bucket++) {
            weights[bucket] = random.nextInt(0, 4) < density ? random.nextLong(1L << 50) >>> random.nextInt(0, 50) : 0;
        }
        return weights;
    }

    private static PoolPartial partial(
            int source, List<Integer> buckets, List<Long> weights, long plays, long shortPlays) {
        return PoolPartial.newBuilder()
                .setKind(PartialKind.TOTAL)
                .setDsp(PoolInputs.DSP)
                .setPeriod(PoolInputs.MAY)
                .setSourcePartition(source)
                .setTerritory(PoolInputs.TERRITORY)
                .setOffering(PoolInputs.TIER)
                .setWeightings(List.of(new Weighting(UsageTotal.PLAYS, buckets, new ArrayList<>(weights))))
                .setPlays(plays)
                .setShortPlays(shortPlays)
                .build();
    }
}
