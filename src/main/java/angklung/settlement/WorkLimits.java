package angklung.settlement;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How much of a long job is done at a time, so that a task still polls and commits. These only pace the work; no
 * line depends on them.
 *
 * @param interval between two turns
 * @param time after which a turn ends
 * @param items details, pools or balances after which a turn ends
 * @param nanos a clock that never runs backwards, in nanoseconds
 */
public record WorkLimits(Duration interval, Duration time, int items, LongSupplier nanos) {

    public WorkLimits {
        if (interval.isNegative() || interval.isZero() || time.isNegative() || items < 1) {
            throw new IllegalArgumentException("A turn needs an interval, time and at least one item: " + interval
                    + ", " + time + ", " + items);
        }
    }

    /** A turn of at most 50 ms every 20 ms: far below the transaction timeout, long enough to amortise the turn. */
    public static WorkLimits usual() {
        return new WorkLimits(Duration.ofMillis(20), Duration.ofMillis(50), 2_000, System::nanoTime);
    }

    /** The budget of a turn that starts now. */
    Budget budget() {
        return new Budget(this);
    }
}
