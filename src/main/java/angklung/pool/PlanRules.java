package angklung.pool;

import angklung.avro.Agreement;
import angklung.avro.PoolFact;
import angklung.avro.PoolPlan;
import angklung.avro.PoolStatus;
import angklung.avro.RevenueReport;
import angklung.model.Bucket;
import angklung.model.OfferingKey;
import angklung.model.Period;
import angklung.model.PoolKey;
import angklung.model.Weight;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is to be published about the pools of one offering and period, given all that is known: which are priced,
 * which wait and why. Asked again with the same knowledge there is no news.
 *
 * <p>Names of pools in facts: a priced pool has its full identifier; one that waits for its first price has no
 * currency yet and is named without it, {@code dsp/territory/offering/period/right type}; usage or revenue without
 * any agreement is {@code dsp/territory/offering/period}. The version in a fact is that of the plan, 0 while there
 * is none; a restatement that cannot be priced has the version that it would have got.
 */
final class PlanRules {
    /** Right of the standing of an offering without any agreement. */
    static final String NO_RIGHT = "";

    private static final String SHORT = "SHORT";

    private PlanRules() {}

    /** The agreements of one offering that cover a day of the period: for each right the one that began last. */
    static SortedMap<String, Agreement> covering(Collection<Agreement> agreements, Period period) {
        SortedMap<String, Agreement> byRight = new TreeMap<>();
        for (Agreement agreement : agreements) {
            if (covers(agreement, period)) {
                byRight.merge(agreement.getRightType().name(), agreement, PlanRules::later);
            }
        }
        return byRight;
    }

    private static boolean covers(Agreement agreement, Period period) {
        LocalDate end = agreement.getValidTo();
        return !agreement.getValidFrom().isAfter(period.lastDay()) && (end == null || end.isAfter(period.firstDay()));
    }

    private static Agreement later(Agreement a, Agreement b) {
        return b.getValidFrom().isAfter(a.getValidFrom()) ? b : a;
    }

    /** The news, in order of right type. */
    static List<Outcome> news(Offering offering) {
        List<Outcome> news = new ArrayList<>();
        for (String right : rights(offering)) {
            news(offering, right)
                    .filter(outcome -> !outcome.standing().equals(offering.standing(right)))
                    .ifPresent(news::add);
        }
        return news;
    }

    /** Those with an agreement, and those once planned even if their agreement was withdrawn since. */
    private static SortedSet<String> rights(Offering offering) {
        SortedSet<String> rights = new TreeSet<>(offering.agreements().keySet());
        offering.standings().forEach((right, standing) -> {
            if (standing.isPlanned()) {
                rights.add(right);
            }
        });
        if (rights.isEmpty()) {
            rights.add(NO_RIGHT);
        }
        return rights;
    }

    private static Optional<Outcome> news(Offering offering, String right) {
        RevenueReport report = offering.report();
        Standing before = offering.standing(right);
        if (before.isPlanned()) {
            return report.getRevision() > before.revision()
                    ? Optional.of(restated(offering, right, before))
                    : Optional.empty();
        }
        boolean played = offering.usage().plays() > 0;
        if (report == null && !played) {
            return Optional.empty(); // neither plays nor money: nothing to wait for
        }
        if (right.equals(NO_RIGHT)) {
            return Optional.of(waiting(offering, right, PoolStatus.NO_AGREEMENT, "no agreement covers "
                    + offering.key() + " in " + offering.period() + ": import one, or leave it unpaid"));
        }
        if (report == null) {
            return Optional.of(waiting(offering, right, PoolStatus.NO_REVENUE, "no revenue report for "
                    + offering.key() + " in " + offering.period() + ": report revenue"));
        }
        return Optional.of(priced(offering, right, before));
    }

    private static Outcome restated(Offering offering, String right, Standing before) {
        RevenueReport report = offering.report();
        if (!report.getCurrency().equals(before.currency())) {
            return waiting(offering, right, PoolStatus.NOT_PRICEABLE, "revision " + report.getRevision()
                    + " of the revenue report is in " + report.getCurrency() + ", but the pool is in "
                    + before.currency() + ": report revenue in " + before.currency() + " with a higher revision");
        }
        if (!offering.agreements().containsKey(right)) {
            return waiting(offering, right, PoolStatus.NOT_PRICEABLE, "revision " + report.getRevision()
                    + " restates revenue, but no agreement for " + right + " covers " + offering.key() + " in "
                    + offering.period() + " any more: import it again");
        }
        return priced(offering, right, before);
    }

