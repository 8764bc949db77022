package angklung.pool;

import angklung.avro.Agreement;
import java.util.ArrayList;
import java.util.List;

/** Why a planned pool is planned again. */
final class RestatementRules {
    static final String ORIGINAL = "ORIGINAL";
    static final String CHANGED_TERMS = "CHANGED_TERMS";
    static final String LATE_PLAYS = "LATE_PLAYS";
    static final String RESTATED_REVENUE = "RESTATED_REVENUE";

    private RestatementRules() {}

    /**
     * All causes since the last version, joined by a plus sign; empty if nothing that it was made from has changed. An
     * agreement that covers the period no more is no cause by itself: what was agreed then stays as it was paid.
     */
    static String reason(Offering offering, String right) {
        Standing before = offering.standing(right);
        Standing.Basis basis = before.basis();
        Agreement terms = offering.agreements().get(right);
        List<String> causes = new ArrayList<>();
        if (terms != null && !TermsHash.of(terms).equals(basis.terms())) {
            causes.add(CHANGED_TERMS);
        }
        if (offering.grown() > basis.usageRevision()) {
            causes.add(LATE_PLAYS);
        }
        if (offering.report().getRevision() > basis.revenueRevision()) {
            causes.add(RESTATED_REVENUE);
        }
        if (causes.isEmpty() && before.awaitsRestatement()) {
            // Terms were changed and changed back before the version came. It was announced, so it comes.
            causes.add(CHANGED_TERMS);
        }
        return String.join("+", causes);
    }
}
