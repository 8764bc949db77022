package angklung.stage;

import angklung.avro.AuthorshipPolicy;
import angklung.model.Authorship;
import angklung.model.AuthorshipRules;
import angklung.model.Policy;
import java.util.List;
import java.util.OptionalInt;

/** The authorship policies of a plan or a request for weights, as the rules that divide take them. */
public final class AgreedPolicies {
    private AgreedPolicies() {}

    /**
     * @param policies those that can apply to the pool's plays, of its territory and right
     * @throws IllegalArgumentException if a policy says what this version does not know
     */
    public static AuthorshipRules of(List<AuthorshipPolicy> policies) {
        return AuthorshipRules.of(policies.stream().map(AgreedPolicies::of).toList());
    }

    /** @throws IllegalArgumentException if the policy says what this version does not know */
    public static Policy of(AuthorshipPolicy policy) {
        return new Policy(
                holderKind(policy),
                policy.getHolder(),
                policy.getRightType() == null ? null : policy.getRightType().name(),
                authorship(policy.getAuthorship()),
                effect(policy),
                Math.toIntExact(policy.getValidFrom().toEpochDay()),
                policy.getValidTo() == null
                        ? OptionalInt.empty()
                        : OptionalInt.of(Math.toIntExact(policy.getValidTo().toEpochDay())));
    }

    /** What this version does not know was not declared to it. */
    static Authorship authorship(angklung.avro.Authorship authorship) {
        return switch (authorship) {
            case HUMAN -> Authorship.HUMAN;
            case AI_ASSISTED -> Authorship.AI_ASSISTED;
            case AI_GENERATED -> Authorship.AI_GENERATED;
            case UNDECLARED, UNKNOWN -> Authorship.UNDECLARED;
        };
    }

    private static Policy.HolderKind holderKind(AuthorshipPolicy policy) {
        return switch (policy.getHolderKind()) {
            case SOCIETY -> Policy.HolderKind.SOCIETY;
            case TERRITORY -> Policy.HolderKind.TERRITORY;
            case UNKNOWN -> throw unknown("holder", policy);
        };
    }

    private static Policy.Effect effect(AuthorshipPolicy policy) {
        return switch (policy.getEffect()) {
            case PAY -> Policy.Effect.PAY;
            case TAG -> Policy.Effect.TAG;
            case HOLD -> Policy.Effect.HOLD;
            case EXCLUDE -> Policy.Effect.EXCLUDE;
            case UNKNOWN -> throw unknown("effect", policy);
        };
    }

    private static IllegalArgumentException unknown(String what, AuthorshipPolicy policy) {
        return new IllegalArgumentException("The " + what + " of the authorship policy of " + policy.getHolder()
                + " from " + policy.getValidFrom() + " is unknown to this version");
    }
}
