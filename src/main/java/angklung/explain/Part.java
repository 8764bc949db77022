package angklung.explain;

/**
 * What a line gives its beneficiary of one recording, by one authorship policy or without any.
 *
 * @param isrc empty for a pool without plays
 * @param plays of the new version; −1 if they are not kept
 * @param before amount of the versions before
 * @param after amount of all versions up to the line's
 * @param policy tag of the authorship policy by which it is marked or held, or null
 * @param rightsVersion null if no rights were known or it is not kept
 */
record Part(String isrc, String policy, long plays, long before, long after, String rightsVersion) {
    long difference() {
        return Math.subtractExact(after, before);
    }
}
