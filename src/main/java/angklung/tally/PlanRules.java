package angklung.tally;

import angklung.avro.AllocationModel;
import angklung.avro.PoolPlan;
import angklung.model.Splits;
import angklung.model.Weight;

/** What a plan's names mean: its model, its weighting, its policy for claims. */
record PlanRules(Weightings weightings) {

    /** @throws IllegalStateException if this version cannot allocate the plan */
    void check(PoolPlan plan) {
        weighting(plan);
        if (plan.getTotalWeight().signum() != 0) {
            allocator(plan);
        } else if (plan.getAmountMicros() < 0) {
            throw new IllegalStateException(
                    "Plan " + plan.getRateSheetId() + " has a negative amount: " + plan.getAmountMicros());
        } else {
            requireKnownModel(plan);
        }
    }

    Weighting weighting(PoolPlan plan) {
        return weightings
                .named(plan.getWeighting())
                .orElseThrow(() -> new IllegalStateException("Pool " + plan.getPool() + " is to be divided by the"
                        + " weighting '" + plan.getWeighting() + "', which this version does not have"));
    }

    /** A new walk over the recordings of a pool with a positive total weight. */
    Allocator allocator(PoolPlan plan) {
        requireKnownModel(plan);
        return new PrefixSumAllocator(
                plan.getRateSheetId(),
                plan.getAmountMicros(),
                Weight.toUnits(plan.getTotalWeight()),
                plan.getFirstBucket(),
                plan.getBucketPrefixes().stream().map(Weight::toUnits).toList());
    }

    Splits.Overclaim overclaim(PoolPlan plan) {
        return switch (plan.getClaims()) {
            case PAY_UNDISPUTED -> Splits.Overclaim.PAY_UNDISPUTED;
            case HOLD_ALL, UNKNOWN -> Splits.Overclaim.HOLD_ALL;
        };
    }

    private static void requireKnownModel(PoolPlan plan) {
        if (plan.getModel() != AllocationModel.MARKET_CENTRIC) {
            throw new IllegalStateException("Pool " + plan.getPool() + " is to be divided by the model "
                    + plan.getModel() + ", which this version does not have");
        }
    }
}
