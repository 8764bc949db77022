package angklung.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import angklung.model.Bucket;
import angklung.money.Apportion.Precision;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PrefixSumAllocatorTest {

    @Test
    void shouldGiveTheSameAmountsForAnyNumberOfPartitions() {
        Seeds.cases(200, random -> {
            Case pool = Case.random(random);
            Map<String, Long> expected = pool.reference();
            for (int partitions : new int[] {1, 3, 5, 7, 256}) {
                Map<String, Long> amounts = new HashMap<>();
                for (int task = 0; task < partitions; task++) {
                    pool.allocate(task, partitions, random, amounts);
                }
                assertThat(amounts).as("%d partitions", partitions).isEqualTo(expected);
            }
        });
    }

    @Test
    void shouldGiveTheSameAmountsWithRecordingsThatNobodyPlayed() {
        Seeds.cases(200, random -> {
            Case pool = Case.random(random);
            Case larger = pool.withUnplayed(random);
            Map<String, Long> amounts = new HashMap<>();
            larger.allocate(0, 1, random, amounts);
            Map<String, Long> unplayed = new HashMap<>(amounts);
            Map<String, Long> expected = pool.reference();
            unplayed.keySet().removeAll(expected.keySet());
            assertThat(unplayed).isNotEmpty();
            assertThat(unplayed.values()).containsOnly(0L);
            amounts.keySet().retainAll(expected.keySet());
            assertThat(amounts).isEqualTo(expected);
        });
    }

    @Test
    void shouldStartWithTheFirstBucketOfThePool() {
        List<Long> prefixes = new ArrayList<>(Collections.nCopies(Bucket.COUNT, 1L));
        prefixes.set(255, 0L); // weight 1 in bucket 255, weight 1 in bucket 7
        for (int bucket = 8; bucket < 255; bucket++) {
            prefixes.set(bucket, 2L);
        }
        PrefixSumAllocator allocator = allocator(3, 2, 255, prefixes);
        assertThat(allocator.bucketAt(0)).isEqualTo(255);
        assertThat(allocator.bucketAt(1)).isZero();
        assertThat(allocator.bucketAt(255)).isEqualTo(254);
        allocator.start(7);
        assertThat(allocator.next(BigInteger.valueOf(1))).isEqualTo(2);
        allocator.end();
        allocator.start(255);
        assertThat(allocator.next(BigInteger.valueOf(1))).isEqualTo(1);
        allocator.end();
        allocator.start(254);
        allocator.end();
    }

    @Test
    void shouldStopWhenTheRecordingsAreNotThoseOfThePlan() {
        List<Long> prefixes = new ArrayList<>(Collections.nCopies(Bucket.COUNT, 5L));
        prefixes.set(0, 0L);
        PrefixSumAllocator allocator = allocator(100, 9, 0, prefixes);
        allocator.start(0);
        allocator.next(BigInteger.valueOf(4));
        assertThatThrownBy(allocator::end)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Bucket 0 of pool@v1 starts at weight 0 and must end at 5")
                .hasMessageContaining("end at 4");
        allocator.start(255);
        allocator.next(BigInteger.valueOf(3));
        assertThatThrownBy(allocator::end).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldRefusePlansThatDoNotFitTogether() {
        List<Long> zero = Collections.nCopies(Bucket.COUNT, 0L);
        List<Long> falling = new ArrayList<>(zero);
        falling.set(3, 2L);
        refuses(-1, 9, 0, zero);
        refuses(1, 9, 256, zero);
        refuses(1, 9, 3, falling);
        refuses(1, 9, 0, falling);
        refuses(1, 9, 0, zero.subList(1, 256));
    }

    @Test
    void shouldLeaveThePartOfIdleSubscribersBehindAllRecordings() {
        Seeds.cases(200, random -> {
            Case pool = Case.random(random);
            long idle = random.nextLong(1, 1L << 40);
            PrefixSumAllocator allocator = pool.allocator(idle);
            long given = 0;
            for (int bucket = 0; bucket < 256; bucket++) {
                allocator.start(bucket);
                for (long weight : pool.bucket(bucket).values()) {
                    given += allocator.next(BigInteger.valueOf(weight));
                }
                allocator.end();
            }
            BigInteger played = BigInteger.valueOf(pool.amount()).multiply(BigInteger.valueOf(pool.total()));
            assertThat(given).isEqualTo(played.divide(BigInteger.valueOf(pool.total() + idle)).longValueExact());
            assertThat(allocator.idle()).isEqualTo(pool.amount() - given);
        });
    }

    @Test
    void shouldGiveNothingOfAPoolWithoutWeight() {
        PrefixSumAllocator allocator = allocator(100, 0, 7, Collections.nCopies(Bucket.COUNT, 0L));
        allocator.start(3);
        assertThat(allocator.next(BigInteger.ZERO)).isZero();
        allocator.end();
        assertThat(allocator.idle()).isZero();
        assertThatThrownBy(() -> allocator.next(BigInteger.ONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("end at 1: the plan was made of other totals");
    }

    @Test
    void shouldRefuseIdleSubscribersThatDoNotFit() {
        List<Long> zero = Collections.nCopies(Bucket.COUNT, 0L);
        assertThatThrownBy(() -> allocator(1, 5, 6, 0, zero)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> allocator(1, 5, -1, 0, zero)).isInstanceOf(IllegalStateException.class);
        List<Long> after = new ArrayList<>(zero);
        after.set(9, 4L);
        assertThatThrownBy(() -> allocator(1, 5, 2, 0, after)).isInstanceOf(IllegalStateException.class);
    }

    private static void refuses(long amount, long totalWeight, int firstBucket, List<Long> prefixes) {
        assertThatThrownBy(() -> PrefixSumAllocatorTest.allocator(amount, totalWeight, firstBucket, prefixes))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Plan pool@v1 cannot be allocated: amount " + amount);
    }

    private static PrefixSumAllocator allocator(long amount, long totalWeight, int firstBucket, List<Long> prefixes) {
        return allocator(amount, totalWeight, 0, firstBucket, prefixes);
    }

    private static PrefixSumAllocator allocator(
            long amount, long totalWeight, long idleWeight, int firstBucket, List<Long> prefixes) {
        return new PrefixSumAllocator(new PrefixSumAllocator.Pool(
                "pool@v1",
                amount,
                BigInteger.valueOf(totalWeight),
                BigInteger.valueOf(idleWeight),
                firstBucket,
                prefixes.stream().map(BigInteger::valueOf).toList(),
                Precision.EXACT));
    }

    /** A pool: weights by bucket and ISRC. */
    private record Case(long amount, int firstBucket, TreeMap<Integer, TreeMap<String, Long>> weights) {

        static Case random(SplittableRandom random) {
            TreeMap<Integer, TreeMap<String, Long>> weights = new TreeMap<>();
            for (int i = random.nextInt(1, 300); i > 0; i--) {
                String isrc = "QZABC" + (1_000_000 + random.nextInt(9_000_000));
                weights.computeIfAbsent(Bucket.of(isrc), b -> new TreeMap<>())
                        .put(isrc, random.nextLong(1, 1L << random.nextInt(1, 40)));
            }
            return new Case(random.nextLong(0, 1L << 50), random.nextInt(Bucket.COUNT), weights);
        }

        /** The same pool with recordings of weight 0 among the others. */
        Case withUnplayed(SplittableRandom random) {
            TreeMap<Integer, TreeMap<String, Long>> more = new TreeMap<>();
            weights.forEach((bucket, recordings) -> more.put(bucket, new TreeMap<>(recordings)));
            for (int i = random.nextInt(1, 300); i > 0; i--) {
                String isrc = "QZXYZ" + (1_000_000 + random.nextInt(9_000_000));
                more.computeIfAbsent(Bucket.of(isrc), b -> new TreeMap<>()).put(isrc, 0L);
            }
            return new Case(amount, firstBucket, more);
        }

        /** Floors of the running sum over all recordings of the pool at once. */
        Map<String, Long> reference() {
            Map<String, Long> amounts = new HashMap<>();
            BigInteger total = BigInteger.valueOf(total());
            BigInteger sum = BigInteger.ZERO;
            BigInteger before = BigInteger.ZERO;
            for (int i = 0; i < 256; i++) {
                for (Map.Entry<String, Long> recording :
                        bucket((firstBucket + i) % 256).entrySet()) {
                    sum = sum.add(BigInteger.valueOf(recording.getValue()));
                    BigInteger reached = BigInteger.valueOf(amount).multiply(sum).divide(total);
                    amounts.put(recording.getKey(), reached.subtract(before).longValueExact());
                    before = reached;
                }
            }
            return amounts;
        }

        /** What one task does, interrupted now and then inside a bucket. */
        void allocate(int task, int partitions, SplittableRandom random, Map<String, Long> amounts) {
            PrefixSumAllocator allocator = allocator();
            for (int position = 0; position < Bucket.COUNT; position++) {
                int bucket = allocator.bucketAt(position);
                if (Bucket.partition(bucket, partitions) == task) {
                    allocator.start(bucket);
                    for (Map.Entry<String, Long> recording : bucket(bucket).entrySet()) {
                        amounts.put(recording.getKey(), allocator.next(BigInteger.valueOf(recording.getValue())));
                        if (random.nextInt(5) == 0) {
                            BigInteger prefix = allocator.prefix();
                            allocator = allocator();
                            allocator.resume(bucket, prefix);
                        }
                    }
                    allocator.end();
                }
            }
        }

        private PrefixSumAllocator allocator() {
            return allocator(0);
        }

        private PrefixSumAllocator allocator(long idle) {
            Long[] prefixes = new Long[256];
            long sum = 0;
            for (int i = 0; i < 256; i++) {
                prefixes[(firstBucket + i) % 256] = sum;
                sum += bucket((firstBucket + i) % 256).values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
            }
            return PrefixSumAllocatorTest.allocator(amount, sum + idle, idle, firstBucket, List.of(prefixes));
        }

        private TreeMap<String, Long> bucket(int bucket) {
            return weights.getOrDefault(bucket, new TreeMap<>());
        }

        private long total() {
            return weights.values().stream()
                    .flatMap(bucket -> bucket.values().stream())
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }
}
