package angklung.settlement;

import angklung.avro.FxRate;
import angklung.model.Accounts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A published exchange rate, used as it is or the other way round.
 *
 * @param inverse whether amounts in the quote currency are converted to the base currency
 */
record Conversion(FxRate published, boolean inverse) {

    /**
     * The amount in the other currency, rounded down to micros; a negative amount away from zero.
     *
     * @throws IllegalStateException if the result does not fit
     */
    long floor(long micros) {
        BigDecimal amount = BigDecimal.valueOf(micros);
        BigDecimal rate = published.getRate();
        BigDecimal converted = inverse
                ? amount.divide(rate, 0, RoundingMode.FLOOR)
                : amount.multiply(rate).setScale(0, RoundingMode.FLOOR);
        try {
            return converted.longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalStateException(
                    micros + " micros at the rate " + rate + " of " + published.getBase() + "/" + published.getQuote()
                            + " on " + published.getDate() + (inverse ? ", inverted," : "")
                            + " are more than an account holds; correct the rate",
                    e);
        }
    }

    /**
     * Amounts by name in the other currency: the differences between the rounded running totals, in the order of
     * names. So they add up to what their sum converts to, and each is within one micro of its own.
     */
    SortedMap<String, Long> parts(SortedMap<String, Long> micros) {
        SortedMap<String, Long> converted = new TreeMap<>();
        long total = 0;
        long reached = 0;
        for (Map.Entry<String, Long> part : micros.entrySet()) {
            total = Math.addExact(total, part.getValue());
            long next = floor(total);
            converted.put(part.getKey(), Math.subtractExact(next, reached));
            reached = next;
        }
        return converted;
    }

    /** The account of the published pair. */
    String account() {
        return Accounts.fx(published.getBase(), published.getQuote());
    }
}
