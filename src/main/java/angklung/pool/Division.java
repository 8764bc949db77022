package angklung.pool;

import angklung.avro.PricingStep;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a pool is divided.
 *
 * @param wanted the weights asked for
 * @param policies about authorship that can apply, whether they decide weights or not
 * @param weights of the recordings that take part
 * @param idleWeight of subscribers who paid and played nothing and whose part is held
 * @param excluded royalty-bearing plays that earn nothing, by reason
 * @param steps the same in words, for the rate sheet
 */
record Division(
        WantedWeights wanted,
        AppliedPolicies policies,
        BucketWeights weights,
        BigInteger idleWeight,
        SortedMap<String, Long> excluded,
        List<PricingStep> steps) {

    Division {
        excluded = Collections.unmodifiableSortedMap(new TreeMap<>(excluded));
        steps = List.copyOf(steps);
    }

    /** Of recordings and idle subscribers. */
    BigInteger totalWeight() {
        return weights.total().add(idleWeight);
    }
}
