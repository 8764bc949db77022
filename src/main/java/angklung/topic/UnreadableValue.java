package angklung.topic;

/** The bytes of a value are at fault: no retry can read them. */
public final class UnreadableValue extends Exception {
    private static final long serialVersionUID = 1;

    /** @param message what was found and what is expected */
    public UnreadableValue(String message) {
        // Without a stack trace: this is an ordinary outcome, and a bad feed has millions of them.
        super(message, null, false, false);
    }
}
