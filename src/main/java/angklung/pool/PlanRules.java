package angklung.pool;

import angklung.avro.Agreement;
import angklung.avro.PoolFact;
import angklung.avro.PoolPlan;
import angklung.avro.PoolStatus;
import angklung.avro.RevenueReport;
import angklung.avro.WeightRequest;
import angklung.model.Period;
import angklung.model.PoolKey;
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

    /** What is to be said about every pool, in order of right type. */
    static List<Outcome> all(Offering offering) {
        List<Outcome> outcomes = new ArrayList<>();
        for (String right : rights(offering)) {
            outcome(offering, right).ifPresent(outcomes::add);
        }
        return outcomes;
    }

    /** What of it was not said before, in order of right type. */
    static List<Outcome> news(Offering offering) {
        return all(offering).stream()
                .filter(outcome -> isNews(offering, outcome))
                .toList();
    }

    static boolean isNews(Offering offering, Outcome outcome) {
        return !outcome.standing().equals(offering.standing(outcome.right()));
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

    private static Optional<Outcome> outcome(Offering offering, String right) {
        RevenueReport report = offering.report();
        Standing before = offering.standing(right);
        if (before.isPlanned()) {
            List<String> causes = RestatementRules.causes(offering, right);
            return causes.isEmpty() ? Optional.empty() : Optional.of(restated(offering, right, causes));
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
        return Optional.of(priced(offering, right, RestatementRules.ORIGINAL));
    }

    private static Outcome restated(Offering offering, String right, List<String> causes) {
        if (RestatementRules.rightsOnly(causes)) {
            PoolPlan last = offering.lastPlans().apply(right);
            if (!AppliedPolicies.exclude(last.getAuthorshipPolicies())) {
                return dividedAnew(offering, right, last);
            }
        }
        RevenueReport report = offering.report();
        String reason = String.join("+", causes);
        Standing before = offering.standing(right);
        if (!report.getCurrency().equals(before.currency())) {
            return waiting(offering, right, PoolStatus.NOT_PRICEABLE, "revision " + report.getRevision()
                    + " of the revenue report is in " + report.getCurrency() + ", but the pool is in "
                    + before.currency() + ": report revenue in " + before.currency() + " with a higher revision");
        }
        if (!offering.agreements().containsKey(right)) {
            return waiting(offering, right, PoolStatus.NOT_PRICEABLE, "the pool is to be restated (" + reason
                    + "), but no agreement for " + right + " covers " + offering.key() + " in " + offering.period()
                    + " any more: import it again");
        }
        return priced(offering, right, reason);
    }

    /**
     * The last version once more, for the recordings whose rights were changed since: what each of them gets stays.
     * Where a policy excludes, who has a claim decides what a recording weighs, so that does not do.
     */
    private static Outcome dividedAnew(Offering offering, String right, PoolPlan last) {
        Standing before = offering.standing(right);
        if (last.getVersion() != before.version() || last.getAmountMicros() != before.amountMicros()) {
            throw new IllegalStateException("Version " + before.version() + " of " + before.amountMicros()
                    + " micros is the last of " + last.getPool() + ", but the plan that is kept is version "
                    + last.getVersion() + " of " + last.getAmountMicros());
        }
        Standing.Basis basis = new Standing.Basis(
                before.basis().revenueRevision(),
                offering.revision(),
                before.basis().terms(),
                before.basis().policies(),
                offering.policiesKnown(right));
        Standing after = before.planned(basis, before.amountMicros(), before.currency());
        return planned(
                right, after, before, PoolPlan.newBuilder(last).setRightsOnly(true), RestatementRules.CHANGED_RIGHTS);
    }

    private static Outcome priced(Offering offering, String right, String reason) {
        Agreement terms = offering.agreements().get(right);
        AppliedPolicies policies = offering.policies(right);
        Attempt attempt = AttemptRules.attempt(offering, terms, policies, null);
        if (attempt instanceof Attempt.Refused refused) {
            return waiting(offering, right, PoolStatus.NOT_PRICEABLE, refused.reason());
        }
        if (attempt instanceof Attempt.Weighs weighs) {
            return weighing(offering, right, weighs.request());
        }
        Attempt.Divided divided = (Attempt.Divided) attempt;
        Standing before = offering.standing(right);
        Standing.Basis basis = new Standing.Basis(
                offering.report().getRevision(),
                offering.revision(),
                TermsHash.of(terms),
                policies.fingerprint(),
                offering.policiesKnown(right));
        Standing after = before.planned(
                basis, divided.price().amountMicros(), offering.report().getCurrency());
        return planned(right, after, before, SheetRules.sheet(offering, terms, divided), reason);
    }

    private static Outcome planned(
            String right, Standing after, Standing before, PoolPlan.Builder sheet, String reason) {
        PoolPlan plan = sheet.setVersion(after.version())
                .setRateSheetId(sheet.getPool() + "@v" + after.version())
                .setReason(reason)
                .setPreviousAmountMicros(before.amountMicros())
                .build();
        return new Outcome(right, after, fact(plan), Optional.of(plan), Optional.empty());
    }

    /** The request is in the reason, so that to need another one is news. */
    private static Outcome weighing(Offering offering, String right, WeightRequest request) {
        Outcome waiting = waiting(offering, right, PoolStatus.WEIGHING,
                "the tally adds up the weights " + request.getRequest());
        return new Outcome(right, waiting.standing(), waiting.fact(), Optional.empty(), Optional.of(request));
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
        return new Outcome(right, after, fact, Optional.empty(), Optional.empty());
    }

    private static String name(Offering offering, String right, Standing standing) {
        if (standing.isPlanned()) {
            return new PoolKey(offering.key(), offering.period(), right, standing.currency()).toString();
        }
        String group = offering.key() + "/" + offering.period();
        return right.equals(NO_RIGHT) ? group : group + "/" + right;
    }

    private static PoolFact fact(PoolPlan plan) {
        return PoolFact.newBuilder()
                .setPool(plan.getPool())
                .setVersion(plan.getVersion())
                .setStatus(PoolStatus.PLANNED)
                .setPlanReason(plan.getReason())
                .setAmountMicros(plan.getAmountMicros())
                .setPreviousAmountMicros(plan.getPreviousAmountMicros())
                .setCurrency(plan.getCurrency())
                .setPlays(plan.getPlays())
                .build();
    }
}
