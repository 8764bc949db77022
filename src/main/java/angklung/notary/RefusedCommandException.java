package angklung.notary;

/** A command that cannot become a leaf; the message says why. */
final class RefusedCommandException extends Exception {
    private static final long serialVersionUID = 1;

    RefusedCommandException(String message) {
        super(message);
    }
}
