package angklung.pool;

import angklung.avro.PricingStep;
import java.math.BigDecimal;
import java.util.List;

/** What became of pricing one pool. */
public sealed interface Pricing {

    /**
     * The pool has a price.
     *
     * @param amountMicros the pool amount, not negative
     * @param ratePerPlay amount divided by plays, rounded down to 12 decimals, 0 without plays; for information
     * @param steps every step and prong, in order
     */
    record Priced(long amountMicros, BigDecimal ratePerPlay, List<PricingStep> steps) implements Pricing {
        public Priced {
            steps = List.copyOf(steps);
        }
    }

    /**
     * The pool waits.
     *
     * @param reason what is missing or not executed and what to do about it, in words
     */
    record NotPriceable(String reason) implements Pricing {}
}
