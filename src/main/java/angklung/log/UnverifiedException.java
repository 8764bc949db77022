package angklung.log;

/** Something is in the format of a transparency log, and what it claims does not hold. */
public final class UnverifiedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what does not hold */
    public UnverifiedException(String message) {
        super(message);
    }
}
