package angklung.explain;

import angklung.avro.ClaimsPolicy;
import angklung.avro.PoolPlan;
import angklung.avro.PricingStep;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A rate sheet, as far as it is kept.
 *
 * @param usageRevision null if it is not kept
 * @param reason why the version was made; null if it is not kept
 * @param agreementSource null if there is none or it is not kept
 * @param claims null if it is not kept
 */
record Sheet(
        String id,
        int version,
        int revenueRevision,
        Integer usageRevision,
        String reason,
        String model,
        String weighting,
        LocalDate agreementFrom,
        String agreementSource,
        ClaimsPolicy claims,
        List<Step> steps,
        long amountMicros,
        long previousMicros,
        long plays,
        SortedMap<String, Long> excluded,
        BigDecimal totalWeight) {

    private static final String BY_PLAYS = "PLAYS";

    /** @param result empty if the step is not agreed */
    record Step(String name, String formula, Map<String, String> inputs, String result, boolean applies) {

        boolean agreed() {
            return !result.isEmpty();
        }

        /** The result computed again; none if it is not agreed or the formula is of an unknown form. */
        Optional<BigDecimal> recomputed() {
            return agreed() ? Formula.parse(formula, inputs.keySet()).flatMap(f -> f.value(inputs)) : Optional.empty();
        }
    }

    static Sheet of(PoolPlan plan) {
        return new Sheet(
                plan.getRateSheetId(), plan.getVersion(), plan.getRevenueRevision(), plan.getUsageRevision(),
                plan.getReason(), plan.getModel().name(), plan.getWeighting(), plan.getAgreementValidFrom(),
                plan.getAgreementSource(), plan.getClaims(), plan.getSteps().stream().map(Sheet::step).toList(),
                plan.getAmountMicros(), plan.getPreviousAmountMicros(), plan.getPlays(),
                new TreeMap<>(plan.getExcluded()), plan.getTotalWeight());
    }

    private static Step step(PricingStep step) {
        return new Step(
                step.getName(), step.getFormula(), new TreeMap<>(step.getInputs()), step.getResult(), step.getApplies());
    }

    /** Whether a recording's weight is its plays, so that the pool has a rate per play. */
    boolean byPlays() {
        return weighting.equals(BY_PLAYS) && totalWeight.signum() > 0;
    }
}
