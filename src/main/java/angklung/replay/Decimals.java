package angklung.replay;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** What a column of decimals may hold: plain decimals that are not negative. */
record Decimals(int scaleMax, BigDecimal max) {
    /** The largest amount that a long of micros holds. */
    private static final BigDecimal LARGEST_AMOUNT = BigDecimal.valueOf(Long.MAX_VALUE, 6);

    /** An amount of money. */
    static final Decimals AMOUNT = new Decimals(6, LARGEST_AMOUNT);
    /** A price per play or subscriber. */
    static final Decimals PRICE = new Decimals(12, LARGEST_AMOUNT);
    /** A part of a whole, 0 to 1. */
    static final Decimals PART = new Decimals(6, BigDecimal.ONE);
    /** A percentage, 0 to 100. */
    static final Decimals PERCENT = new Decimals(6, BigDecimal.valueOf(100));
    /** An exchange rate. */
    static final Decimals RATE = new Decimals(12, LARGEST_AMOUNT);
    /** A factor of plays. Two of them together have the 24 decimals of a weight. */
    static final Decimals FACTOR = new Decimals(12, BigDecimal.valueOf(1_000_000));

    private static final Pattern PLAIN = Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,40})?");

    /** @throws IllegalArgumentException saying what is wrong with the text */
    BigDecimal parse(String text) {
        if (!PLAIN.matcher(text).matches()) {
            throw new IllegalArgumentException("is not a plain decimal such as 1234.56");
        }
        BigDecimal decimal = new BigDecimal(text);
        if (decimal.signum() < 0) {
            throw new IllegalArgumentException("is negative");
        }
        if (decimal.scale() > scaleMax) {
            throw new IllegalArgumentException("has more than " + scaleMax + " decimals");
        }
        if (decimal.compareTo(max) > 0) {
            throw new IllegalArgumentException("is more than the largest possible, " + max.toPlainString());
        }
        return decimal;
    }
}
