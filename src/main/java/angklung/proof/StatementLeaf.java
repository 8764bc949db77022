package angklung.proof;

import angklung.log.CanonicalJson;
import angklung.log.StrictBase64;

/**
 * The leaf of a statement, {@code {"c":"…","kind":"statement","period":"2026-10","seq":17,"v":1}}.
 *
 * @param commitment 32 bytes
 * @param period YYYY-MM
 * @param seq index of the leaf
 */
public record StatementLeaf(byte[] commitment, String period, long seq) {
    static final String KIND = "statement";
    static final long VERSION = 1;

    public StatementLeaf {
        commitment = commitment.clone();
    }

    @Override
    public byte[] commitment() {
        return commitment.clone();
    }

    CanonicalJson json() {
        return new CanonicalJson()
                .add("c", StrictBase64.encode(commitment))
                .add("kind", KIND)
                .add("period", period)
                .add("seq", seq)
                .add("v", VERSION);
    }

    /** The entry of the log. */
    public byte[] toBytes() {
        return json().toBytes();
    }
}
