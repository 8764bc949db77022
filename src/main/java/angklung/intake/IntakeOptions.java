package angklung.intake;

import angklung.stage.WorkLimits;
import java.time.Duration;

/**
 * Limits of the intake stage.
 *
 * @param dedupHorizonDays days for which the identifier of a play is remembered, by record time; a play that
 *     started earlier is refused, so no duplicate can outlive the memory of it; 1 to 3,660
 * @param clockTolerance how far a play may start after the time of its record: clocks of services differ
 * @param bufferLimit keys that the heap holds between two commits before they are sent early
 * @param sweepInterval how often expired identifiers are looked for; each round is a transaction of its own
 * @param sweepLimit most entries that one round looks at, so that it stays far below the transaction timeout
 * @param followSubscribers whose plays are kept by subscriber
 * @param work turns of the work that follows a cut; an item is a stored entry of a subscriber
 */
public record IntakeOptions(
        int dedupHorizonDays,
        Duration clockTolerance,
        int bufferLimit,
        Duration sweepInterval,
        int sweepLimit,
        FollowSubscribers followSubscribers,
        WorkLimits work) {

    private static final int MAX_HORIZON_DAYS = 3_660;

    /** An idle thread polls for 100 ms between turns, so a turn as long keeps half the time for plays. */
    private static final WorkLimits WORK =
            new WorkLimits(Duration.ofMillis(20), Duration.ofMillis(100), 10_000, System::nanoTime);

    public IntakeOptions {
        if (dedupHorizonDays < 1 || dedupHorizonDays > MAX_HORIZON_DAYS) {
            throw new IllegalArgumentException("The deduplication horizon is 1 to " + MAX_HORIZON_DAYS
                    + " days, not " + dedupHorizonDays);
        }
        if (clockTolerance.isNegative() || clockTolerance.compareTo(Duration.ofDays(dedupHorizonDays)) > 0) {
            throw new IllegalArgumentException("The clock tolerance is from 0 to the deduplication horizon, "
                    + dedupHorizonDays + " days, not " + clockTolerance);
        }
        if (bufferLimit < 1 || sweepLimit < 1 || sweepInterval.toMillis() < 1) {
            throw new IllegalArgumentException("Limits are positive: buffer " + bufferLimit + ", sweep " + sweepLimit
                    + " every " + sweepInterval);
        }
    }

    /** With the usual limits: a day of tolerance, 50,000 keys, 10,000 entries every half minute. */
    public IntakeOptions(int dedupHorizonDays, FollowSubscribers followSubscribers) {
        this(dedupHorizonDays, Duration.ofDays(1), 50_000, Duration.ofSeconds(30), 10_000, followSubscribers, WORK);
    }

    /** As above; subscribers are followed where an agreement needs it. */
    public IntakeOptions(int dedupHorizonDays) {
        this(dedupHorizonDays, FollowSubscribers.AGREED);
    }

    /**
     * Days for which the identifier of a play is remembered. A duplicate is refused from the horizon on after its
     * start, and the first record may be older than the start by the tolerance, so this is the sum of both.
     */
    int daysRemembered() {
        return Math.addExact(dedupHorizonDays, (int) clockTolerance.plusDays(1).minusNanos(1).toDays());
    }
}
