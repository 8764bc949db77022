package angklung.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import angklung.avro.PoolPartial;
import angklung.avro.Weighting;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
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
        assertThat(total.weight(253)).isEqualTo(7);
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
        assertThat(UsageTotal.NONE.plus(both, TASKS).weight(5)).isEqualTo(10);

        both.setWeightings(both.getWeightings().subList(0, 1));
        assertThatThrownBy(() -> UsageTotal.NONE.plus(both, TASKS)).hasMessageContaining("0 weightings PLAYS");
    }

    @Test
    void shouldAddWhatALaterRevisionBrings() {
        UsageTotal close = UsageTotal.NONE.plus(partial(1, List.of(5, 9), List.of(10L, 4L), 14, 2), TASKS);
        UsageTotal late = UsageTotal.NONE.plus(partial(1, List.of(9, 13), List.of(1L, 3L), 4, 5), TASKS);

        UsageTotal both = close.plus(late);

        assertThat(both.plays()).isEqualTo(18);
        assertThat(both.shortPlays()).isEqualTo(7);
        assertThat(List.of(both.weight(5), both.weight(9), both.weight(13))).containsExactly(10L, 5L, 3L);
    }

    @Test
    void shouldSurviveItsStore() {
        Seeds.cases(1_000, random -> {
            UsageTotal total = UsageTotal.of(weights(random), random.nextLong(), random.nextLong());
            RevisionUsage reported = new RevisionUsage(total, new TreeSet<>(), random.nextBoolean());
            byte[] bytes = PoolSerdes.revisionUsage().serializer().serialize("t", reported);
            assertThat(PoolSerdes.revisionUsage().deserializer().deserialize("t", bytes)).isEqualTo(reported);
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
        return PoolInputs.partial()
                .setSourcePartition(source)
                .setWeightings(List.of(new Weighting(UsageTotal.PLAYS, buckets, new ArrayList<>(weights))))
                .setPlays(plays)
                .setShortPlays(shortPlays)
                .build();
    }
}
