package angklung.settlement;

import java.math.BigInteger;

/** Parts given in millionths: 1,000,000 is the whole. */
final class Millionths {
    /** The whole. */
    static final long WHOLE = 1_000_000;

    private static final BigInteger WHOLE_BIG = BigInteger.valueOf(WHOLE);

    private Millionths() {}

    /** Whether a part is at least nothing and at most the whole. */
    static boolean isPart(long millionths) {
        return millionths >= 0 && millionths <= WHOLE;
    }

    /**
     * ⌊amount · part⌋.
     *
     * @param amount not negative
     * @param millionths the part, 0 to 1,000,000
     */
    static long floor(long amount, long millionths) {
        if (amount < 0 || !isPart(millionths)) {
            throw new IllegalArgumentException("No part of " + millionths + " millionths can be taken of " + amount);
        }
        if (amount <= Long.MAX_VALUE / WHOLE) {
            return amount * millionths / WHOLE;
        }
        return BigInteger.valueOf(amount)
                .multiply(BigInteger.valueOf(millionths))
                .divide(WHOLE_BIG)
                .longValueExact();
    }
}
