package angklung.explain;

import angklung.avro.AuthorshipPolicy;
import angklung.avro.ClaimsPolicy;
import angklung.avro.PoolPlan;
import angklung.avro.PricingStep;
import angklung.avro.ScreeningPolicy;
import angklung.model.Splits;
import angklung.stage.AgreedPolicies;
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
 * @param screening what happens to the money of plays found artificial
 * @param policies on authorship that can apply, in the order of precedence
 * @param claims null if it is not kept
 * @param idleWeight part of the total weight that subscribers without plays have
 */
public record Sheet(
        String id,
        int version,
        int revenueRevision,
        Integer usageRevision,
        String reason,
        String model,
        String weighting,
        LocalDate agreementFrom,
        String agreementSource,
        ScreeningPolicy screening,
        List<AuthorshipPolicy> policies,
        ClaimsPolicy claims,
        List<Step> steps,
        long amountMicros,
        long previousMicros,
        long plays,
        SortedMap<String, Long> excluded,
        BigDecimal totalWeight,
        BigDecimal idleWeight) {

    private static final String BY_PLAYS = "PLAYS";
    static final String POOL_AMOUNT = "pool amount";

    /** @param result empty if the step is not agreed */
    record Step(String name, String formula, Map<String, String> inputs, String result, boolean applies) {

        boolean agreed() {
            return !result.isEmpty();
        }

        /** None if it is not agreed or says more than a number. */
        Optional<BigDecimal> number() {
            try {
                return agreed() ? Optional.of(new BigDecimal(result)) : Optional.empty();
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }

        /** The number computed again; none if there is none or the formula is of an unknown form. */
        Optional<BigDecimal> recomputed() {
            return number().isEmpty()
                    ? Optional.empty()
                    : Formula.parse(formula, inputs.keySet()).flatMap(f -> f.value(inputs));
        }
    }

    static Sheet of(PoolPlan plan) {
        return new Sheet(
                plan.getRateSheetId(), plan.getVersion(), plan.getRevenueRevision(), plan.getUsageRevision(),
                plan.getReason(), plan.getModel().name(), plan.getWeighting(), plan.getAgreementValidFrom(),
                plan.getAgreementSource(), plan.getScreening(), plan.getAuthorshipPolicies(), plan.getClaims(),
                plan.getSteps().stream().map(Sheet::step).toList(),
                plan.getAmountMicros(), plan.getPreviousAmountMicros(), plan.getPlays(),
                new TreeMap<>(plan.getExcluded()), plan.getTotalWeight(), plan.getIdleWeight());
    }

    private static Step step(PricingStep step) {
        return new Step(
                step.getName(), step.getFormula(), new TreeMap<>(step.getInputs()), step.getResult(),
                step.getApplies());
    }

    /** The steps up to the amount of the pool; all of them if none has that name. */
    List<Step> pricing() {
        return steps.subList(0, endOfPrice());
    }

    /** The steps that say how the amount is divided. */
    List<Step> division() {
        return steps.subList(endOfPrice(), steps.size());
    }

    private int endOfPrice() {
        List<String> names = steps.stream().map(Step::name).toList();
        int amount = names.indexOf(POOL_AMOUNT);
        return amount < 0 ? steps.size() : amount + 1;
    }

    /** By what it divides the amounts of its recordings; none if it is not kept. */
    Optional<Splits.Terms> terms() {
        if (claims == null) {
            return Optional.empty();
        }
        Splits.Overclaim overclaim = claims == ClaimsPolicy.PAY_UNDISPUTED
                ? Splits.Overclaim.PAY_UNDISPUTED
                : Splits.Overclaim.HOLD_ALL;
        return Optional.of(new Splits.Terms(overclaim, AgreedPolicies.of(policies)));
    }

    /** Whether a recording's weight is its plays, so that the pool has a rate per play. */
    boolean byPlays() {
        return weighting.equals(BY_PLAYS) && totalWeight.signum() > 0;
    }
}
