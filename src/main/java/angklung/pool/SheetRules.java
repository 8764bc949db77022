package angklung.pool;

import angklung.avro.Agreement;
import angklung.avro.PoolPlan;
import angklung.avro.PricingStep;
import angklung.model.Bucket;
import angklung.model.OfferingKey;
import angklung.model.PoolKey;
import angklung.model.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rate sheet of a pool that is priced and divided. */
final class SheetRules {
    /** Plays too short to be royalty-bearing. */
    private static final String SHORT = "SHORT";

    private SheetRules() {}

    /** All but version, identifier, reason and scenario. */
    static PoolPlan.Builder sheet(Offering offering, Agreement terms, Attempt.Divided divided) {
        OfferingKey key = offering.key();
        Division division = divided.division();
        WantedWeights wanted = division.wanted();
        String currency = offering.report().getCurrency();
        String pool = new PoolKey(key, offering.period(), terms.getRightType().name(), currency).toString();
        int firstBucket = Bucket.firstOf(pool);
        List<PricingStep> steps = new ArrayList<>(divided.price().steps());
        steps.addAll(division.steps());
        return PoolPlan.newBuilder()
                .setDsp(key.dsp())
                .setTerritory(key.territory())
                .setOffering(key.offering())
                .setPeriod(offering.period().toString())
                .setRightType(terms.getRightType())
                .setCurrency(currency)
                .setPool(pool)
                .setRevenueRevision(offering.report().getRevision())
                .setUsageRevision(offering.revision())
                .setModel(terms.getModel())
                .setWeighting(wanted.weighing().toString())
                .setMinimumTrackPlays(wanted.minimum())
                .setMinimumTrackWindow(wanted.window())
                .setScreening(wanted.screening())
                .setAuthorshipPolicies(division.policies().inOrder())
                .setClaims(terms.getClaims())
                .setAgreementValidFrom(terms.getValidFrom())
                .setAgreementSource(terms.getSource())
                .setSteps(steps)
                .setAmountMicros(divided.price().amountMicros())
                .setPlays(offering.usage().plays())
                .setExcluded(excluded(offering.usage(), division))
                .setTotalWeight(Weight.toDecimal(division.totalWeight()))
                .setIdleWeight(Weight.toDecimal(division.idleWeight()))
                .setRatePerPlay(divided.price().ratePerPlay())
                .setBucketPrefixes(division.weights().prefixes(firstBucket).stream()
                        .map(Weight::toDecimal)
                        .toList())
                .setFirstBucket(firstBucket);
    }

    private static Map<String, Long> excluded(UsageTotal usage, Division division) {
        Map<String, Long> excluded = new TreeMap<>(division.excluded());
        if (usage.shortPlays() > 0) {
            excluded.put(SHORT, usage.shortPlays());
        }
        return excluded;
    }
}
