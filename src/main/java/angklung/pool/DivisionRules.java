package angklung.pool;

import angklung.avro.Agreement;
import angklung.avro.AllocationModel;
import angklung.avro.AuthorshipPolicy;
import angklung.avro.IdleSubscribers;
import angklung.avro.PricingStep;
import angklung.avro.RevenueReport;
import angklung.avro.ScreeningPolicy;
import angklung.model.Weighing;
import angklung.model.Weight;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a pool is divided, and the words for it on the rate sheet: who counts how much, who is left out and where
 * their part goes. No amount rests on these steps; they come behind those of the price. The result of each is a number,
 * a weight or a count; what it means is in its formula.
 */
final class DivisionRules {
    /** Plays found artificial. These and the next are among the plays of the pool, and take no part. */
    private static final String SCREENED = "SCREENED";

    /** Plays of recordings on which a policy leaves nobody a claim. */
    private static final String AUTHORSHIP = "AUTHORSHIP";

    /** Plays of recordings below the minimum. */
    private static final String BELOW_MINIMUM = "BELOW_MINIMUM";

    private static final String WITH_PLAYS = "subscribers_with_plays";

    private DivisionRules() {}

    /** Each play weighs 1 and nothing is left out: no more than the totals is needed. */
    static Division byPlays(WantedWeights wanted, AppliedPolicies policies, UsageTotal usage) {
        BucketWeights weights = BucketWeights.ofPlays(usage);
        List<PricingStep> steps = new ArrayList<>();
        steps.add(weighing(wanted.weighing(), weights.total()));
        if (!policies.inOrder().isEmpty()) {
            steps.add(authorship(policies, 0));
        }
        steps.add(total(weights.total(), BigInteger.ZERO));
        return new Division(wanted, policies, weights, BigInteger.ZERO, new TreeMap<>(), steps);
    }

    /** By weights that the tally was asked for; none of them is missing. */
    static Division byAnswer(
            WantedWeights wanted,
            AppliedPolicies policies,
            WeightAnswer answer,
            Agreement terms,
            RevenueReport report) {
        LeftOut leftOut = answer.leftOut();
        List<PricingStep> steps = new ArrayList<>();
        steps.add(weighing(wanted.weighing(), answer.weightBeforeExclusion()));
        steps.addAll(screening(wanted.screening(), leftOut));
        if (!policies.inOrder().isEmpty()) {
            steps.add(authorship(policies, leftOut.authorshipPlays()));
        }
        BigInteger idle = BigInteger.ZERO;
        if (terms.getModel() == AllocationModel.USER_CENTRIC) {
            long active = answer.weightBeforeExclusion().divide(Weight.ONE).longValueExact();
            steps.add(subscribersWithPlays(active, wanted.screening()));
            if (report.getSubscribers() != null) {
                boolean held = terms.getIdleSubscribers() == IdleSubscribers.HOLD;
                long idleCount = idle(report.getSubscribers(), active);
                steps.add(idleSubscribers(held, report.getSubscribers(), active, idleCount));
                idle = held ? Weight.ofPlays(idleCount) : BigInteger.ZERO;
            }
        }
        if (wanted.minimum() != null) {
            steps.add(minimum(wanted, leftOut));
        }
        steps.add(total(answer.weights().total(), idle));
        return new Division(wanted, policies, answer.weights(), idle, excluded(leftOut), steps);
    }

    private static SortedMap<String, Long> excluded(LeftOut leftOut) {
        SortedMap<String, Long> excluded = new TreeMap<>();
        excluded.put(SCREENED, leftOut.screenedPlays());
        excluded.put(AUTHORSHIP, leftOut.authorshipPlays());
        excluded.put(BELOW_MINIMUM, leftOut.belowMinimumPlays());
        excluded.values().removeIf(plays -> plays == 0);
        return excluded;
    }

    /** A service may report fewer subscribers than have played, those at the end of the month for example. */
    private static long idle(long subscribers, long active) {
        return Math.max(0, subscribers - active);
    }

    private static PricingStep weighing(Weighing weighing, BigInteger weight) {
        Map<String, String> inputs = new LinkedHashMap<>();
        inputs.put("weighting", weighing.toString());
        String rule = "each royalty-bearing play weighs 1";
        if (weighing instanceof Weighing.Overtime overtime) {
            rule = "a play of a track longer than five minutes weighs the factor of its length, any other play 1";
            overtime.factors().forEach((minutes, factor) ->
                    inputs.put("factor from " + minutes + " minutes", factor.toPlainString()));
            inputs.put("added by each further minute", overtime.step().toPlainString());
        } else if (weighing instanceof Weighing.Artist artist) {
            rule = artistRule(artist, inputs);
        } else if (weighing.equals(Weighing.SUBSCRIBERS)) {
            rule = "each subscriber with a royalty-bearing play weighs 1, divided over that subscriber's own plays";
        }
        return step("weighing", rule, inputs, BucketWeights.text(weight));
    }

