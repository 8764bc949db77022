package angklung.explain;

/**
 * What a pool gave for one recording to all its beneficiaries together, all versions up to one.
 *
 * @param plays that weigh: most plays of one beneficiary, and those that screening holds; fewer than the recording's if
 *     no share covers all its days
 * @param screenedMicros part of the amount that screening holds
 * @param screenedPlays part of the plays that screening holds
 */
public record Recording(long amountMicros, long plays, long screenedMicros, long screenedPlays) {
    static final Recording NONE = new Recording(0, 0, 0, 0);

    /** What is left for those who share in it. */
    long freeMicros() {
        return Math.subtractExact(amountMicros, screenedMicros);
    }

    boolean isScreened() {
        return screenedMicros != 0 || screenedPlays != 0;
    }
}
