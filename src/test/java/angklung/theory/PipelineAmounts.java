package angklung.theory;

import angklung.model.Bucket;
import angklung.model.OfferingKey;
import angklung.model.Period;
import angklung.model.PoolKey;
import angklung.model.Weight;
import angklung.money.Apportion;
import angklung.money.Apportion.Precision;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the pipeline's own pure rules give each recording of one pool, in micros. */
final class PipelineAmounts {
    private static final String POOL = new PoolKey(
                    new OfferingKey("alpha", "ID", "premium"), Period.parse("2026-04"), "RECORDING", "IDR")
            .toString();

    /** How the plays of one subscriber weigh. */
    interface Weigher {
        /**
         * @param plays by recording
         * @return weights in units of {@link Weight}, by recording
         */
        SortedMap<String, BigInteger> weigh(SortedMap<String, Integer> plays);
    }

    /** Market-centric: each play weighs 1. */
    static final Weigher PLAYS = plays -> {
        SortedMap<String, BigInteger> weights = new TreeMap<>();
        plays.forEach((isrc, count) -> weights.put(isrc, Weight.ofPlays(count)));
        return weights;
    };

    /** User-centric: the subscriber weighs 1, divided by prefix sums, as weights of subscribers are written down. */
    static final Weigher SUBSCRIBERS = plays -> {
        BigInteger total = BigInteger.valueOf(plays.values().stream().mapToInt(n -> n).sum());
        SortedMap<String, BigInteger> weights = new TreeMap<>();
        long sum = 0;
        for (String isrc : plays.keySet()) {
            BigInteger before = Weight.ONE.multiply(BigInteger.valueOf(sum)).divide(total);
            sum += plays.get(isrc);
            weights.put(isrc, Weight.ONE.multiply(BigInteger.valueOf(sum)).divide(total).subtract(before));
        }
        return weights;
    };

    private final Weigher weigher;
    private final Precision precision;

    PipelineAmounts(Weigher weigher, Precision precision) {
        this.weigher = weigher;
        this.precision = precision;
    }

    static PipelineAmounts proRata() {
        return new PipelineAmounts(PLAYS, Precision.EXACT);
    }

    static PipelineAmounts userCentric() {
        return new PipelineAmounts(SUBSCRIBERS, Precision.ROUNDED);
    }

    SortedMap<String, Long> pay(long micros, Listening listening) {
        SortedMap<String, BigInteger> weights = new TreeMap<>();
        listening.plays().values().forEach(own ->
                weigher.weigh(own).forEach((isrc, weight) -> weights.merge(isrc, weight, BigInteger::add)));
        BigInteger total = weights.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
        Apportion apportion = new Apportion(micros, total, BigInteger.ZERO, precision);
        SortedMap<String, Long> amounts = new TreeMap<>();
        inOrder(weights).forEach(isrc -> amounts.put(isrc, apportion.next(weights.get(isrc))));
        return amounts;
    }

    private static List<String> inOrder(SortedMap<String, ?> weights) {
        List<String> order = new ArrayList<>(weights.keySet());
        int first = Bucket.firstOf(POOL);
        order.sort(Comparator.comparingInt((String isrc) -> Math.floorMod(Bucket.of(isrc) - first, Bucket.COUNT)));
        return order; // stable: recordings of a bucket stay sorted
    }
}
