package angklung.opening;

import angklung.log.CanonicalJson;
import angklung.log.StrictBase64;
import java.nio.charset.StandardCharsets;

/**
 * A leaf of the log, as canonical JSON (RFC 8785): {@code {"c":…,"kind":"statement","period":…,"seq":…,"v":1}} for a
 * statement, {@code {"facts":{…},"kind":…,"period":…,"seq":…,"v":1}} for everything else. Everybody may read it: of a
 * statement it holds a salted commitment and nothing else.
 */
public final class Envelope {
    /** In bytes: what an entry bundle can hold (c2sp.org/tlog-tiles). */
    public static final int LONGEST = 65_535;

    private static final int VERSION = 1;

    private Envelope() {}

    /**
     * The leaf of a statement.
     *
     * @param period YYYY-MM
     * @param seq index of the leaf
     * @param commitment 32 bytes
     */
    public static byte[] statement(String period, long seq, byte[] commitment) {
        if (commitment.length != Commitment.LENGTH) {
            throw new IllegalArgumentException("A commitment has 32 bytes, not " + commitment.length);
        }
        CanonicalJson leaf = new CanonicalJson().add("c", StrictBase64.encode(commitment));
        return checked(addRest(leaf, LeafKind.STATEMENT, period, seq).toString());
    }

    /**
     * Any other leaf.
     *
     * @param period YYYY-MM; empty if it is about none
     * @param seq index of the leaf
     * @param facts a JSON object in canonical form
     * @throws IllegalArgumentException if the leaf has more than 65,535 bytes
     */
    public static byte[] facts(LeafKind kind, String period, long seq, String facts) {
        if (kind == LeafKind.STATEMENT || !facts.startsWith("{") || !facts.endsWith("}")) {
            throw new IllegalArgumentException("A leaf of kind " + kind.word() + " cannot hold the facts " + facts);
        }
        String rest = addRest(new CanonicalJson(), kind, period, seq).toString();
        return checked("{\"facts\":" + facts + "," + rest.substring(1));
    }

    private static CanonicalJson addRest(CanonicalJson leaf, LeafKind kind, String period, long seq) {
        leaf.add("kind", kind.word());
        if (!period.isEmpty()) {
            leaf.add("period", period);
        }
        return leaf.add("seq", seq).add("v", VERSION);
    }

    private static byte[] checked(String leaf) {
        byte[] bytes = leaf.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LONGEST) {
            throw new IllegalArgumentException("A leaf has " + LONGEST + " bytes at most, not " + bytes.length + ": "
                    + leaf.substring(0, 200) + "…");
        }
        return bytes;
    }
}
