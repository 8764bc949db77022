package angklung.close;

/** The close cannot begin yet; the message says what has to happen first. */
public final class NotReadyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotReadyException(String message) {
        super(message);
    }
}