    /** Listeners are counted exactly whatever their number: all plays of a subscriber come to one intake task. */
    private static String artistRule(Weighing.Artist artist, Map<String, String> inputs) {
        inputs.put("artist_min_plays", String.valueOf(artist.minPlays()));
        inputs.put("artist_min_listeners", String.valueOf(artist.minListeners()));
        inputs.put("artist_boost", artist.artistBoost().toPlainString());
        inputs.put("active_boost", artist.activeBoost().toPlainString());
        String rule = "a play weighs artist_boost if an artist of the recording has at least artist_min_plays plays"
                + " and artist_min_listeners unique listeners in the period, over the service and territory, else 1,"
                + " times active_boost if the listener chose it; ";
        if (artist.cap() != null) {
            inputs.put("subscriber_cap", artist.cap().toPlainString());
            rule += "the weights of a subscriber above subscriber_cap are scaled down to it; ";
        }
        return rule + "unique listeners are exact, not estimated: each subscriber is counted in one place";
    }

    private static List<PricingStep> screening(ScreeningPolicy policy, LeftOut leftOut) {
        return switch (policy) {
            case REBASE -> List.of(screened(
                    "screened plays, excluded",
                    "plays found artificial take no part unless they were released; the pool is divided over the rest",
                    policy, "plays_excluded", leftOut.screenedPlays()));
            case HOLD -> List.of(
                    screened(
                            "screened plays, excluded",
                            "plays confirmed as artificial take no part; the pool is divided over the rest",
                            policy, "plays_excluded", leftOut.screenedPlays()),
                    screened(
                            "screened plays, held",
                            "plays found artificial that nobody has decided on weigh as any other; their part is held",
                            policy, "plays_held", leftOut.heldPlays()));
            case NONE, UNKNOWN -> List.of();
        };
    }

    private static PricingStep screened(String name, String rule, ScreeningPolicy policy, String count, long plays) {
        Map<String, String> inputs = new LinkedHashMap<>();
        inputs.put("screening", policy.toString());
        inputs.put(count, String.valueOf(plays));
        return step(name, rule, inputs, String.valueOf(plays));
    }

    /** @param plays those on which a policy leaves nobody a claim */
    private static PricingStep authorship(AppliedPolicies policies, long plays) {
        Map<String, String> inputs = new LinkedHashMap<>();
        for (AuthorshipPolicy policy : policies.inOrder()) {
            inputs.put(PolicyRules.name(policy), policy.getEffect().toString());
        }
        return step("plays excluded by authorship",
                "of the policies about a contribution on a day one decides: a society's before the territory's, one"
                        + " for the right before one for all, then the latest; TAG pays it and says so, HOLD holds its"
                        + " part, EXCLUDE gives its part to the other claims; plays on which nobody else has a claim"
                        + " take no part",
                inputs, String.valueOf(plays));
    }

    private static PricingStep subscribersWithPlays(long active, ScreeningPolicy screening) {
        String rule = "subscribers with a royalty-bearing play in the pool";
        if (screening != ScreeningPolicy.NONE) {
            rule += " that is not excluded as artificial";
        }
        return step("subscribers with plays", rule, Map.of(WITH_PLAYS, String.valueOf(active)), String.valueOf(active));
    }

    private static PricingStep idleSubscribers(boolean held, long subscribers, long active, long idle) {
        Map<String, String> inputs = new LinkedHashMap<>();
        inputs.put("subscribers", String.valueOf(subscribers));
        inputs.put(WITH_PLAYS, String.valueOf(active));
        // Held: each weighs 1, and that part of the pool goes to a hold account. Spread: the others have it.
        return step(held ? "idle subscribers, held" : "idle subscribers, spread",
                "max(subscribers - " + WITH_PLAYS + ", 0)", inputs, String.valueOf(idle));
    }

    private static PricingStep minimum(WantedWeights wanted, LeftOut leftOut) {
        Map<String, String> inputs = new LinkedHashMap<>();
        inputs.put("minimum_track_plays", wanted.minimum().toString());
        inputs.put("minimum_track_window", String.valueOf(wanted.window()));
        inputs.put("recordings_below_minimum", String.valueOf(leftOut.belowMinimumRecordings()));
        inputs.put("plays_below_minimum", String.valueOf(leftOut.belowMinimumPlays()));
        return step("weight below the minimum",
                "recordings with fewer than minimum_track_plays plays over minimum_track_window periods, this one"
                        + " included, take no part; the pool is divided over the rest",
                inputs, BucketWeights.text(leftOut.belowMinimumWeight()));
    }

    private static PricingStep total(BigInteger recordings, BigInteger idle) {
        Map<String, String> inputs = new LinkedHashMap<>();
        inputs.put("weight of recordings", BucketWeights.text(recordings));
        inputs.put("weight of idle subscribers held", BucketWeights.text(idle));
        return step("total weight", "weight of recordings + weight of idle subscribers held", inputs,
                BucketWeights.text(recordings.add(idle)));
    }

    private static PricingStep step(String name, String formula, Map<String, String> inputs, String result) {
        return new PricingStep(name, formula, inputs, result, false);
    }
}
