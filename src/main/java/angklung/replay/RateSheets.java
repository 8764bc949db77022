package angklung.replay;

import angklung.avro.AuthorshipPolicy;
import angklung.avro.PoolPlan;
import angklung.avro.PricingStep;
import angklung.model.OfferingKey;
import angklung.model.Period;
import angklung.model.PoolKey;
import angklung.model.Weighing;
import angklung.money.Micros;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every rate sheet as one row: what went in, what each term came to, which one decided, and what came out. */
public final class RateSheets implements Consumer<PoolPlan> {
    /** The terms of a price, by the names of the agreement; one decides. */
    private static final List<String> TERMS = List.of(
            "revenue_share", "label_payments_share", "per_play_minimum", "per_subscriber_minimum",
            "floor_per_subscriber");

    /** What the terms are multiplied by or lessened by, by the names of the revenue report. */
    private static final List<String> INPUTS =
            List.of("net_revenue", "label_payments", "subscribers", "performance_royalties");

    /** Step that counts them. */
    private static final String SUBSCRIBERS_WITH_PLAYS = "subscribers with plays";

    /** Plays of recordings that the agreement's minimum leaves out. */
    private static final String BELOW_MINIMUM = "BELOW_MINIMUM";

    /** Plays found artificial that weigh nothing. */
    private static final String SCREENED = "SCREENED";

    /** Plays of recordings on which authorship policies leave nobody a claim. */
    private static final String AUTHORSHIP = "AUTHORSHIP";

    private final SortedMap<Sheet, PoolPlan> plans = new TreeMap<>();

    /** One version of a pool. */
    public record Sheet(String pool, int version) implements Comparable<Sheet> {
        private static final Comparator<Sheet> ORDER =
                Comparator.comparing(Sheet::pool).thenComparingInt(Sheet::version);

        @Override
        public int compareTo(Sheet other) {
            return ORDER.compare(this, other);
        }
    }

    @Override
    public void accept(PoolPlan plan) {
        plans.put(new Sheet(plan.getPool(), plan.getVersion()), plan);
    }

    /** By pool and version. */
    public SortedMap<Sheet, PoolPlan> all() {
        return plans;
    }

    /** The last version of every pool, by pool. */
    public SortedMap<String, PoolPlan> latest() {
        SortedMap<String, PoolPlan> latest = new TreeMap<>();
        plans.forEach((sheet, plan) -> latest.put(sheet.pool(), plan)); // versions ascend
        return latest;
    }

    /**
     * Whether some version of a pool has been priced.
     *
     * @param pool its identifier, or that without the currency
     */
    boolean hasPool(String pool) {
        return plans.keySet().stream()
                .anyMatch(sheet -> sheet.pool().equals(pool) || sheet.pool().startsWith(pool + "/"));
    }

    /** The part of those who played nothing, in words. */
    String idle(String pool, int version) {
        PoolPlan plan = plans.get(new Sheet(pool, version));
        return plan == null
                ? "no such rate sheet"
                : "idle weight " + plain(plan.getIdleWeight()) + " of " + plain(plan.getTotalWeight());
    }

    static List<String> header() {
        List<String> header = new ArrayList<>(List.of(
                "pool", "version", "period", "dsp", "territory", "offering", "right_type", "currency",
                "revenue_revision", "model", "agreement_valid_from"));
        header.addAll(INPUTS);
        for (String term : TERMS) {
            header.add(term);
            header.add(term + "_amount");
        }
        header.addAll(List.of(
                "winner", "amount", "previous_amount", "plays", "plays_excluded", "excluded_reasons", "weighting",
                "total_weight", "rate_per_play", "usage_revision", "reason", "minimum_track_plays",
                "minimum_track_window", "plays_below_minimum", "subscribers_with_plays", "idle_weight",
                "agreement_source", "screening", "plays_screened", "plays_without_authors", "rights_only",
                "authorship_policies", "policy_effects"));
        return header;
    }

