package angklung.pool;

import angklung.avro.PoolFact;
import angklung.avro.PoolPlan;
import angklung.avro.WeightRequest;
import java.util.Optional;

/**
 * What is to be said about one pool.
 *
 * @param right right type of the pool; empty for an offering without an agreement
 * @param standing what is published from now on
 * @param fact the same for the closer
 * @param plan the new version, if there is one
 * @param request the weights that it waits for, if it does
 */
record Outcome(
        String right,
        Standing standing,
        PoolFact fact,
        Optional<PoolPlan> plan,
        Optional<WeightRequest> request) {}
