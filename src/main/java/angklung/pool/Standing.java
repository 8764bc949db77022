package angklung.pool;

import angklung.avro.PoolStatus;

/**
 * What was last published about one pool.
 *
 * @param status PLANNED, or why it waits; a planned pool waits if a restated revenue report cannot be priced
 * @param version last version that was planned, 0 if none
 * @param revision revision of the revenue report that this version was priced from, 0 if none
 * @param amountMicros amount of this version, 0 if none
 * @param currency of the plans, ISO 4217; null if none
 * @param reason why it waits, in words; null if it does not
 */
record Standing(
        PoolStatus status, int version, int revision, long amountMicros, String currency, String reason) {

    /** Nothing was published yet. */
    static final Standing NEW = new Standing(PoolStatus.UNKNOWN, 0, 0, 0, null, null);

    boolean isPlanned() {
        return version > 0;
    }

    Standing planned(int revision, long amountMicros, String currency) {
        return new Standing(
                PoolStatus.PLANNED, Math.incrementExact(version), revision, amountMicros, currency, null);
    }

    /** The last plan, if there is one, stays as it is. */
    Standing waiting(PoolStatus status, String reason) {
        return new Standing(status, version, revision, amountMicros, currency, reason);
    }
}
