package angklung.runtime;

import java.math.BigInteger;

/**
 * Whether the ledger holds exactly what a pool is worth.
 *
 * @param pool identifier of the pool
 * @param version the newest that was settled; 0 if none was
 * @param planned amount of that version, in micros; 0 if there is none
 * @param posted what the ledger has distributed and held from the pool, in micros, net of all versions
 */
public record PoolVerdict(
        String pool, int version, String currency, BigInteger planned, BigInteger posted, Status status) {

    /** What can be said of the pool. */
    public enum Status {
        /** Planned and posted are equal to the last unit. */
        CONSERVED,
        /** They are not, or there is no plan for what was posted. */
        BROKEN,
        /** A settlement run that has not finished writes to it, so nothing can be said. */
        SETTLING
    }
}
