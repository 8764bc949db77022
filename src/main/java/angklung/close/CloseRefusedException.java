package angklung.close;

/** What was asked for can never be done: a payout run pays one period. */
public final class CloseRefusedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public CloseRefusedException(String message) {
        super(message);
    }
}
