package angklung.whatif;

import angklung.avro.PoolPlan;
import angklung.replay.EarningsBook;
import java.util.Optional;

/**
 * What a pool gives to whom.
 *
 * @param plan its rate sheet; none if there is no such pool
 * @param book what it gives, all versions together
 */
record Division(Optional<PoolPlan> plan, EarningsBook book) {
    static final Division NONE = new Division(Optional.empty(), new EarningsBook());

    /** 0 if there is no such pool. */
    long amountMicros() {
        return plan.map(PoolPlan::getAmountMicros).orElse(0L);
    }
}
