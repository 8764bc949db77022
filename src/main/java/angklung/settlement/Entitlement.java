package angklung.settlement;

import angklung.ledger.EarningHash;

/**
 * The sum of the details of one beneficiary in one version of one pool, as far as they were read.
 *
 * @param plays royalty-bearing plays
 * @param amount in micros
 * @param hash the running {@link EarningHash} over the details by ISRC
 * @param rightsHash the running {@link angklung.ledger.RightsHash} over those with rights; null if there is none
 */
record Entitlement(Beneficiary beneficiary, long plays, long amount, byte[] hash, byte[] rightsHash) {

    static Entitlement of(Beneficiary beneficiary) {
        return new Entitlement(beneficiary, 0, 0, EarningHash.start(), null);
    }
}
