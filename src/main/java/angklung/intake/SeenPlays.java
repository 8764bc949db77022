package angklung.intake;

/** Which plays were counted before. Exact within the horizon: no play counts twice, none is lost. */
interface SeenPlays {

    /** What a play is to those before it. */
    enum Verdict {
        /** The identifier is new, or was seen longer ago than the horizon; it is remembered from now on. */
        NEW,
        /** The same play again. */
        DUPLICATE,
        /** The identifier was used for another play. */
        CONFLICT
    }

    /**
     * Judges one play and remembers it if it is new.
     *
     * @param clock of the service's feed; moved to the record
     * @param playId as two longs, see {@link PlayHash}
     * @param payload hash of the rest of the play
     * @param recordTime of the record, in epoch millis
     */
    Verdict see(String dsp, RecordClock clock, long[] playId, long payload, long recordTime);

    /** Plays that are remembered in the heap only. */
    int unsaved();

    /** Stores what is remembered in the heap only. */
    void save();

    /** Forgets what is remembered in the heap only. */
    void discard();
}
