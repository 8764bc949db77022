package angklung.close;

import angklung.avro.PoolFact;
import angklung.avro.PoolStatus;

/**
 * A priced version of a pool.
 *
 * @param amountMicros pool amount of this version
 * @param previousAmountMicros pool amount of the version before, 0 for the first
 * @param currency ISO 4217
 * @param plays royalty-bearing plays of the pool
 * @param reason why the version was made, as in its plan
 */
public record PlannedPool(
        PoolVersion id, long amountMicros, long previousAmountMicros, String currency, long plays, String reason) {

    static PlannedPool of(PoolFact fact) {
        return new PlannedPool(
                new PoolVersion(fact.getPool(), fact.getVersion()),
                fact.getAmountMicros(),
                fact.getPreviousAmountMicros(),
                fact.getCurrency(),
                fact.getPlays(),
                fact.getPlanReason());
    }

    /** What this version allocates and settles: the difference to the version before. */
    public long dueMicros() {
        return Math.subtractExact(amountMicros, previousAmountMicros);
    }

    PoolFact toFact() {
        return PoolFact.newBuilder()
                .setPool(id.pool())
                .setVersion(id.version())
                .setStatus(PoolStatus.PLANNED)
                .setPlanReason(reason)
                .setAmountMicros(amountMicros)
                .setPreviousAmountMicros(previousAmountMicros)
                .setCurrency(currency)
                .setPlays(plays)
                .build();
    }
}
