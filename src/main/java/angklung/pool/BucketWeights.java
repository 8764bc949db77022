package angklung.pool;

import angklung.model.Bucket;
import angklung.model.Weight;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The total weight of the recordings of each bucket, in units of 10⁻²⁴ ({@link Weight}). Immutable. */
final class BucketWeights {
    static final BucketWeights NONE = new BucketWeights(zeros());

    private final BigInteger[] weights;

    private BucketWeights(BigInteger[] weights) {
        this.weights = weights;
    }

    /** {@code weights} has one element a bucket and is copied. */
    static BucketWeights of(BigInteger[] weights) {
        return new BucketWeights(weights.clone());
    }

    /** Each play weighs 1. */
    static BucketWeights ofPlays(UsageTotal usage) {
        BigInteger[] weights = new BigInteger[Bucket.COUNT];
        Arrays.setAll(weights, bucket -> Weight.ofPlays(usage.weight(bucket)));
        return new BucketWeights(weights);
    }

    private static BigInteger[] zeros() {
        BigInteger[] zeros = new BigInteger[Bucket.COUNT];
        Arrays.fill(zeros, BigInteger.ZERO);
        return zeros;
    }

    /**
     * This and the buckets of one tally task: task t has those whose remainder by the number of tasks is t.
     *
     * @param source the task
     * @param buckets ascending
     * @param added the positive weight of each of these buckets
     * @throws IllegalArgumentException if a bucket is not the task's, or has a weight before, or it has none now
     */
    BucketWeights plus(int source, int tasks, List<Integer> buckets, List<BigInteger> added) {
        if (buckets.size() != added.size()) {
            throw new IllegalArgumentException(buckets.size() + " buckets have " + added.size() + " weights");
        }
        BigInteger[] sum = weights.clone();
        for (int i = 0; i < added.size(); i++) {
            int bucket = buckets.get(i);
            BigInteger weight = added.get(i);
            if (bucket < 0 || bucket >= Bucket.COUNT || weight.signum() <= 0) {
                throw new IllegalArgumentException("bucket " + bucket + " weighs " + text(weight));
            }
            if (Bucket.partition(bucket, tasks) != source) {
                throw new IllegalArgumentException("bucket " + bucket + " belongs to task "
                        + Bucket.partition(bucket, tasks) + " of " + tasks);
            }
            if (sum[bucket].signum() != 0) {
                throw new IllegalArgumentException("bucket " + bucket + " was reported before with weight "
                        + text(sum[bucket]) + ", now with " + text(weight));
            }
            sum[bucket] = weight;
        }
        return new BucketWeights(sum);
    }

    BigInteger weight(int bucket) {
        return weights[bucket];
    }

    BigInteger total() {
        return Arrays.stream(weights).reduce(BigInteger.ZERO, BigInteger::add);
    }

    /**
     * For each bucket the total weight of those before it in the order first, first + 1, …, 255, 0, …, first − 1.
     */
    List<BigInteger> prefixes(int firstBucket) {
        BigInteger[] prefixes = new BigInteger[Bucket.COUNT];
        BigInteger prefix = BigInteger.ZERO;
        for (int i = 0; i < Bucket.COUNT; i++) {
            int bucket = (firstBucket + i) % Bucket.COUNT;
            prefixes[bucket] = prefix;
            prefix = prefix.add(weights[bucket]);
        }
        return new ArrayList<>(Arrays.asList(prefixes));
    }

    /** A weight as people read it: 1 is that of a play. */
    static String text(BigInteger weight) {
        return Weight.toDecimal(weight).stripTrailingZeros().toPlainString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BucketWeights that && Arrays.equals(weights, that.weights);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(weights);
    }

    @Override
    public String toString() {
        return "total weight " + text(total());
    }
}
