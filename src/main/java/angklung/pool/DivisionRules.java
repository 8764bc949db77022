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
 * their part goes. No amount rests on these steps; they come behind those of the price.
 */
final class DivisionRules {
    private DivisionRules() {}

    /** Each play weighs 1 and nothing is left out: no more than the totals is needed. */
    static Division byPlays(WantedWeights wanted, UsageTotal usage) {
        BucketWeights weights = BucketWeights.ofPlays(usage);
        List<PricingStep> steps = new ArrayList<>(weighing(wanted.weighing()));
        steps.add(total(weights.total(), BigInteger.ZERO));
        return new Division(wanted, weights, BigInteger.ZERO, 0, steps);
    }

    /** By weights that the tally was asked for; none of them is missing. */
    static Division byAnswer(WantedWeights wanted, WeightAnswer answer, Agreement terms, RevenueReport report) {
        List<PricingStep> steps = new ArrayList<>(weighing(wanted.weighing()));
        BigInteger idle = BigInteger.ZERO;
        if (terms.getModel() == AllocationModel.USER_CENTRIC) {
            long active = answer.weightBeforeExclusion().divide(Weight.ONE).longValueExact();
            idle = idleWeight(terms, report, active);
            steps.add(subscribersWithPlays(active));
            steps.add(idleSubscribers(terms, report, active));
        }
        if (wanted.minimum() != null) {
            steps.add(minimum(wanted, answer));
        }
        steps.add(total(answer.weights().total(), idle));
        return new Division(wanted, answer.weights(), idle, answer.excludedPlays(), steps);
    }

    private static BigInteger idleWeight(Agreement terms, RevenueReport report, long active) {
        return terms.getIdleSubscribers() == IdleSubscribers.HOLD
                ? Weight.ofPlays(idle(report.getSubscribers(), active))
                : BigInteger.ZERO;
    }

    /** A service may report fewer subscribers than have played, those at the end of the month for example. */
    private static long idle(long subscribers, long active) {
        return Math.max(0, subscribers - active);
    }

    private static List<PricingStep> weighing(Weighing weighing) {
        if (weighing instanceof Weighing.Overtime overtime) {
            Map<String, String> inputs = named(weighing);
            overtime.factors().forEach((minutes, factor) ->
                    inputs.put("factor from " + minutes + " minutes", factor.toPlainString()));
            inputs.put("added by each further minute", overtime.step().toPlainString());
            return List.of(step("weighing",
                    "a play of a track longer than five minutes weighs its factor, any other play 1", inputs,
                    "by plays, long tracks more"));
        }
        if (weighing instanceof Weighing.Artist artist) {
            return artist(artist);
        }
        return weighing.equals(Weighing.SUBSCRIBERS)
                ? List.of(step("weighing",
                        "each subscriber with a royalty-bearing play weighs 1, divided over that subscriber's own plays",
                        named(weighing), "by subscribers"))
                : List.of(step("weighing", "each royalty-bearing play weighs 1", named(weighing), "by plays"));
    }

    private static List<PricingStep> artist(Weighing.Artist artist) {
        Map<String, String> minima = new LinkedHashMap<>();
        minima.put("artist_min_plays", String.valueOf(artist.minPlays()));
        minima.put("artist_min_listeners", String.valueOf(artist.minListeners()));
        Map<String, String> boosts = named(artist);
        boosts.put("artist_boost", artist.artistBoost().toPlainString());
        boosts.put("active_boost", artist.activeBoost().toPlainString());
        List<PricingStep> steps = new ArrayList<>(List.of(
                step("artist minima",
                        "an artist is boosted from artist_min_plays plays by artist_min_listeners unique listeners on,"
                                + " in the period, over all offerings of the service in the territory",
                        minima,
                        "unique listeners are exact: all plays of a subscriber are counted in one place, so counts"
                                + " add up and nothing is estimated"),
                step("weighing",
                        "a play weighs artist_boost if an artist of the recording is boosted, else 1, times"
                                + " active_boost if the listener chose it",
                        boosts, "by plays, boosted")));
        if (artist.cap() != null) {
            steps.add(step("subscriber cap",
                    "the weights of a subscriber whose plays weigh more than subscriber_cap are scaled down to it",
                    Map.of("subscriber_cap", artist.cap().toPlainString()),
                    "no subscriber weighs more than " + artist.cap().toPlainString()));
        }
        return steps;
    }

    private static PricingStep subscribersWithPlays(long active) {
        return step("subscribers with plays", "subscribers with a royalty-bearing play in the pool", Map.of(),
                String.valueOf(active));
    }

    private static PricingStep idleSubscribers(Agreement terms, RevenueReport report, long active) {
        Map<String, String> inputs = new LinkedHashMap<>();
        inputs.put("idle_subscribers", terms.getIdleSubscribers().name());
        inputs.put("subscribers with plays", String.valueOf(active));
        Long subscribers = report.getSubscribers();
        if (subscribers != null) {
            inputs.put("subscribers", subscribers.toString());
        }
        String count = subscribers == null ? "not reported" : String.valueOf(idle(subscribers, active));
        String effect = terms.getIdleSubscribers() == IdleSubscribers.HOLD
                ? "held: each weighs 1, and their part goes to a hold account"
                : "spread: their part is in that of the subscribers with plays";
        return step("idle subscribers", "max(subscribers - subscribers with plays, 0)", inputs,
                count + ", " + effect);
    }

    private static PricingStep minimum(WantedWeights wanted, WeightAnswer answer) {
        Map<String, String> inputs = new LinkedHashMap<>();
        inputs.put("minimum_track_plays", wanted.minimum().toString());
        inputs.put("minimum_track_window", String.valueOf(wanted.window()));
        inputs.put("recordings below", String.valueOf(answer.excludedRecordings()));
        inputs.put("plays of these", String.valueOf(answer.excludedPlays()));
        inputs.put("weight of these", BucketWeights.text(answer.excludedWeight()));
        return step("minimum plays",
                "a recording with fewer than minimum_track_plays plays in the last minimum_track_window periods, this"
                        + " one included, takes no part",
                inputs,
                answer.excludedRecordings() + " recordings with " + answer.excludedPlays()
                        + " plays take no part; the pool is divided over the rest");
    }

    private static PricingStep total(BigInteger recordings, BigInteger idle) {
        Map<String, String> inputs = new LinkedHashMap<>();
        inputs.put("recordings", BucketWeights.text(recordings));
        inputs.put("idle subscribers held", BucketWeights.text(idle));
        return step("total weight", "recordings + idle subscribers held", inputs,
                BucketWeights.text(recordings.add(idle)));
    }

    private static Map<String, String> named(Weighing weighing) {
        Map<String, String> inputs = new LinkedHashMap<>();
        inputs.put("weighting", weighing.toString());
        return inputs;
    }

    private static PricingStep step(String name, String formula, Map<String, String> inputs, String result) {
        return new PricingStep(name, formula, inputs, result, false);
    }
}
