package angklung.pool;

import angklung.avro.WeightRequest;

/** What became of pricing and dividing a pool. */
sealed interface Attempt {

    /** There is a price, and all weights to divide it by. */
    record Divided(Pricing.Priced price, Division division) implements Attempt {}

    /** The tally has not answered yet. */
    record Weighs(WeightRequest request) implements Attempt {}

    /**
     * Neither now nor by waiting.
     *
     * @param reason why, and what to do about it
     */
    record Refused(String reason) implements Attempt {}
}
