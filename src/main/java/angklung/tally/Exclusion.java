package angklung.tally;

import angklung.avro.AuthorshipPolicy;
import angklung.avro.RightType;
import angklung.model.AuthorshipRules;
import angklung.model.Policy;
import angklung.stage.AgreedPolicies;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Authorship policies of which some exclude, and the right whose claims they are about: on a day on which they leave
 * nobody a claim, a recording weighs nothing.
 */
record Exclusion(RightType right, AuthorshipRules rules) {

    /**
     * @param right may be null if no policy excludes
     * @return null if no policy excludes, so that authorship decides no weight
     * @throws IllegalArgumentException if a policy says what this version does not know
     */
    static Exclusion of(RightType right, List<AuthorshipPolicy> policies) {
        AuthorshipRules rules = AgreedPolicies.of(policies);
        if (!rules.exclude()) {
            return null;
        }
        if (right == null || right == RightType.UNKNOWN) {
            throw new IllegalArgumentException("policies exclude, and no right is named whose claims they are about");
        }
        return new Exclusion(right, rules);
    }

    /** The same for the same right and policies, in keys: short, since every recording excluded has it in its own. */
    String key() {
        MessageDigest sha256 = sha256();
        for (Policy policy : rules.policies()) {
            String[] parts = {policy.tag(), policy.right(), policy.validTo().toString()};
            for (String part : parts) {
                sha256.update((part == null ? "" : part).getBytes(StandardCharsets.UTF_8));
                sha256.update((byte) 0); // no part holds it
            }
        }
        return right + "/" + HexFormat.of().formatHex(sha256.digest(), 0, 16);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "claims on " + right + " by " + rules.policies();
    }
}
