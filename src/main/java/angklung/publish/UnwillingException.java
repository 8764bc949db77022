package angklung.publish;

/** A witness has not cosigned. */
final class UnwillingException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message continues a sentence that begins with the witness */
    UnwillingException(String message) {
        super(message);
    }
}
