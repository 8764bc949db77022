package angklung.model;

import angklung.model.Policy.Effect;
import angklung.model.Policy.HolderKind;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The authorship policies that can apply to one pool's plays, in their order of precedence. */
public final class AuthorshipRules {
    public static final AuthorshipRules NONE = new AuthorshipRules(List.of());

    /** The last criteria only make the order independent of that of the input. */
    private static final Comparator<Policy> PRECEDENCE = Comparator.comparing(Policy::holderKind)
            .thenComparing(Policy::right, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Policy::validFrom, Comparator.reverseOrder())
            .thenComparing(Policy::holder)
            .thenComparing(Policy::authorship)
            .thenComparing(Policy::effect);

    private final List<Policy> policies;

    private AuthorshipRules(List<Policy> policies) {
        this.policies = policies;
    }

    /** @param policies of the pool's territory and right, or all rights; in any order */
    public static AuthorshipRules of(List<Policy> policies) {
        return policies.isEmpty() ? NONE : new AuthorshipRules(policies.stream().sorted(PRECEDENCE).toList());
    }

    /** In their order of precedence: of those that apply to a claim on a date the first decides. */
    public List<Policy> policies() {
        return policies;
    }

    /** Whether some policy excludes, so that weights may depend on claims. */
    public boolean exclude() {
        return policies.stream().anyMatch(policy -> policy.effect() == Effect.EXCLUDE);
    }

    /** The policy that decides about the claim on that local date; none: it is paid as any other. */
    Optional<Policy> on(ShareClaim claim, int epochDay) {
        for (Policy policy : policies) {
            if (policy.authorship() == claim.authorship() && policy.validOn(epochDay) && concerns(policy, claim)) {
                return policy.effect() == Effect.PAY ? Optional.empty() : Optional.of(policy);
            }
        }
        return Optional.empty();
    }

    private static boolean concerns(Policy policy, ShareClaim claim) {
        return policy.holderKind() == HolderKind.TERRITORY || policy.holder().equals(claim.registrant());
    }
}
