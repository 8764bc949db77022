package angklung.replay;

/** Told how a run proceeds, for people who wait for it. */
public interface Progress {
    /** Says nothing. */
    Progress NONE = new Progress() {};

    /** A step has begun. */
    default void step(String what) {}

    /**
     * Plays were sent.
     *
     * @param sent so far
     * @param total in all
     */
    default void plays(long sent, long total) {}
}
