package angklung.pool;

import angklung.avro.Agreement;
import angklung.avro.ScreeningPolicy;
import java.util.ArrayList;
import java.util.List;

/** Why a planned pool is planned again. */
final class RestatementRules {
    static final String ORIGINAL = "ORIGINAL";
    static final String CHANGED_POLICY = "CHANGED_POLICY";
    static final String CHANGED_RIGHTS = "CHANGED_RIGHTS";
    static final String CHANGED_TERMS = "CHANGED_TERMS";
    static final String LATE_PLAYS = "LATE_PLAYS";
    static final String RESTATED_REVENUE = "RESTATED_REVENUE";
    static final String SCREENING = "SCREENING";

    private RestatementRules() {}

    /**
     * All causes since the last version, in alphabetical order; none if nothing that it was made from has changed. An
     * agreement that covers the period no more is no cause by itself: what was agreed then stays as it was paid.
     */
    static List<String> causes(Offering offering, String right) {
        Standing before = offering.standing(right);
        Standing.Basis basis = before.basis();
        News news = offering.news();
        Agreement terms = offering.agreements().get(right);
        List<String> causes = new ArrayList<>();
        if (otherPolicies(offering, right)) {
            causes.add(CHANGED_POLICY);
        }
        if (news.rights(right) > basis.revision()) {
            causes.add(CHANGED_RIGHTS);
        }
        if (terms != null && !TermsHash.of(terms).equals(basis.terms())) {
            causes.add(CHANGED_TERMS);
        }
        if (news.plays() > basis.revision()) {
            causes.add(LATE_PLAYS);
        }
        if (offering.report().getRevision() > basis.revenueRevision()) {
            causes.add(RESTATED_REVENUE);
        }
        if (news.screening() > basis.revision() && isScreened(offering, right)) {
            causes.add(SCREENING);
        }
        if (causes.isEmpty() && before.awaitsRestatement()) {
            // Terms were changed and changed back before the version came. It was announced, so it comes.
            causes.add(CHANGED_TERMS);
        }
        return causes;
    }

    /** Only whose a recording is has changed, so that the price and what each recording weighs stay. */
    static boolean rightsOnly(List<String> causes) {
        return causes.equals(List.of(CHANGED_RIGHTS));
    }

    private static boolean otherPolicies(Offering offering, String right) {
        Standing.Basis basis = offering.standing(right).basis();
        return offering.policiesKnown(right) > basis.policiesKnown()
                && !offering.policies(right).fingerprint().equals(basis.policies());
    }

    /** What is found artificial means nothing to the others. */
    private static boolean isScreened(Offering offering, String right) {
        Agreement terms = offering.agreements().get(right);
        ScreeningPolicy screening =
                terms == null ? offering.lastPlans().apply(right).getScreening() : terms.getScreening();
        return screening != ScreeningPolicy.NONE;
    }
}
