package angklung.model;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Weights of recordings: decimals with 24 places, so that a part of a subscriber is off by at most 10⁻²⁴ and a pool's
 * amount by far less than a micro. In arithmetic they are integers of 10⁻²⁴.
 */
public final class Weight {
    public static final int SCALE = 24;

    /** The weight of one play, or of one subscriber. */
    public static final BigInteger ONE = BigInteger.TEN.pow(SCALE);

    public static final BigDecimal ZERO = BigDecimal.ZERO.setScale(SCALE);

    private Weight() {}

    public static BigInteger ofPlays(long plays) {
        return BigInteger.valueOf(plays).multiply(ONE);
    }

    /** As in records. */
    public static BigDecimal toDecimal(BigInteger units) {
        return new BigDecimal(units, SCALE);
    }

    /** @throws ArithmeticException if the weight has more decimals */
    public static BigInteger toUnits(BigDecimal weight) {
        return weight.setScale(SCALE).unscaledValue();
    }
}
