package angklung.pool;

import angklung.avro.Agreement;
import angklung.avro.AllocationModel;
import angklung.avro.ClaimsPolicy;
import angklung.avro.IdleSubscribers;
import angklung.avro.LatePlays;
import angklung.avro.RevenueReport;
import angklung.avro.RightType;
import angklung.avro.ScreeningPolicy;
import angklung.model.Identifiers;
import angklung.money.Micros;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands against pricing a pool. A pool with an obstacle waits: a term that this release does not execute,
 * or an input that is missing, must never be taken as if it were not there.
 */
final class PriceabilityRules {
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
        rules.termsNotExecuted();
        rules.termsOutOfRange();
        rules.reportOutOfRange();
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
    }

    private void unknown(String term, boolean unknown) {
        if (unknown) {
            obstacles.add("this release does not know the agreement's " + term + ": upgrade, or correct the agreement");
        }
    }

    private void termsNotExecuted() {
        AllocationModel model = terms.getModel();
        notExecuted("model " + model, model != AllocationModel.MARKET_CENTRIC && model != AllocationModel.UNKNOWN);
        ScreeningPolicy screening = terms.getScreening();
        notExecuted("screening " + screening,
                screening != ScreeningPolicy.NONE && screening != ScreeningPolicy.UNKNOWN);
        notExecuted("late_plays " + terms.getLatePlays(), terms.getLatePlays() == LatePlays.RESTATE);
        notExecuted("minimum_track_plays", terms.getMinimumTrackPlays() != null);
        notExecuted("artist_min_plays", terms.getArtistMinPlays() != null);
        notExecuted("artist_min_listeners", terms.getArtistMinListeners() != null);
        notExecuted("artist_boost", isBoost(terms.getArtistBoost()));
        notExecuted("active_boost", isBoost(terms.getActiveBoost()));
        notExecuted("subscriber_cap", terms.getSubscriberCap() != null);
    }

    /** The factor 1 is what holds without a boost. */
    private static boolean isBoost(BigDecimal factor) {
        return factor != null && factor.compareTo(BigDecimal.ONE) != 0;
    }

    private void notExecuted(String term, boolean agreed) {
        if (agreed) {
            obstacles.add("this release does not execute " + term + ": upgrade, or correct the agreement");
        }
    }

    private void termsOutOfRange() {
        wholeOrPart("revenue_share", terms.getRevenueShareMillionths());
        wholeOrPart("label_payments_share", terms.getLabelPaymentsShareMillionths());
        notNegative("per_play_minimum", terms.getPerPlayMinimum());
        notNegative("per_subscriber_minimum", terms.getPerSubscriberMinimum());
        notNegative("floor_per_subscriber", terms.getFloorPerSubscriber());
        if (terms.getRevenueShareMillionths() == null
                && terms.getLabelPaymentsShareMillionths() == null
                && terms.getPerPlayMinimum() == null
                && terms.getPerSubscriberMinimum() == null) {
            obstacles.add("the agreement has none of revenue_share, label_payments_share, per_play_minimum and"
                    + " per_subscriber_minimum: agree on one at least");
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

    private void inputsMissing() {
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