    private static Outcome priced(Offering offering, String right, Standing before) {
        Agreement terms = offering.agreements().get(right);
        RevenueReport report = offering.report();
        Pricing pricing = PricingRules.price(terms, report, offering.usage().plays());
        if (pricing instanceof Pricing.NotPriceable not) {
            return waiting(offering, right, PoolStatus.NOT_PRICEABLE, not.reason());
        }
        Pricing.Priced price = (Pricing.Priced) pricing;
        Standing after = before.planned(report.getRevision(), price.amountMicros(), report.getCurrency());
        PoolPlan plan = plan(offering, terms, price, before, after);
        return new Outcome(right, after, fact(plan), Optional.of(plan));
    }

    private static Outcome waiting(Offering offering, String right, PoolStatus status, String reason) {
        Standing after = offering.standing(right).waiting(status, reason);
        PoolFact fact = PoolFact.newBuilder()
                .setPool(name(offering, right, after))
                .setVersion(after.isPlanned() ? Math.incrementExact(after.version()) : 0)
                .setStatus(status)
                .setPreviousAmountMicros(after.amountMicros())
                .setCurrency(after.currency())
                .setPlays(offering.usage().plays())
                .setReason(reason)
                .build();
        return new Outcome(right, after, fact, Optional.empty());
    }

    private static String name(Offering offering, String right, Standing standing) {
        if (standing.isPlanned()) {
            return new PoolKey(offering.key(), offering.period(), right, standing.currency()).toString();
        }
        String group = offering.key() + "/" + offering.period();
        return right.equals(NO_RIGHT) ? group : group + "/" + right;
    }

    private static PoolPlan plan(
            Offering offering, Agreement terms, Pricing.Priced price, Standing before, Standing after) {
        OfferingKey key = offering.key();
        UsageTotal usage = offering.usage();
        PoolKey pool = new PoolKey(key, offering.period(), terms.getRightType().name(), after.currency());
        int firstBucket = Bucket.firstOf(pool.toString());
        return PoolPlan.newBuilder()
                .setDsp(key.dsp())
                .setTerritory(key.territory())
                .setOffering(key.offering())
                .setPeriod(offering.period().toString())
                .setRightType(terms.getRightType())
                .setCurrency(after.currency())
                .setPool(pool.toString())
                .setVersion(after.version())
                .setRateSheetId(pool.rateSheetId(after.version()))
                .setRevenueRevision(after.revision())
                .setModel(terms.getModel())
                .setWeighting(UsageTotal.PLAYS)
                .setClaims(terms.getClaims())
                .setAgreementValidFrom(terms.getValidFrom())
                .setSteps(price.steps())
                .setAmountMicros(price.amountMicros())
                .setPreviousAmountMicros(before.amountMicros())
                .setPlays(usage.plays())
                .setExcluded(usage.shortPlays() > 0 ? Map.of(SHORT, usage.shortPlays()) : Map.of())
                .setTotalWeight(Weight.toDecimal(Weight.ofPlays(usage.totalWeight())))
                .setRatePerPlay(price.ratePerPlay())
                .setBucketPrefixes(usage.prefixes(firstBucket).stream()
                        .map(plays -> Weight.toDecimal(Weight.ofPlays(plays)))
                        .toList())
                .setFirstBucket(firstBucket)
                .build();
    }

    private static PoolFact fact(PoolPlan plan) {
        return PoolFact.newBuilder()
                .setPool(plan.getPool())
                .setVersion(plan.getVersion())
                .setStatus(PoolStatus.PLANNED)
                .setAmountMicros(plan.getAmountMicros())
                .setPreviousAmountMicros(plan.getPreviousAmountMicros())
                .setCurrency(plan.getCurrency())
                .setPlays(plan.getPlays())
                .build();
    }
}
