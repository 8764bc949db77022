package angklung.pool;

import angklung.avro.PoolStatus;

/**
 * What was last published about one pool.
 *
 * @param status PLANNED, or why it waits; a planned pool waits if a restatement cannot be priced yet
 * @param version last version that was planned, 0 if none
 * @param basis what this version was made from; {@link Basis#NONE} if none
 * @param amountMicros amount of this version, 0 if none
 * @param currency of the plans, ISO 4217; null if none
 * @param reason why it waits, in words; null if it does not
 */
record Standing(PoolStatus status, int version, Basis basis, long amountMicros, String currency, String reason) {

    /** Nothing was published yet. */
    static final Standing NEW = new Standing(PoolStatus.UNKNOWN, 0, Basis.NONE, 0, null, null);

    /**
     * What a version was made from.
     *
     * @param revenueRevision revision of the revenue report, 0 if none
     * @param revision of the usage whose news it took in: plays, rights and what was found artificial up to it
     * @param terms {@link TermsHash} of the agreement; empty if none
     * @param policies fingerprint of the authorship policies; empty if none
     * @param policiesKnown number of the last policy that was known ({@link KnownPolicies})
     */
    record Basis(int revenueRevision, int revision, String terms, String policies, int policiesKnown) {
        static final Basis NONE = new Basis(0, 0, "", "", 0);
    }

    boolean isPlanned() {
        return version > 0;
    }

    /** Whether a version was announced that has not come. */
    boolean awaitsRestatement() {
        return isPlanned() && status != PoolStatus.PLANNED;
    }

    Standing planned(Basis basis, long amountMicros, String currency) {
        return new Standing(PoolStatus.PLANNED, Math.incrementExact(version), basis, amountMicros, currency, null);
    }

    /** The last plan, if there is one, stays as it is. */
    Standing waiting(PoolStatus status, String reason) {
        return new Standing(status, version, basis, amountMicros, currency, reason);
    }
}
