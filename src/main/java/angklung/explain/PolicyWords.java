package angklung.explain;

import angklung.avro.AuthorshipPolicy;
import angklung.avro.PolicyHolder;

/** An authorship policy in words: whose it is, from when, and what it does with which contributions. */
final class PolicyWords {
    private PolicyWords() {}

    static Value of(AuthorshipPolicy policy) {
        boolean society = policy.getHolderKind() == PolicyHolder.SOCIETY;
        Value holder = society ? Value.code(policy.getHolder()) : new Value.Country(policy.getHolder());
        Value right = policy.getRightType() == null
                ? Value.phrase("royalty.all")
                : new Value.Name("royalty", policy.getRightType().name());
        return Value.phrase(key(policy, society), holder, new Value.Name("authorship", policy.getAuthorship().name()),
                right, new Value.Day(policy.getValidFrom()));
    }

    private static String key(AuthorshipPolicy policy, boolean society) {
        String whose = society ? "policy.society." : "policy.territory.";
        return switch (policy.getEffect()) {
            case PAY -> whose + "pay";
            case TAG -> whose + "tag";
            case HOLD -> whose + "hold";
            case EXCLUDE -> whose + "exclude";
            case UNKNOWN -> whose + "unknown";
        };
    }

    /** @return where it is published; nothing if that is not kept */
    static Value source(AuthorshipPolicy policy, boolean kept) {
        if (!kept) {
            return Value.NONE;
        }
        return policy.getSource() == null ? Value.phrase("source.unpublished") : Value.code(policy.getSource());
    }

    /** Last day of plays that it applies to; nothing if it is open. */
    static Value end(AuthorshipPolicy policy) {
        return policy.getValidTo() == null ? Value.NONE : new Value.Day(policy.getValidTo().minusDays(1));
    }
}
