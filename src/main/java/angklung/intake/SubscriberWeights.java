package angklung.intake;

import angklung.model.Weighing;
import angklung.model.Weight;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What the plays of one subscriber of one offering weigh: royalty-bearing ones only, by recording and local day. Pure;
 * weights are integers in units of {@link Weight}.
 */
final class SubscriberWeights {
    private SubscriberWeights() {}

    /**
     * User-centric: the subscriber weighs exactly 1, divided over the plays.
     *
     * @param plays in {@link DayPlays#ORDER}, each recording and day once; at least one
     * @return the weight of each, in the same order
     */
    static List<BigInteger> subscribers(List<DayPlays> plays) {
        List<BigInteger> byPlays = new ArrayList<>(plays.size());
        plays.forEach(day -> byPlays.add(BigInteger.valueOf(day.plays())));
        return apportion(Weight.ONE, byPlays);
    }

    /**
     * Artist-centric: each play weighs the product of the boosts that it gets; if all of them weigh more than the cap,
     * the cap is divided over them by their weights.
     *
     * @param plays as above
     * @param boosted whether a recording has an artist that reaches the minima
     */
    static List<BigInteger> artist(Weighing.Artist weighing, List<DayPlays> plays, Predicate<String> boosted) {
        List<BigInteger> weights = new ArrayList<>(plays.size());
        BigInteger sum = BigInteger.ZERO;
        for (DayPlays day : plays) {
            BigDecimal active = weighing.activeBoost().multiply(BigDecimal.valueOf(day.activePlays()));
            BigDecimal weight = active.add(BigDecimal.valueOf(day.plays() - day.activePlays()));
            if (boosted.test(day.isrc())) {
                weight = weight.multiply(weighing.artistBoost());
            }
            // Exact: the boosts have twelve decimals at most, so their product has no more than a weight.
            BigInteger units = Weight.toUnits(weight);
            weights.add(units);
            sum = sum.add(units);
        }
        if (weighing.cap() == null) {
            return weights;
        }
        BigInteger cap = Weight.toUnits(weighing.cap());
        return sum.compareTo(cap) > 0 ? apportion(cap, weights) : weights;
    }

    /** By prefix sums: ⌊A·S_i/T⌋ − ⌊A·S_(i−1)/T⌋, which sum to exactly A; all floors are of numbers not negative. */
    private static List<BigInteger> apportion(BigInteger amount, List<BigInteger> weights) {
        BigInteger total = weights.stream().reduce(BigInteger.ZERO, BigInteger::add);
        List<BigInteger> parts = new ArrayList<>(weights.size());
        BigInteger sum = BigInteger.ZERO;
        BigInteger given = BigInteger.ZERO;
        for (BigInteger weight : weights) {
            sum = sum.add(weight);
            BigInteger reached = amount.multiply(sum).divide(total);
            parts.add(reached.subtract(given));
            given = reached;
        }
        return parts;
    }
}
