package angklung.ledger;

/**
 * The running SHA-256 over the versions of recording rights that a ledger line rests on, by ISRC:
 * {@code h' = SHA-256(h ‖ ISRC ‖ version)}, both length-prefixed. Its start is {@link EarningHash#start}.
 *
 * <p>Not thread-safe.
 */
public final class RightsHash {
    private final Sha256 sha256 = new Sha256();

    /**
     * The hash after the given recording.
     *
     * @param isrc of the recording; empty for a pool without plays
     */
    public byte[] next(byte[] hash, String isrc, String rightsVersion) {
        return sha256.raw(hash).text(isrc).text(rightsVersion).bytes();
    }
}
