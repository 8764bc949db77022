package angklung.money;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Amounts as integers of 10⁻⁶ currency units. A long holds about ±9.2·10¹² units, more than the yearly
 * recorded-music revenue of the world in any single currency that Angklung settles in but for extreme
 * inflation; what does not fit is refused, never wrapped.
 */
public final class Micros {
    /** Decimal places of an amount inside the pipeline. */
    public static final int SCALE = 6;

    /** Micros in one currency unit; also the millionths in a whole share. */
    public static final long PER_UNIT = 1_000_000;

    private Micros() {}

    /**
     * @param decimal an amount in currency units, of at most six decimals
     * @throws ArithmeticException if it has more decimals or does not fit in a long
     */
    public static long exact(BigDecimal decimal) {
        return decimal.movePointRight(SCALE).longValueExact();
    }

    /** The amount in currency units, always with six decimals. */
    public static BigDecimal toDecimal(long micros) {
        return BigDecimal.valueOf(micros, SCALE);
    }

    /** The amount in currency units as a plain decimal with six decimals: 1250000 is {@code 1.250000}. */
    public static String toPlain(long micros) {
        return toDecimal(micros).toPlainString();
    }

    /**
     * Rounds towards zero to {@code scale} decimals: what can be paid out of a balance.
     *
     * @param micros a balance, not negative
     * @param scale decimals of the payment, 0 to 6
     */
    public static long floorToScale(long micros, int scale) {
        if (micros < 0) {
            throw new IllegalArgumentException("A balance to pay from is not negative: " + micros);
        }
        if (scale < 0 || scale > SCALE) {
            throw new IllegalArgumentException("A payout scale is 0 to " + SCALE + ": " + scale);
        }
        long unit = BigInteger.TEN.pow(SCALE - scale).longValueExact();
        return micros - micros % unit;
    }

    /**
     * ⌊numerator/denominator⌋ in currency units, as micros.
     *
     * @throws ArithmeticException if the denominator is not positive or the result does not fit in a long
     */
    public static long floorQuotient(BigInteger numerator, BigInteger denominator) {
        return new BigDecimal(numerator.multiply(BigInteger.valueOf(PER_UNIT)))
                .divide(new BigDecimal(denominator), 0, RoundingMode.FLOOR)
                .longValueExact();
    }
}
