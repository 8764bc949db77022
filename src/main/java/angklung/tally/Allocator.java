package angklung.tally;

import java.math.BigInteger;

/**
 * Divides a pool over the recordings of one task, bucket by bucket in the pool's order. A way to divide is one
 * implementation; it must need nothing of other tasks but what the plan says.
 */
interface Allocator {

    /** Bucket at a position of the pool's order, both 0 to 255. */
    int bucketAt(int position);

    /** Starts on a bucket. */
    void start(int bucket);

    /** Goes on inside a bucket, behind a recording at which {@link #prefix} was the given one. */
    void resume(int bucket, BigInteger prefix);

    /** Amount of the next recording by ISRC, in micros. */
    long next(BigInteger weight);

    /** Running total of weights, that of all buckets before this one included. */
    BigInteger prefix();

    /** Ends the bucket. @throws IllegalStateException if its weights are not those that the plan was made of */
    void end();
}
