package angklung.money;

import java.math.BigInteger;

/**
 * Divides an amount over ordered weights by prefix sums:
 * {@code amount_i = ⌊P·S_i/T⌋ − ⌊P·S_(i−1)/T⌋}, S the running sum of the weights and T their total. The sum
 * telescopes to exactly P and each amount is the floor or the ceiling of its exact quota, so whoever knows P,
 * T and the prefix that it starts with can do its part alone.
 *
 * <p>Not thread-safe; one instance serves one walk over consecutive weights.
 */
public final class Apportion {
    private final long amount;
    private final long totalWeight;
    private long prefix;
    private long given;

    /**
     * @param amount P, not negative
     * @param totalWeight T, positive
     * @param startingPrefix the total of all weights before the first one that {@link #next} gets, 0 to T
     */
    public Apportion(long amount, long totalWeight, long startingPrefix) {
        if (amount < 0 || totalWeight <= 0 || startingPrefix < 0 || startingPrefix > totalWeight) {
            throw new IllegalArgumentException("Cannot apportion " + amount + " over a total weight of "
                    + totalWeight + " from prefix " + startingPrefix);
        }
        this.amount = amount;
        this.totalWeight = totalWeight;
        this.prefix = startingPrefix;
        this.given = floorPart(startingPrefix);
    }

    /** The amount of the next recording in order, of the given weight (not negative). */
    public long next(long weight) {
        if (weight < 0 || weight > totalWeight - prefix) {
            throw new IllegalArgumentException(
                    "Weight " + weight + " after prefix " + prefix + " exceeds the total " + totalWeight);
        }
        prefix += weight;
        long reached = floorPart(prefix);
        long part = reached - given;
        given = reached;
        return part;
    }

    /** The running sum of weights so far, the starting prefix included. */
    public long prefix() {
        return prefix;
    }

    /** ⌊P·S/T⌋; all three are not negative, so truncation is the floor. */
    private long floorPart(long sum) {
        long high = Math.multiplyHigh(amount, sum);
        long low = amount * sum;
        if (high == 0 && low >= 0) {
            return low / totalWeight;
        }
        return BigInteger.valueOf(amount)
                .multiply(BigInteger.valueOf(sum))
                .divide(BigInteger.valueOf(totalWeight))
                .longValueExact();
    }
}
