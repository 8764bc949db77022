package angklung.stage;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How much of a long job is done in one turn, so that a task still polls and commits, a transaction does not run
 * into its timeout, and other records do not wait for the whole job. Paces only: no output depends on it.
 *
 * @param interval between two turns
 * @param time after which a turn ends
 * @param items after which a turn ends, at least 1; what an item is, the job says
 * @param nanos a clock that never runs backwards, in nanoseconds
 */
public record WorkLimits(Duration interval, Duration time, int items, LongSupplier nanos) {

    public WorkLimits {
        if (interval.isNegative() || interval.isZero() || time.isNegative() || items < 1) {
            throw new IllegalArgumentException("A turn needs an interval, time and at least one item: " + interval
                    + ", " + time + ", " + items);
        }
    }

    /** The budget of a turn that starts now. */
    public Budget budget() {
        return new Budget(this);
    }
}
