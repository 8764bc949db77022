package angklung.pool;

import angklung.avro.Agreement;
import angklung.avro.AllocationModel;
import angklung.avro.ClaimsPolicy;
import angklung.avro.CohortRate;
import angklung.avro.CohortRevenue;
import angklung.avro.IdleSubscribers;
import angklung.avro.LatePlays;
import angklung.avro.OvertimeFactor;
import angklung.avro.RevenueReport;
import angklung.avro.RightType;
import angklung.avro.ScreeningPolicy;
import angklung.model.Identifiers;
import angklung.money.Micros;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What stands against pricing a pool. A pool with an obstacle waits: a term that this release does not execute,
 * or an input that is missing, must never be taken as if it were not there.
 */
final class PriceabilityRules {
    /** Shortest track with overtime, in minutes rounded up: 37 CFR 385.21 begins above five minutes. */
    private static final int OVERTIME_MINUTES_MIN = 6;

    /** A hundred years: nothing is kept longer. */
    private static final int WINDOW_MAX = 1_200;

    /** Below it, the 24 decimals of weights would not tell a subscriber's plays apart. */
    private static final BigDecimal CAP_MIN = new BigDecimal("0.000001");

    private final Agreement terms;
    private final RevenueReport report;
    private final List<String> obstacles = new ArrayList<>();

    private PriceabilityRules(Agreement terms, RevenueReport report) {
        this.terms = terms;
        this.report = report;
    }

    /** Every obstacle in words, with what to do about it; empty if the pool can be priced. */
    static List<String> obstacles(Agreement terms, RevenueReport report) {
        PriceabilityRules rules = new PriceabilityRules(terms, report);
        rules.unknownValues();
        rules.termsOutOfRange();
        rules.cohortRatesOutOfRange();
        rules.minimaOutOfRange();
        rules.artistTerms();
        rules.overtimeTerms();
        rules.reportOutOfRange();
        rules.cohortRevenueOutOfRange();
        rules.inputsMissing();
        return List.copyOf(rules.obstacles);
    }

    /** A value that this release does not know was written by a newer one and may mean anything. */
    private void unknownValues() {
        unknown("right_type", terms.getRightType() == RightType.UNKNOWN);
        unknown("model", terms.getModel() == AllocationModel.UNKNOWN);
        unknown("claims", terms.getClaims() == ClaimsPolicy.UNKNOWN);
        unknown("screening", terms.getScreening() == ScreeningPolicy.UNKNOWN);
        unknown("idle_subscribers", terms.getIdleSubscribers() == IdleSubscribers.UNKNOWN);
        unknown("late_plays", terms.getLatePlays() == LatePlays.UNKNOWN);
    }

    private void unknown(String term, boolean unknown) {
        if (unknown) {
            obstacles.add("this release does not know the agreement's " + term + ": upgrade, or correct the agreement");
        }
    }

    private void termsOutOfRange() {
        wholeOrPart("revenue_share", terms.getRevenueShareMillionths());
        wholeOrPart("label_payments_share", terms.getLabelPaymentsShareMillionths());
        notNegative("per_play_minimum", terms.getPerPlayMinimum());
        notNegative("per_subscriber_minimum", terms.getPerSubscriberMinimum());
        notNegative("floor_per_subscriber", terms.getFloorPerSubscriber());
        if (terms.getRevenueShareMillionths() == null
                && terms.getCohortRates().isEmpty()
                && terms.getLabelPaymentsShareMillionths() == null
                && terms.getPerPlayMinimum() == null
                && terms.getPerSubscriberMinimum() == null) {
            obstacles.add("the agreement has none of revenue_share, label_payments_share, per_play_minimum and"
                    + " per_subscriber_minimum: agree on one at least");
        }
    }

    private void cohortRatesOutOfRange() {
        Set<String> named = new HashSet<>();
        for (CohortRate rate : terms.getCohortRates()) {
            wholeOrPart("revenue_share of cohort " + rate.getCohort(), rate.getRevenueShareMillionths());
            if (!named.add(rate.getCohort())) {
                agreement("has two rates for the cohort " + rate.getCohort());
            }
        }
    }

