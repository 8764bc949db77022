package angklung.close;

import angklung.avro.PoolStatus;

/**
 * How far one version of a pool has come, as far as facts are recorded.
 *
 * @param pool identifier of the pool, or of the usage group that has none
 * @param version from 1; 0 if not priced
 * @param currency ISO 4217; empty if not priced
 * @param amountMicros pool amount of this version
 * @param previousAmountMicros pool amount of the version before, 0 for the first
 * @param plays royalty-bearing plays
 * @param allocatedMicros what the tally has sent out, at the end the amount less the previous one
 * @param settledMicros what the ledger holds, at the end the same
 * @param reason why the pool waits, in words; empty if it does not
 */
public record PoolProgress(
        String pool,
        int version,
        PoolStatus status,
        String currency,
        long amountMicros,
        long previousAmountMicros,
        long plays,
        long allocatedMicros,
        long settledMicros,
        String reason) {}
