package angklung.explain;

/**
 * What one version of a pool changed for one beneficiary and recording.
 *
 * @param isrc empty for a pool without plays
 * @param version of the pool
 * @param plays that the beneficiary's amount of that version rests on; −1 if they are not kept
 * @param amountMicros difference to the version before
 * @param rightsVersion null if no rights were known or it is not kept
 * @param policy the authorship policy by which it is tagged or held; null if none or it is not kept
 */
public record Earned(
        String isrc, int version, long plays, long amountMicros, String rightsVersion, String policy) {}
