package angklung.explain;

/**
 * One thing that was computed again.
 *
 * @param what was compared, and for a failure what was found and what was expected
 */
public record Check(Status status, Value.Phrase what) {
    public enum Status {
        HOLDS,
        FAILS,
        /** What it would take is not in the records. */
        OPEN
    }
}
