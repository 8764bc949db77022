package angklung.close;

/**
 * Facts contradict each other: a control total does not add up, or a recorded fact changed. Nothing was written
 * on the strength of them; the message holds all the numbers.
 */
public final class VerificationFailedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public VerificationFailedException(String message) {
        super(message);
    }
}
