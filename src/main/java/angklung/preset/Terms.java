package angklung.preset;

import angklung.avro.Agreement;
import angklung.avro.AllocationModel;
import angklung.avro.CohortRate;
import angklung.avro.OvertimeFactor;
import angklung.avro.RightType;
import angklung.model.OfferingKey;
import angklung.money.Micros;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * Terms of an agreement that names no offering yet. Decimals are null if they are not agreed.
 *
 * @param cohortShares parts of revenue by cohort of subscribers
 * @param overtime factors by length of the track in minutes, rounded up
 * @param overtimeStep what each further minute adds
 * @param validTo day after the last one; null: open
 */
record Terms(
        RightType right,
        AllocationModel model,
        BigDecimal revenueShare,
        SortedMap<String, BigDecimal> cohortShares,
        BigDecimal labelPaymentsShare,
        BigDecimal perPlayMinimum,
        BigDecimal perSubscriberMinimum,
        BigDecimal floorPerSubscriber,
        SortedMap<Integer, BigDecimal> overtime,
        BigDecimal overtimeStep,
        String timeZone,
        LocalDate validFrom,
        LocalDate validTo) {

    private static final int TERM_SCALE = 12;

    /**
     * @param ratio multiplies every term; null: 1
     * @param source for the rate sheet
     * @throws IllegalArgumentException if a term times the ratio has more decimals than an agreement can have
     */
    Agreement agreement(OfferingKey offering, BigDecimal ratio, String source) {
        BigDecimal factor = ratio == null ? BigDecimal.ONE : ratio;
        List<CohortRate> cohorts = new ArrayList<>();
        cohortShares.forEach((cohort, share) ->
                cohorts.add(new CohortRate(cohort, millionths("the share of " + cohort, share, factor))));
        List<OvertimeFactor> rows = new ArrayList<>();
        overtime.forEach((minutes, weight) -> rows.add(new OvertimeFactor(minutes, weight.setScale(TERM_SCALE))));
        return Agreement.newBuilder()
                .setDsp(offering.dsp())
                .setTerritory(offering.territory())
                .setOffering(offering.offering())
                .setRightType(right)
                .setModel(model)
                .setRevenueShareMillionths(millionths("revenue_share", revenueShare, factor))
                .setCohortRates(cohorts)
                .setLabelPaymentsShareMillionths(millionths("label_payments_share", labelPaymentsShare, factor))
                .setPerPlayMinimum(term("per_play_minimum", perPlayMinimum, factor))
                .setPerSubscriberMinimum(term("per_subscriber_minimum", perSubscriberMinimum, factor))
                .setFloorPerSubscriber(term("floor_per_subscriber", floorPerSubscriber, factor))
                .setOvertime(rows)
                .setOvertimeStep(overtimeStep == null ? null : overtimeStep.setScale(TERM_SCALE))
                .setTimeZone(timeZone)
                .setValidFrom(validFrom)
                .setValidTo(validTo)
                .setSource(source)
                .build();
    }

    private static Long millionths(String name, BigDecimal share, BigDecimal factor) {
        BigDecimal term = exact(name, share, factor, Micros.SCALE);
        return term == null ? null : Micros.exact(term);
    }

    private static BigDecimal term(String name, BigDecimal term, BigDecimal factor) {
        BigDecimal exact = exact(name, term, factor, TERM_SCALE);
        return exact == null ? null : exact.setScale(TERM_SCALE);
    }

    /** Nothing is rounded: a rate that is a little off is off by much on a large pool. */
    private static BigDecimal exact(String name, BigDecimal term, BigDecimal factor, int scaleMax) {
        if (term == null) {
            return null;
        }
        BigDecimal product = term.multiply(factor).stripTrailingZeros();
        if (product.scale() > scaleMax) {
            throw new IllegalArgumentException(name + " " + term.toPlainString() + " times the ratio "
                    + factor.toPlainString() + " is " + product.toPlainString() + ", more than the " + scaleMax
                    + " decimals that an agreement can have: give a ratio with fewer decimals");
        }
        return product;
    }
}