    private void minimaOutOfRange() {
        notNegativeTerm("minimum_track_plays", terms.getMinimumTrackPlays());
        int window = terms.getMinimumTrackWindow();
        if (window < 1 || window > WINDOW_MAX) {
            agreement("has a minimum_track_window of " + window + ", which is not within 1 to " + WINDOW_MAX);
        }
    }

    private void artistTerms() {
        notNegativeTerm("artist_min_plays", terms.getArtistMinPlays());
        notNegativeTerm("artist_min_listeners", terms.getArtistMinListeners());
        positive("artist_boost", terms.getArtistBoost());
        positive("active_boost", terms.getActiveBoost());
        atLeast(CAP_MIN, "subscriber_cap", terms.getSubscriberCap());
        onlyOf(AllocationModel.ARTIST_CENTRIC, "artist_min_plays", isMinimum(terms.getArtistMinPlays()));
        onlyOf(AllocationModel.ARTIST_CENTRIC, "artist_min_listeners", isMinimum(terms.getArtistMinListeners()));
        onlyOf(AllocationModel.ARTIST_CENTRIC, "artist_boost", isBoost(terms.getArtistBoost()));
        onlyOf(AllocationModel.ARTIST_CENTRIC, "active_boost", isBoost(terms.getActiveBoost()));
        onlyOf(AllocationModel.ARTIST_CENTRIC, "subscriber_cap", terms.getSubscriberCap() != null);
    }

    /** 0 is what holds without a minimum. */
    private static boolean isMinimum(Long minimum) {
        return minimum != null && minimum != 0;
    }

    /** The factor 1 is what holds without a boost. */
    private static boolean isBoost(BigDecimal factor) {
        return factor != null && factor.compareTo(BigDecimal.ONE) != 0;
    }

    private void overtimeTerms() {
        int before = OVERTIME_MINUTES_MIN - 1;
        for (OvertimeFactor row : terms.getOvertime()) {
            int minutes = row.getTrackMinutes();
            if (minutes < OVERTIME_MINUTES_MIN) {
                agreement("has overtime for tracks of " + minutes + " minutes, but none is due below "
                        + OVERTIME_MINUTES_MIN);
            } else if (minutes <= before) {
                agreement("has overtime for " + minutes + " minutes after that for " + before
                        + ": rows must ascend");
            }
            before = Math.max(before, minutes);
            positive("overtime factor for " + minutes + " minutes", row.getFactor());
        }
        notNegative("overtime_step", terms.getOvertimeStep());
        if (terms.getOvertimeStep() != null && terms.getOvertime().isEmpty()) {
            agreement("has an overtime_step, but no overtime that it could add to");
        }
        onlyOf(AllocationModel.MARKET_CENTRIC, "overtime", !terms.getOvertime().isEmpty());
    }

    /** A term that the model has no use for was meant for something else: to pay without it would pay otherwise. */
    private void onlyOf(AllocationModel model, String term, boolean agreed) {
        if (agreed && terms.getModel() != model && terms.getModel() != AllocationModel.UNKNOWN) {
            agreement("has " + term + ", which belongs to the model " + model + ", not to " + terms.getModel());
        }
    }

    private void agreement(String what) {
        obstacles.add("the agreement " + what + ": correct the agreement");
    }

    private void positive(String term, BigDecimal factor) {
        if (factor != null && factor.signum() <= 0) {
            agreement("has the " + term + " " + factor.toPlainString() + ", which is not above 0");
        }
    }

    private void atLeast(BigDecimal least, String term, BigDecimal number) {
        if (number != null && number.compareTo(least) < 0) {
            agreement("has the " + term + " " + number.toPlainString() + ", which is below " + least.toPlainString());
        }
    }

    private void notNegativeTerm(String term, Long count) {
        if (count != null && count < 0) {
            agreement("has the " + term + " " + count + ", which is negative");
        }
    }

