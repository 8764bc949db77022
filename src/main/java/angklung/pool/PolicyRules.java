package angklung.pool;

import angklung.avro.Authorship;
import angklung.avro.AuthorshipEffect;
import angklung.avro.AuthorshipPolicy;
import angklung.avro.PolicyHolder;
import angklung.avro.RightType;
import angklung.model.OfferingKey;
import angklung.model.Period;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Which authorship policies can apply to the plays of a pool, and in which order they are asked: a society's before
 * the territory's, one for the right before one for all rights, then the one that began last.
 */
final class PolicyRules {
    /** The last criteria only make the order independent of the order of arrival. */
    private static final Comparator<AuthorshipPolicy> PRECEDENCE = Comparator.comparing(PolicyRules::rank)
            .thenComparing(policy -> policy.getRightType() == null)
            .thenComparing(AuthorshipPolicy::getValidFrom, Comparator.reverseOrder())
            .thenComparing(AuthorshipPolicy::getHolder)
            .thenComparing(PolicyRules::authorship)
            .thenComparing(AuthorshipPolicy::getEffect);

    private PolicyRules() {}

    /**
     * Those of societies, whose claims nobody knows here, and those of the territory, as far as they are about the
     * right and a day of the period. One that pays as any other is among them only if it keeps another from applying.
     * An end behind the period is left out, so that to end a policy changes nothing in a period that is over: neither
     * the plan nor what the tally keeps of a request.
     */
    static AppliedPolicies applied(
            Collection<AuthorshipPolicy> known, OfferingKey offering, String right, Period period) {
        List<AuthorshipPolicy> concerned = known.stream()
                .filter(policy -> concerns(policy, offering, right) && overlaps(policy, period))
                .map(policy -> within(policy, period))
                .sorted(PRECEDENCE)
                .toList();
        List<AuthorshipPolicy> applied = new ArrayList<>();
        for (int i = 0; i < concerned.size(); i++) {
            AuthorshipPolicy policy = concerned.get(i);
            List<AuthorshipPolicy> askedLater = concerned.subList(i + 1, concerned.size());
            if (policy.getEffect() != AuthorshipEffect.PAY || shadows(policy, askedLater, period)) {
                applied.add(policy);
            }
        }
        return applied.isEmpty() ? AppliedPolicies.NONE : new AppliedPolicies(applied, fingerprint(applied));
    }

    /** What a pool waits for: a policy that this release does not know must never be taken as if it were not there. */
    static List<String> obstacles(AppliedPolicies policies) {
        List<String> obstacles = new ArrayList<>();
        for (AuthorshipPolicy policy : policies.inOrder()) {
            String unknown = unknown(policy);
            if (unknown != null) {
                obstacles.add("this release does not know the " + unknown + " of the authorship policy " + name(policy)
                        + ": upgrade, or send it again as what it should be");
            }
        }
        return obstacles;
    }

    /** Whether a pool with this policy waits. */
    static boolean isObstacle(AuthorshipPolicy policy) {
        return unknown(policy) != null;
    }

    private static String unknown(AuthorshipPolicy policy) {
        if (policy.getEffect() == AuthorshipEffect.UNKNOWN) {
            return "effect";
        }
        if (policy.getHolderKind() == PolicyHolder.UNKNOWN) {
            return "kind of holder";
        }
        return policy.getRightType() == RightType.UNKNOWN ? "right_type" : null;
    }

    /** As on rate sheets: {@code SOCIETY KOMCA@2025-03-24 MECHANICAL AI_GENERATED}; without the right if it is all. */
    static String name(AuthorshipPolicy policy) {
        String right = policy.getRightType() == null ? "" : " " + policy.getRightType();
        return policy.getHolderKind() + " " + policy.getHolder() + "@" + policy.getValidFrom() + right + " "
                + authorship(policy);
    }

    private static int rank(AuthorshipPolicy policy) {
        return switch (policy.getHolderKind()) {
            case SOCIETY -> 0;
            case TERRITORY -> 1;
            case UNKNOWN -> 2;
        };
    }

    /** What nobody declared acts alike, however that is said. */
    private static Authorship authorship(AuthorshipPolicy policy) {
        return policy.getAuthorship() == Authorship.UNKNOWN ? Authorship.UNDECLARED : policy.getAuthorship();
    }

    private static boolean concerns(AuthorshipPolicy policy, OfferingKey offering, String right) {
        RightType about = policy.getRightType();
        boolean ofRight = about == null || about == RightType.UNKNOWN || about.name().equals(right);
        return ofRight
                && (policy.getHolderKind() != PolicyHolder.TERRITORY
                        || policy.getHolder().equals(offering.territory()));
    }

    private static boolean overlaps(AuthorshipPolicy policy, Period period) {
        LocalDate end = policy.getValidTo();
        return !policy.getValidFrom().isAfter(period.lastDay())
                && (end == null || end.isAfter(period.firstDay()) && end.isAfter(policy.getValidFrom()));
    }

    private static AuthorshipPolicy within(AuthorshipPolicy policy, Period period) {
        LocalDate end = policy.getValidTo();
        return end == null || !end.isAfter(period.lastDay())
                ? policy
                : AuthorshipPolicy.newBuilder(policy).setValidTo(null).build();
    }

    /** Whether a policy is asked before another one about the same contribution and day. */
    private static boolean shadows(AuthorshipPolicy policy, List<AuthorshipPolicy> askedLater, Period period) {
        return askedLater.stream()
                .anyMatch(later -> later.getEffect() != AuthorshipEffect.PAY
                        && authorship(later) == authorship(policy)
                        && sameContributions(policy, later)
                        && sameDay(policy, later, period));
    }

    private static boolean sameContributions(AuthorshipPolicy first, AuthorshipPolicy later) {
        return later.getHolderKind() != PolicyHolder.SOCIETY || later.getHolder().equals(first.getHolder());
    }

    private static boolean sameDay(AuthorshipPolicy a, AuthorshipPolicy b, Period period) {
        LocalDate first = latest(a.getValidFrom(), latest(b.getValidFrom(), period.firstDay()));
        return !first.isAfter(period.lastDay()) && endsAfter(a, first) && endsAfter(b, first);
    }

    private static LocalDate latest(LocalDate a, LocalDate b) {
        return a.isAfter(b) ? a : b;
    }

    private static boolean endsAfter(AuthorshipPolicy policy, LocalDate day) {
        return policy.getValidTo() == null || policy.getValidTo().isAfter(day);
    }

    /** The source is no part of it: to say where a policy is published would otherwise restate what it was about. */
    private static String fingerprint(List<AuthorshipPolicy> policies) {
        StringBuilder text = new StringBuilder();
        for (AuthorshipPolicy policy : policies) {
            String end = policy.getValidTo() == null ? "" : " until " + policy.getValidTo();
            String one = name(policy) + " " + policy.getEffect() + end;
            text.append(one.length()).append(':').append(one);
        }
        return Fingerprint.of(text.toString());
    }
}
