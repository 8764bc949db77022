package angklung.tally;

import angklung.stage.WorkLimits;
import java.time.Duration;

/**
 * How the tally paces its work.
 *
 * @param limits of a turn; an item is a recording
 * @param estimateInterval between two runs that publish provisional earnings of what has changed; zero: none are
 *     published, and no play costs anything for it
 */
public record TallyOptions(WorkLimits limits, Duration estimateInterval) {
    /** An idle thread polls for 100 ms between turns, so a turn as long keeps half the time for work. */
    private static final WorkLimits LIMITS =
            new WorkLimits(Duration.ofMillis(20), Duration.ofMillis(100), 10_000, System::nanoTime);

    /** Minutes after a play its rightsholders shall know of it. */
    private static final Duration ESTIMATE_INTERVAL = Duration.ofSeconds(60);

    public TallyOptions {
        if (estimateInterval.isNegative()) {
            throw new IllegalArgumentException("Time between estimates is not negative: " + estimateInterval);
        }
    }

    public static TallyOptions standard() {
        return new TallyOptions(LIMITS, ESTIMATE_INTERVAL);
    }

    /** These options with another time between estimates; zero for none. */
    public TallyOptions withEstimateInterval(Duration interval) {
        return new TallyOptions(limits, interval);
    }

    boolean estimates() {
        return !estimateInterval.isZero();
    }
}