    private void wholeOrPart(String term, Long millionths) {
        if (millionths != null && (millionths < 0 || millionths > Micros.PER_UNIT)) {
            obstacles.add("the agreement's " + term + " of " + Micros.toPlain(millionths)
                    + " is not within 0 to 1: correct the agreement");
        }
    }

    private void notNegative(String term, BigDecimal amount) {
        if (amount != null && amount.signum() < 0) {
            obstacles.add("the agreement's " + term + " of " + amount.toPlainString()
                    + " is negative: correct the agreement");
        }
    }

    private void reportOutOfRange() {
        if (!Identifiers.isCurrency(report.getCurrency())) {
            obstacles.add("the currency '" + report.getCurrency() + "' of revision " + report.getRevision()
                    + " is no ISO 4217 code: report revenue again with a higher revision");
        }
        notNegative("net_revenue_micros", report.getNetRevenueMicros());
        notNegative("subscribers", report.getSubscribers());
        notNegative("label_payments_micros", report.getLabelPaymentsMicros());
        notNegative("performance_royalties_micros", report.getPerformanceRoyaltiesMicros());
        if (report.getRevision() < 1) {
            obstacles.add("revision " + report.getRevision()
                    + " of the revenue report is below 1: report revenue again with a higher revision");
        }
    }

    private void notNegative(String field, Long value) {
        if (value != null && value < 0) {
            obstacles.add("the " + field + " of " + value + " in revision " + report.getRevision()
                    + " is negative: report revenue again with a higher revision");
        }
    }

    private void cohortRevenueOutOfRange() {
        Set<String> named = new HashSet<>();
        BigInteger sum = BigInteger.ZERO;
        for (CohortRevenue cohort : report.getCohorts()) {
            notNegative("net_revenue_micros of cohort " + cohort.getCohort(), cohort.getNetRevenueMicros());
            if (!named.add(cohort.getCohort())) {
                obstacles.add("revision " + report.getRevision() + " of the revenue report has the cohort "
                        + cohort.getCohort() + " twice: report revenue again with a higher revision");
            }
            sum = sum.add(BigInteger.valueOf(cohort.getNetRevenueMicros()));
        }
        if (sum.compareTo(BigInteger.valueOf(report.getNetRevenueMicros())) > 0) {
            obstacles.add("the cohorts in revision " + report.getRevision() + " of the revenue report have " + sum
                    + " micros together, more than the net_revenue_micros of " + report.getNetRevenueMicros()
                    + ": report revenue again with a higher revision");
        }
    }

    private void inputsMissing() {
        if (!terms.getCohortRates().isEmpty()
                && terms.getRevenueShareMillionths() == null
                && CohortRules.otherRevenue(terms, report).signum() > 0) {
            obstacles.add("revision " + report.getRevision() + " of the revenue report has "
                    + Prong.plain(CohortRules.otherRevenue(terms, report))
                    + " of no cohort that a rate is agreed for, and no revenue_share is: agree on one");
        }
        if (terms.getModel() == AllocationModel.USER_CENTRIC) {
            missing("idle_subscribers HOLD", terms.getIdleSubscribers() == IdleSubscribers.HOLD ? true : null,
                    "subscribers", report.getSubscribers());
        }
        missing("label_payments_share", terms.getLabelPaymentsShareMillionths(),
                "label_payments", report.getLabelPaymentsMicros());
        missing("per_subscriber_minimum", terms.getPerSubscriberMinimum(), "subscribers", report.getSubscribers());
        missing("floor_per_subscriber", terms.getFloorPerSubscriber(), "subscribers", report.getSubscribers());
    }

    private void missing(String term, Object agreed, String input, Long reported) {
        if (agreed != null && reported == null) {
            obstacles.add(term + " is agreed, but revision " + report.getRevision() + " of the revenue report has no "
                    + input + ": report " + input + " with a higher revision");
        }
    }
}
