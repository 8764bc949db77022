package angklung.pool;

import angklung.avro.AuthorshipEffect;
import angklung.avro.AuthorshipPolicy;
import java.util.List;

/**
 * The authorship policies that can apply to the plays of one pool.
 *
 * @param inOrder of precedence
 * @param fingerprint equal if and only if they do the same to the pool; empty without a policy
 */
record AppliedPolicies(List<AuthorshipPolicy> inOrder, String fingerprint) {
    static final AppliedPolicies NONE = new AppliedPolicies(List.of(), "");

    AppliedPolicies {
        inOrder = List.copyOf(inOrder);
    }

    /** Whether some plays may weigh nothing because of their authorship. */
    boolean exclude() {
        return exclude(inOrder);
    }

    static boolean exclude(List<AuthorshipPolicy> policies) {
        return policies.stream().anyMatch(policy -> policy.getEffect() == AuthorshipEffect.EXCLUDE);
    }
}
