package angklung.tally;

import angklung.model.Bucket;
import angklung.money.Apportion;
import angklung.money.Apportion.Precision;
import java.math.BigInteger;
import java.util.List;

/**
 * The division of a pool: prefix sums over all recordings in the order (bucket, ISRC), the first bucket being the
 * pool's own, and idle subscribers behind all of them. The plan gives the prefix that each bucket starts with, so no
 * task waits for another and another number of partitions gives the same amounts.
 */
final class PrefixSumAllocator {
    private final Pool pool;
    private int bucket;
    private BigInteger prefix;
    private Apportion apportion; // null: the pool has no weight at all

    /**
     * A pool to divide.
     *
     * @param rateSheetId names the plan in messages
     * @param amount of the pool in micros, not negative
     * @param totalWeight of recordings and idle subscribers, not negative
     * @param idleWeight of idle subscribers, not negative
     * @param firstBucket that the pool's order starts with
     * @param prefixes for each bucket the total weight of those before it in the pool's order
     * @param precision of the weights
     */
    record Pool(
            String rateSheetId,
            long amount,
            BigInteger totalWeight,
            BigInteger idleWeight,
            int firstBucket,
            List<BigInteger> prefixes,
            Precision precision) {

        private BigInteger recordingsWeight() {
            return totalWeight.subtract(idleWeight);
        }

        private BigInteger endOf(int bucket) {
            int next = (bucket + 1) % Bucket.COUNT;
            return next == firstBucket ? recordingsWeight() : prefixes.get(next);
        }

        private boolean fits() {
            boolean fits = amount >= 0
                    && idleWeight.signum() >= 0
                    && recordingsWeight().signum() >= 0
                    && firstBucket >= 0
                    && firstBucket < Bucket.COUNT
                    && prefixes.size() == Bucket.COUNT
                    && prefixes.get(firstBucket).signum() == 0;
            for (int i = 0; fits && i < Bucket.COUNT; i++) {
                fits = prefixes.get(i).compareTo(endOf(i)) <= 0;
            }
            return fits;
        }
    }

    /** @throws IllegalStateException if amount, weights and prefixes of the pool do not fit together */
    PrefixSumAllocator(Pool pool) {
        this.pool = pool;
        if (!pool.fits()) {
            throw new IllegalStateException("Plan " + pool.rateSheetId() + " cannot be allocated: amount "
                    + pool.amount() + ", total weight " + pool.totalWeight() + ", idle weight " + pool.idleWeight()
                    + ", first bucket " + pool.firstBucket() + ", prefixes " + pool.prefixes());
        }
    }

    /** Bucket at a position of the pool's order, both 0 to 255. */
    int bucketAt(int position) {
        return (pool.firstBucket() + position) % Bucket.COUNT;
    }

    /** Starts on a bucket. */
    void start(int newBucket) {
        resume(newBucket, pool.prefixes().get(newBucket));
    }

    /** Goes on inside a bucket, behind a recording at which {@link #prefix} was the given one. */
    void resume(int newBucket, BigInteger newPrefix) {
        this.bucket = newBucket;
        this.prefix = newPrefix;
        this.apportion = pool.totalWeight().signum() == 0 ? null : from(newPrefix);
    }

    private Apportion from(BigInteger start) {
        return new Apportion(pool.amount(), pool.totalWeight(), start, pool.precision());
    }

    /** Amount of the next recording by ISRC, in micros. */
    long next(BigInteger weight) {
        prefix = prefix.add(weight);
        if (prefix.compareTo(pool.recordingsWeight()) > 0) {
            throw otherTotals();
        }
        return apportion == null ? 0 : apportion.next(weight);
    }

    /** Running total of weights, that of all buckets before this one included. */
    BigInteger prefix() {
        return prefix;
    }

    /** Ends the bucket. @throws IllegalStateException if its weights are not those that the plan was made of */
    void end() {
        if (!prefix.equals(pool.endOf(bucket))) {
            throw otherTotals();
        }
    }

    private IllegalStateException otherTotals() {
        return new IllegalStateException("Bucket " + bucket + " of " + pool.rateSheetId() + " starts at weight "
                + pool.prefixes().get(bucket) + " and must end at " + pool.endOf(bucket)
                + ", but its recordings end at " + prefix
                + ": the plan was made of other totals than this tally holds");
    }

    /** What is left for idle subscribers behind all recordings, in micros. */
    long idle() {
        BigInteger idle = pool.idleWeight();
        return idle.signum() == 0 ? 0 : from(pool.recordingsWeight()).next(idle);
    }
}
