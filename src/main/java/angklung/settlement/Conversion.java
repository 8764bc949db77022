package angklung.settlement;

import angklung.avro.FxRate;
import angklung.model.Accounts;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A published exchange rate, used as it is or the other way round.
 *
 * @param inverse whether amounts in the quote currency are converted to the base currency
 */
record Conversion(FxRate published, boolean inverse) {

    /**
     * The amount in the other currency, rounded down to micros.
     *
     * @param micros not negative
     * @throws IllegalStateException if the result does not fit
     */
    long floor(long micros) {
        BigDecimal amount = BigDecimal.valueOf(micros);
        BigDecimal rate = published.getRate();
        BigDecimal converted = inverse
                ? amount.divide(rate, 0, RoundingMode.DOWN)
                : amount.multiply(rate).setScale(0, RoundingMode.DOWN);
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

    /** As {@link #floor}, but towards zero for a negative amount. */
    long towardsZero(long micros) {
        return micros < 0 ? Math.negateExact(floor(Math.negateExact(micros))) : floor(micros);
    }

    /** The account of the published pair. */
    String account() {
        return Accounts.fx(published.getBase(), published.getQuote());
    }
}