    /** @param effects of authorship policies on the version, in words */
    static List<String> row(PoolPlan plan, String effects) {
        PoolKey pool = PoolKey.parse(plan.getPool());
        OfferingKey offering = pool.offering();
        Period period = pool.period();
        List<String> row = new ArrayList<>(List.of(
                plan.getPool(), String.valueOf(plan.getVersion()), period.toString(), offering.dsp(),
                offering.territory(), offering.offering(), pool.rightType(), pool.currency(),
                String.valueOf(plan.getRevenueRevision()), plan.getModel().name(),
                plan.getAgreementValidFrom().toString()));
        INPUTS.forEach(input -> row.add(input(plan, input)));
        for (String term : TERMS) {
            row.add(input(plan, term));
            row.add(step(plan, term).map(PricingStep::getResult).orElse(""));
        }
        row.add(winner(plan));
        row.add(Micros.toPlain(plan.getAmountMicros()));
        row.add(Micros.toPlain(plan.getPreviousAmountMicros()));
        row.add(String.valueOf(plan.getPlays()));
        row.add(String.valueOf(
                plan.getExcluded().values().stream().mapToLong(Long::longValue).sum()));
        row.add(excluded(plan));
        row.add(plan.getWeighting());
        row.add(plain(plan.getTotalWeight()));
        row.add(plan.getRatePerPlay().toPlainString());
        row.add(String.valueOf(plan.getUsageRevision()));
        row.add(plan.getReason());
        boolean minimum = plan.getMinimumTrackPlays() != null;
        row.add(minimum ? String.valueOf(plan.getMinimumTrackPlays()) : "");
        row.add(minimum ? String.valueOf(plan.getMinimumTrackWindow()) : "");
        row.add(String.valueOf(plan.getExcluded().getOrDefault(BELOW_MINIMUM, 0L)));
        row.add(subscribersWithPlays(plan));
        row.add(plain(plan.getIdleWeight()));
        row.add(plan.getAgreementSource() == null ? "" : plan.getAgreementSource());
        row.add(plan.getScreening().name());
        row.add(String.valueOf(plan.getExcluded().getOrDefault(SCREENED, 0L)));
        row.add(String.valueOf(plan.getExcluded().getOrDefault(AUTHORSHIP, 0L)));
        row.add(String.valueOf(plan.getRightsOnly()));
        row.add(plan.getAuthorshipPolicies().stream().map(RateSheets::policy).collect(Collectors.joining("; ")));
        row.add(effects);
        return row;
    }

    /** As earnings name it, with the right behind it if it is about one. */
    private static String policy(AuthorshipPolicy policy) {
        String right = policy.getRightType() == null ? "" : " " + policy.getRightType();
        return policy.getHolderKind() + " " + policy.getHolder() + "@" + policy.getValidFrom() + " "
                + policy.getAuthorship() + " " + policy.getEffect() + right;
    }

    /** Stated by the plan; else each of them weighs 1, unless some of that weight is excluded. */
    private static String subscribersWithPlays(PoolPlan plan) {
        String stated = plan.getSteps().stream()
                .filter(step -> step.getName().equals(SUBSCRIBERS_WITH_PLAYS))
                .map(PricingStep::getResult)
                .findFirst()
                .orElse("");
        boolean weighed = plan.getWeighting().equals(Weighing.SUBSCRIBERS.toString())
                && Stream.of(BELOW_MINIMUM, SCREENED, AUTHORSHIP)
                        .allMatch(reason -> plan.getExcluded().getOrDefault(reason, 0L) == 0);
        return stated.isEmpty() && weighed ? plain(plan.getTotalWeight().subtract(plan.getIdleWeight())) : stated;
    }

    private static String plain(BigDecimal weight) {
        return weight.stripTrailingZeros().toPlainString();
    }

    /** The term that the amount rests on. */
    static String winner(PoolPlan plan) {
        return TERMS.stream()
                .filter(term -> step(plan, term).map(PricingStep::getApplies).orElse(false))
                .findFirst()
                .orElse("");
    }

    private static String excluded(PoolPlan plan) {
        return new TreeMap<>(plan.getExcluded())
                .entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).collect(Collectors.joining(" "));
    }

    private static Optional<PricingStep> step(PoolPlan plan, String term) {
        return plan.getSteps().stream()
                .filter(step -> step.getFormula().startsWith(term + " * "))
                .findFirst();
    }

    private static String input(PoolPlan plan, String name) {
        return plan.getSteps().stream()
                .map(PricingStep::getInputs)
                .map(inputs -> inputs.get(name))
                .filter(value -> value != null)
                .findFirst()
                .orElse("");
    }
}
