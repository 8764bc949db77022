package angklung.opening;

/** What a leaf of the log records, by the word that stands in it. */
public enum LeafKind {
    /** A commitment to one party's statement. */
    STATEMENT("statement"),
    /** The end of a payout run: how many statements, what was paid. */
    PAYOUT_RUN("payout-run"),
    /** The close of a service's period, with its totals. */
    PERIOD_CLOSE("period-close"),
    /** A later close of the same period. */
    CORRECTION("correction"),
    /** A key of the log that is rotated or revoked. */
    KEY_ROTATION("key-rotation"),
    /** A policy that was published. */
    POLICY("policy"),
    /** A distribution on a chain. */
    DISTRIBUTION("distribution");

    private final String word;

    LeafKind(String word) {
        this.word = word;
    }

    /** As it stands in the leaf. */
    public String word() {
        return word;
    }

    /** @throws IllegalArgumentException if no kind has that word */
    public static LeafKind of(String word) {
        for (LeafKind kind : values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("No leaf is of the kind '" + word + "'");
    }
}
