package angklung.close;

import java.time.Duration;

/**
 * How a closer runs.
 *
 * @param transactionalIdPrefix the closer's transactional identifier is this followed by {@code -closer}; one closer
 *     of an identifier is alive at a time
 * @param timeout after which an unfinished close returns what it is waiting for
 * @param pollInterval longest wait for facts before consumed offsets are looked at again
 */
public record CloserOptions(
        String transactionalIdPrefix, Duration timeout, Duration pollInterval, CloseListener listener) {

    public CloserOptions {
        if (transactionalIdPrefix.isEmpty()) {
            throw new IllegalArgumentException("The prefix of the closer's transactional identifier is empty");
        }
        if (timeout.isNegative() || pollInterval.isNegative() || pollInterval.isZero()) {
            throw new IllegalArgumentException(
                    "The timeout is 0 or more and the poll interval is positive: " + timeout + ", " + pollInterval);
        }
    }

    public String transactionalId() {
        return transactionalIdPrefix + "-closer";
    }
}
