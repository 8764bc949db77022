package angklung.tally;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long work is cut into chunks: a transaction must not run into its timeout, nor usage wait for a whole pool.
 * Paces only, decides nothing.
 *
 * @param interval time between chunks
 * @param chunkTime after which a chunk ends
 * @param chunkItems recordings after which a chunk ends, positive
 * @param nanoTime clock of {@code chunkTime}
 */
public record TallyLimits(Duration interval, Duration chunkTime, int chunkItems, LongSupplier nanoTime) {

    /** An idle thread polls for 100 ms between chunks, so a chunk as long keeps half the time for work. */
    public static final TallyLimits DEFAULT =
            new TallyLimits(Duration.ofMillis(20), Duration.ofMillis(100), 10_000, System::nanoTime);

    public TallyLimits {
        if (chunkItems < 1) {
            throw new IllegalArgumentException("A chunk has at least one item: " + chunkItems);
        }
    }

    Budget chunk() {
        return new Budget(chunkItems, chunkTime.toNanos(), nanoTime);
    }
}
