package angklung.money;

import java.math.BigInteger;

/**
 * Divides an amount over ordered weights by prefix sums:
 * {@code amount_i = ⌊P·S_i/T⌋ − ⌊P·S_(i−1)/T⌋}, S the running sum of the weights and T their total. The sum
 * telescopes to exactly P and each amount is the floor or the ceiling of its exact quota, so whoever knows P,
 * T and the prefix that it starts with can do its part alone.
 *
 * <p>Weights that are themselves rounded ({@link Precision#ROUNDED}) may put a prefix that is exactly on a unit a hair
 * below it. There a point within 1/1024 below a unit counts as on it, which changes none of the above.
 *
 * <p>Not thread-safe; one instance serves one walk over consecutive weights.
 */
public final class Apportion {
    private static final int SNAP_BITS = 10;

    /** Whether weights are exact. */
    public enum Precision {
        EXACT,
        ROUNDED
    }

    private final BigInteger amount;
    private final BigInteger totalWeight;
    private final BigInteger snap; // what is added before the floor, times T
    private BigInteger prefix;
    private long given;

    /**
     * @param amount P, not negative
     * @param totalWeight T, positive
     * @param startingPrefix the total of all weights before the first one that {@link #next} gets, 0 to T
     */
    public Apportion(long amount, BigInteger totalWeight, BigInteger startingPrefix, Precision precision) {
        if (amount < 0
                || totalWeight.signum() <= 0
                || startingPrefix.signum() < 0
                || startingPrefix.compareTo(totalWeight) > 0) {
            throw new IllegalArgumentException("Cannot apportion " + amount + " over a total weight of "
                    + totalWeight + " from prefix " + startingPrefix);
        }
        this.amount = BigInteger.valueOf(amount);
        this.totalWeight = totalWeight;
        this.snap = precision == Precision.EXACT ? BigInteger.ZERO : totalWeight.shiftRight(SNAP_BITS);
        this.prefix = startingPrefix;
        this.given = floorPart(startingPrefix);
    }

    /** The amount of the next recording in order, of the given weight (not negative). */
    public long next(BigInteger weight) {
        BigInteger sum = prefix.add(weight);
        if (weight.signum() < 0 || sum.compareTo(totalWeight) > 0) {
            throw new IllegalArgumentException(
                    "Weight " + weight + " after prefix " + prefix + " exceeds the total " + totalWeight);
        }
        prefix = sum;
        long reached = floorPart(sum);
        long part = reached - given;
        given = reached;
        return part;
    }

    /** The running sum of weights so far, the starting prefix included. */
    public BigInteger prefix() {
        return prefix;
    }

    /** ⌊P·S/T + snap⌋; none is negative, so truncation is the floor. */
    private long floorPart(BigInteger sum) {
        return amount.multiply(sum).add(snap).divide(totalWeight).longValueExact();
    }
}
