package angklung.anchor;

import java.math.BigInteger;

/**
 * What is offered per gas, in wei.
 *
 * @param tip most that the maker of the block gets
 * @param highest most that is paid, tip and base fee together
 */
public record Fees(BigInteger tip, BigInteger highest) {
    /** Nodes take a replacement that offers an eighth more or better; geth wants a tenth, others an eighth. */
    private static final BigInteger EIGHT = BigInteger.valueOf(8);

    /** Enough for a base fee twice as high, which it takes six full blocks to reach. */
    static Fees of(BigInteger baseFee, BigInteger tip) {
        return new Fees(tip, baseFee.shiftLeft(1).add(tip));
    }

    /** What replaces a transaction of these fees, rounded up. */
    Fees raised() {
        return new Fees(raised(tip), raised(highest));
    }

    /** The larger of each. */
    Fees atLeast(Fees other) {
        return new Fees(tip.max(other.tip), highest.max(other.highest));
    }

    /** The same, or as much of it as may be paid. */
    Fees atMost(BigInteger limit) {
        return new Fees(tip.min(limit), highest.min(limit));
    }

    private static BigInteger raised(BigInteger fee) {
        return fee.add(fee.add(EIGHT).subtract(BigInteger.ONE).divide(EIGHT)).add(BigInteger.ONE);
    }
}
