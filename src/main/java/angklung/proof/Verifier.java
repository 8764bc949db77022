package angklung.proof;

import angklung.log.LogFormatException;
import angklung.log.LogPolicy;
import angklung.log.ProofFile;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Checks proofs by a policy. Needs nothing but the bytes: no network, no clock, no word of the operator. */
public final class Verifier {
    private final LogPolicy policy;
    private final SortedMap<String, String> expected;

    /**
     * A verifier of one reader.
     *
     * @param policy whom the reader trusts
     * @param expected what the record must say, by its fields; an amount also in currency units, under its field's
     *     name without {@code _micros}
     */
    public Verifier(LogPolicy policy, Map<String, String> expected) {
        this.policy = policy;
        this.expected = new TreeMap<>(expected);
    }

    /**
     * What a proof file proves; a file that proves nothing is a verdict too.
     *
     * @throws LogFormatException if it is no proof file at all
     */
    public Verdict verify(byte[] file) {
        return new Verification(ProofFile.parse(file), policy, expected).verdict();
    }
}
