package angklung.tally;

import angklung.avro.PoolPlan;
import angklung.avro.WeightRequest;
import angklung.model.OfferingKey;
import angklung.model.Weighing;
import angklung.stage.StoreKey;
import org.apache.kafka.common.utils.Bytes;

/**
 * All that decides what the recordings of a pool weigh. A request for weights and the plan that is made of the answers
 * have the same.
 *
 * @param revision of the period's usage: all up to it count
 * @param minimumPlays that a recording needs over the window to take part; 0: none
 * @param window number of periods that those plays are counted over, this one included
 */
record WeightTerms(
        OfferingKey offering, String period, int revision, Weighing weighing, long minimumPlays, int window) {

    /** @throws IllegalStateException if this version does not have the weighing */
    static WeightTerms of(PoolPlan plan) {
        return of(
                "Pool " + plan.getPool() + " is to be divided",
                new OfferingKey(plan.getDsp(), plan.getTerritory(), plan.getOffering()),
                plan.getPeriod(),
                plan.getUsageRevision(),
                plan.getWeighting(),
                plan.getMinimumTrackPlays(),
                plan.getMinimumTrackWindow());
    }

    /** @throws IllegalStateException if this version does not have the weighing */
    static WeightTerms of(WeightRequest request) {
        return of(
                "Request " + request.getRequest() + " asks for recordings",
                new OfferingKey(request.getDsp(), request.getTerritory(), request.getOffering()),
                request.getPeriod(),
                request.getRevision(),
                request.getWeighting(),
                request.getMinimumTrackPlays(),
                request.getMinimumTrackWindow());
    }

    /** Without a minimum the window means nothing: it is that of the period itself. */
    private static WeightTerms of(
            String subject,
            OfferingKey offering,
            String period,
            int revision,
            String weighting,
            Long minimumPlays,
            int window) {
        boolean any = minimumPlays != null && minimumPlays > 0;
        return new WeightTerms(
                offering, period, revision, weighing(subject, weighting), any ? minimumPlays : 0, any ? window : 1);
    }

    private static Weighing weighing(String subject, String text) {
        try {
            return Weighing.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    subject + " by the weighting '" + text + "', which this version does not have", e);
        }
    }

    /** Whether earlier periods decide who takes part. */
    boolean looksBack() {
        return window > 1;
    }

    Bytes key() {
        return StoreKey.of(
                        offering.dsp(),
                        offering.territory(),
                        offering.offering(),
                        period,
                        weighing.toString(),
                        Long.toString(minimumPlays))
                .ordered(revision)
                .ordered(window)
                .toBytes();
    }
}
