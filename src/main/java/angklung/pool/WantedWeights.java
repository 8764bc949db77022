package angklung.pool;

import angklung.avro.Agreement;
import angklung.avro.RightType;
import angklung.avro.ScreeningPolicy;
import angklung.avro.WeightRequest;
import angklung.model.Weighing;
import angklung.stage.AgreedWeighing;

/**
 * The weights that a pool is divided by.
 *
 * @param minimum plays that a recording needs over the window to take part; null: none
 * @param window periods of that window, this one included; 1 if there is no minimum
 * @param screening what happens to plays found artificial
 * @param right whose claims decide, if policies do; else null
 * @param policies of which some exclude, else none: then authorship decides no weight
 */
record WantedWeights(
        Weighing weighing,
        Long minimum,
        int window,
        ScreeningPolicy screening,
        RightType right,
        AppliedPolicies policies) {

    /** Digits of the policies' fingerprint in an identifier: it tells few requests of one pool apart. */
    private static final int FINGERPRINT_DIGITS = 8;

    /** Of an agreement without obstacles ({@link PriceabilityRules}). */
    static WantedWeights of(Agreement terms, AppliedPolicies policies) {
        Long minimum = terms.getMinimumTrackPlays();
        boolean excludes = minimum != null && minimum > 0;
        return new WantedWeights(
                AgreedWeighing.of(terms),
                excludes ? minimum : null,
                excludes ? terms.getMinimumTrackWindow() : 1,
                terms.getScreening(),
                policies.exclude() ? terms.getRightType() : null,
                policies.exclude() ? policies : AppliedPolicies.NONE);
    }

    /** Whether the plays that the tally reports of every offering are these weights. */
    boolean arePlays() {
        return weighing.equals(Weighing.PLAYS)
                && minimum == null
                && screening == ScreeningPolicy.NONE
                && right == null;
    }

    /**
     * What says them: the offering, the period, the revision of its usage, the weighing, and what else matters: the
     * minimum and the window, the screening, the policies and the right. Of the periods before in a window, and of the
     * claims that policies look at, the tally keeps to what it knew when it was first asked, so that the answer holds
     * for as long as this says the same.
     */
    String identifier(Offering offering) {
        StringBuilder request = new StringBuilder()
                .append(offering.key()).append('/').append(offering.period())
                .append("@r").append(offering.revision()).append('/').append(weighing);
        if (minimum != null) {
            request.append('/').append(minimum).append('x').append(window);
        }
        if (screening != ScreeningPolicy.NONE) {
            request.append('/').append(screening);
        }
        if (right != null) {
            request.append("/policies:").append(policies.fingerprint(), 0, FINGERPRINT_DIGITS);
            request.append('/').append(right);
        }
        return request.toString();
    }

    WeightRequest request(Offering offering, String identifier) {
        return WeightRequest.newBuilder()
                .setRequest(identifier)
                .setDsp(offering.key().dsp())
                .setTerritory(offering.key().territory())
                .setOffering(offering.key().offering())
                .setPeriod(offering.period().toString())
                .setRevision(offering.revision())
                .setWeighting(weighing.toString())
                .setMinimumTrackPlays(minimum)
                .setMinimumTrackWindow(window)
                .setScreening(screening)
                .setRightType(right)
                .setAuthorshipPolicies(policies.inOrder())
                .build();
    }
}
