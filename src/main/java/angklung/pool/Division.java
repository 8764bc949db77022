package angklung.pool;

import angklung.avro.PricingStep;
import java.math.BigInteger;
import java.util.List;

/**
 * How a pool is divided.
 *
 * @param wanted the weights asked for
 * @param weights of the recordings that take part
 * @param idleWeight of subscribers who paid and played nothing and whose part is held
 * @param excludedPlays royalty-bearing plays of recordings below the minimum
 * @param steps the same in words, for the rate sheet
 */
record Division(
        WantedWeights wanted,
        BucketWeights weights,
        BigInteger idleWeight,
        long excludedPlays,
        List<PricingStep> steps) {

    Division {
        steps = List.copyOf(steps);
    }

    /** Of recordings and idle subscribers. */
    BigInteger totalWeight() {
        return weights.total().add(idleWeight);
    }
}
