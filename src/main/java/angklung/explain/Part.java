package angklung.explain;

/**
 * What a line gives its beneficiary of one recording.
 *
 * @param isrc empty for a pool without plays
 * @param plays of the new version; −1 if they are not kept
 * @param before amount of the versions before
 * @param after amount of all versions up to the line's
 * @param rightsVersion null if no rights were known or it is not kept
 */
record Part(String isrc, long plays, long before, long after, String rightsVersion) {
    long difference() {
        return Math.subtractExact(after, before);
    }

    Part plus(Part other) {
        return new Part(
                isrc, plays < 0 ? plays : Math.addExact(plays, other.plays), Math.addExact(before, other.before),
                Math.addExact(after, other.after), rightsVersion);
    }
}
