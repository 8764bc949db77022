package angklung.pool;

import angklung.avro.Agreement;
import angklung.avro.AllocationModel;
import angklung.avro.IdleSubscribers;
import angklung.avro.PricingStep;
import angklung.avro.RevenueReport;
import angklung.model.Weighing;
import angklung.model.Weight;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a pool is divided, and the words for it on the rate sheet: who counts how much, who is left out and where
 * their part goes. No amount rests on these steps; they come behind those of the price. The result of each is a number,
 * a weight or a count; what it means is in its formula.
 */
final class DivisionRules {
    private static final String WITH_PLAYS = "subscribers_with_plays";

    private DivisionRules() {}

    /** Each play weighs 1 and nothing is left out: no more than the totals is needed. */
    static Division byPlays(WantedWeights wanted, UsageTotal usage) {
        BucketWeights weights = BucketWeights.ofPlays(usage);
        List<PricingStep> steps =
                List.of(weighing(wanted.weighing(), weights.total()), total(weights.total(), BigInteger.ZERO));
        return new Division(wanted, weights, BigInteger.ZERO, 0, steps);
    }

    /** By weights that the tally was asked for; none of them is missing. */
    static Division byAnswer(WantedWeights wanted, WeightAnswer answer, Agreement terms, RevenueReport report) {
        List<PricingStep> steps = new ArrayList<>();
        steps.add(weighing(wanted.weighing(), answer.weightBeforeExclusion()));
        BigInteger idle = BigInteger.ZERO;
        if (terms.getModel() == AllocationModel.USER_CENTRIC) {
            long active = answer.weightBeforeExclusion().divide(Weight.ONE).longValueExact();
            steps.add(subscribersWithPlays(active));
            if (report.getSubscribers() != null) {
                boolean held = terms.getIdleSubscribers() == IdleSubscribers.HOLD;
                long idleCount = idle(report.getSubscribers(), active);
                steps.add(idleSubscribers(held, report.getSubscribers(), active, idleCount));
                idle = held ? Weight.ofPlays(idleCount) : BigInteger.ZERO;
            }
        }
        if (wanted.minimum() != null) {
            steps.add(minimum(wanted, answer));
        }
        steps.add(total(answer.weights().total(), idle));
        return new Division(wanted, answer.weights(), idle, answer.excludedPlays(), steps);
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

    private static PricingStep subscribersWithPlays(long active) {
        return step("subscribers with plays", "subscribers with a royalty-bearing play in the pool",
                Map.of(WITH_PLAYS, String.valueOf(active)), String.valueOf(active));
    }

    private static PricingStep idleSubscribers(boolean held, long subscribers, long active, long idle) {
        Map<String, String> inputs = new LinkedHashMap<>();
        inputs.put("subscribers", String.valueOf(subscribers));
        inputs.put(WITH_PLAYS, String.valueOf(active));
        // Held: each weighs 1, and that part of the pool goes to a hold account. Spread: the others have it.
        return step(held ? "idle subscribers, held" : "idle subscribers, spread",
                "max(subscribers - " + WITH_PLAYS + ", 0)", inputs, String.valueOf(idle));
    }

    private static PricingStep minimum(WantedWeights wanted, WeightAnswer answer) {
        Map<String, String> inputs = new LinkedHashMap<>();
        inputs.put("minimum_track_plays", wanted.minimum().toString());
        inputs.put("minimum_track_window", String.valueOf(wanted.window()));
        inputs.put("recordings_below_minimum", String.valueOf(answer.excludedRecordings()));
        inputs.put("plays_below_minimum", String.valueOf(answer.excludedPlays()));
        return step("weight below the minimum",
                "recordings with fewer than minimum_track_plays plays over minimum_track_window periods, this one"
                        + " included, take no part; the pool is divided over the rest",
                inputs, BucketWeights.text(answer.excludedWeight()));
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
