package angklung.tally;

import angklung.avro.AllocationModel;
import angklung.avro.PoolPlan;
import angklung.model.Splits;
import angklung.model.Weighing;
import angklung.model.Weight;
import angklung.money.Apportion.Precision;
import angklung.stage.AgreedPolicies;

/** What a plan's names mean: its model, its weighting, its policy for claims. */
final class PlanRules {
    private PlanRules() {}

    /** @throws IllegalStateException if this version cannot allocate the plan */
    static void check(PoolPlan plan) {
        Weighing weighing = WeightTerms.of(plan).weighing();
        if (plan.getModel() != model(weighing)) {
            throw new IllegalStateException("Pool " + plan.getPool() + " is to be divided by the model "
                    + plan.getModel() + " and the weighting '" + weighing + "', which is not of that model");
        }
        allocator(plan);
    }

    private static AllocationModel model(Weighing weighing) {
        if (weighing instanceof Weighing.Subscribers) {
            return AllocationModel.USER_CENTRIC;
        }
        return weighing instanceof Weighing.Artist
                ? AllocationModel.ARTIST_CENTRIC
                : AllocationModel.MARKET_CENTRIC;
    }

    /** A new walk over the recordings of a pool. */
    static PrefixSumAllocator allocator(PoolPlan plan) {
        return new PrefixSumAllocator(new PrefixSumAllocator.Pool(
                plan.getRateSheetId(),
                plan.getAmountMicros(),
                Weight.toUnits(plan.getTotalWeight()),
                Weight.toUnits(plan.getIdleWeight()),
                plan.getFirstBucket(),
                plan.getBucketPrefixes().stream().map(Weight::toUnits).toList(),
                precision(WeightTerms.of(plan).weighing())));
    }

    /** Parts of a subscriber are rounded; plays, and factors of their length, are not. */
    private static Precision precision(Weighing weighing) {
        return weighing.bySubscriber() ? Precision.ROUNDED : Precision.EXACT;
    }

    static Splits.Terms terms(PoolPlan plan) {
        return new Splits.Terms(overclaim(plan), AgreedPolicies.of(plan.getAuthorshipPolicies()));
    }

    private static Splits.Overclaim overclaim(PoolPlan plan) {
        return switch (plan.getClaims()) {
            case PAY_UNDISPUTED -> Splits.Overclaim.PAY_UNDISPUTED;
            case HOLD_ALL, UNKNOWN -> Splits.Overclaim.HOLD_ALL;
        };
    }
}
