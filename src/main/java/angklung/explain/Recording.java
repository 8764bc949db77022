package angklung.explain;

/**
 * What a pool gave for one recording to all its beneficiaries together, all versions up to one.
 *
 * @param plays most plays of one beneficiary; fewer than the recording's if no share covers all its days
 */
public record Recording(long amountMicros, long plays) {
    static final Recording NONE = new Recording(0, 0);

    Recording plus(long moreMicros, long otherPlays) {
        return new Recording(Math.addExact(amountMicros, moreMicros), Math.max(plays, otherPlays));
    }
}
