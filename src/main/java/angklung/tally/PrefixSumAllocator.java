package angklung.tally;

import angklung.model.Bucket;
import angklung.money.Apportion;
import angklung.money.Apportion.Precision;
import java.math.BigInteger;
import java.util.List;

/**
 * The market-centric division: prefix sums over all recordings in the order (bucket, ISRC), the first bucket
 * being the pool's own. The plan gives the prefix that each bucket starts with, so no task waits for another and
 * another number of partitions gives the same amounts.
 */
final class PrefixSumAllocator implements Allocator {
    private final String rateSheetId;
    private final long amount;
    private final BigInteger totalWeight;
    private final int firstBucket;
    private final List<BigInteger> prefixes;
    private int bucket;
    private Apportion apportion;

    /**
     * @param rateSheetId names the plan in messages
     * @param amount of the pool in micros, not negative
     * @param totalWeight positive
     * @param prefixes for each bucket the total weight of those before it in the pool's order
     * @throws IllegalStateException if these do not fit together
     */
    PrefixSumAllocator(String rateSheetId, long amount, BigInteger totalWeight, int firstBucket, List<BigInteger> prefixes) {
        this.rateSheetId = rateSheetId;
        this.amount = amount;
        this.totalWeight = totalWeight;
        this.firstBucket = firstBucket;
        this.prefixes = prefixes;
        checkPlan();
    }

    @Override
    public int bucketAt(int position) {
        return (firstBucket + position) % Bucket.COUNT;
    }

    @Override
    public void start(int bucket) {
        resume(bucket, prefixes.get(bucket));
    }

    @Override
    public void resume(int bucket, BigInteger prefix) {
        this.bucket = bucket;
        this.apportion = new Apportion(amount, totalWeight, prefix, Precision.EXACT);
    }

    @Override
    public long next(BigInteger weight) {
        return apportion.next(weight);
    }

    @Override
    public BigInteger prefix() {
        return apportion.prefix();
    }

    @Override
    public void end() {
        if (!apportion.prefix().equals(endOf(bucket))) {
            throw new IllegalStateException("Bucket " + bucket + " of " + rateSheetId + " starts at weight "
                    + prefixes.get(bucket) + " and must end at " + endOf(bucket) + ", but its recordings end at "
                    + apportion.prefix() + ": the plan was made of other totals than this tally holds");
        }
    }

    private BigInteger endOf(int bucket) {
        int next = (bucket + 1) % Bucket.COUNT;
        return next == firstBucket ? totalWeight : prefixes.get(next);
    }

    private void checkPlan() {
        boolean fits = amount >= 0
                && totalWeight.signum() > 0
                && firstBucket >= 0
                && firstBucket < Bucket.COUNT
                && prefixes.size() == Bucket.COUNT
                && prefixes.get(firstBucket).signum() == 0;
        for (int i = 0; fits && i < Bucket.COUNT; i++) {
            fits = prefixes.get(i).compareTo(endOf(i)) <= 0;
        }
        if (!fits) {
            throw new IllegalStateException("Plan " + rateSheetId + " cannot be allocated: amount " + amount
                    + ", total weight " + totalWeight + ", first bucket " + firstBucket + ", prefixes " + prefixes);
        }
    }
}
