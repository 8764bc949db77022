package angklung.tally;

import angklung.avro.PoolPlan;
import angklung.avro.ScreeningPolicy;
import angklung.avro.WeightRequest;
import angklung.model.OfferingKey;
import angklung.model.Weighing;
import angklung.stage.StoreKey;
import org.apache.kafka.common.utils.Bytes;

/**
 * All that decides what the recordings of a pool weigh. A request for weights and the plan that is made of the answers
 * have the same.
 *
 * @param revision of the period's usage: all up to it count, and what it says of artificial plays
 * @param screening what happens to those: NONE, REBASE or HOLD
 * @param minimumPlays that a recording needs over the window to take part; 0: none
 * @param window number of periods that those plays are counted over, this one included
 * @param exclusion null: authorship decides no weight
 */
record WeightTerms(
        OfferingKey offering,
        String period,
        int revision,
        Weighing weighing,
        ScreeningPolicy screening,
        long minimumPlays,
        int window,
        Exclusion exclusion) {

    /** @throws IllegalStateException if this version does not have the weighing, the screening or a policy */
    static WeightTerms of(PoolPlan plan) {
        try {
            return of(
                    new OfferingKey(plan.getDsp(), plan.getTerritory(), plan.getOffering()),
                    plan.getPeriod(),
                    plan.getUsageRevision(),
                    weighting(plan.getWeighting(), plan.getScreening()),
                    plan.getMinimumTrackPlays(),
                    plan.getMinimumTrackWindow(),
                    Exclusion.of(plan.getRightType(), plan.getAuthorshipPolicies()));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "Pool " + plan.getPool() + " cannot be divided by this version: " + e.getMessage(), e);
        }
    }

    /** @throws IllegalStateException if this version does not have the weighing, the screening or a policy */
    static WeightTerms of(WeightRequest request) {
        try {
            return of(
                    new OfferingKey(request.getDsp(), request.getTerritory(), request.getOffering()),
                    request.getPeriod(),
                    request.getRevision(),
                    weighting(request.getWeighting(), request.getScreening()),
                    request.getMinimumTrackPlays(),
                    request.getMinimumTrackWindow(),
                    Exclusion.of(request.getRightType(), request.getAuthorshipPolicies()));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "Request " + request.getRequest() + " cannot be answered by this version: " + e.getMessage(), e);
        }
    }

    /** Without a minimum the window means nothing: it is that of the period itself. */
    private static WeightTerms of(
            OfferingKey offering,
            String period,
            int revision,
            WeightingText weighting,
            Long minimumPlays,
            int window,
            Exclusion exclusion) {
        boolean any = minimumPlays != null && minimumPlays > 0;
        return new WeightTerms(
                offering,
                period,
                revision,
                weighting.weighing(),
                weighting.screening(),
                any ? minimumPlays : 0,
                any ? window : 1,
                exclusion);
    }

    /** The weighting may name the policy too, and then it is the same. */
    private static WeightingText weighting(String text, ScreeningPolicy screening) {
        WeightingText named = WeightingText.parse(text);
        if (screening == ScreeningPolicy.UNKNOWN) {
            throw new IllegalArgumentException("it does not have the policy for plays found artificial");
        }
        if (named.screening() != ScreeningPolicy.NONE && named.screening() != screening) {
            throw new IllegalArgumentException("the weighting '" + text
                    + "' and the policy for plays found artificial, " + screening + ", are not the same");
        }
        return new WeightingText(named.weighing(), screening);
    }

    /** As usage names the weights that intake sends. */
    String weightingText() {
        return new WeightingText(weighing, screening).toString();
    }

    /** Whether plays found artificial weigh otherwise than others. */
    boolean screens() {
        return screening != ScreeningPolicy.NONE;
    }

    /** Plays of a recording that count for nothing. */
    long uncounted(ScreenedRow screened) {
        return switch (screening) {
            case REBASE -> Math.addExact(screened.open().plays(), screened.confirmed().plays());
            case HOLD -> screened.confirmed().plays();
            default -> 0;
        };
    }

    /** Whether earlier periods decide who takes part. */
    boolean looksBack() {
        return window > 1;
    }

    /** Whether what was known when weights were asked for decides, so that it is kept for the allocation. */
    boolean remember() {
        return looksBack() || exclusion != null;
    }

    /** Terms that neither screen nor exclude have the key that they had before there was either. */
    Bytes key() {
        StoreKey key = StoreKey.of(
                        offering.dsp(),
                        offering.territory(),
                        offering.offering(),
                        period,
                        weighing.toString(),
                        Long.toString(minimumPlays))
                .ordered(revision)
                .ordered(window);
        if (screens() || exclusion != null) {
            key.text(screening.name()).text(exclusion == null ? "" : exclusion.key());
        }
        return key.toBytes();
    }
}
