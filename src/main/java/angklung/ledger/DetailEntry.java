package angklung.ledger;

import angklung.log.CanonicalJson;
import angklung.log.Hash;

/**
 * One detail of a ledger line, what a version of a pool gives its beneficiary for one recording and authorship policy,
 * as an entry of the tree whose root the line carries as {@code statement_hash}. Entries come by ISRC, then by policy,
 * each in the order of its UTF-8 bytes, none first.
 *
 * @param pool identifier of the pool
 * @param version of the pool
 * @param isrc null or empty for a pool without plays
 * @param policy authorship policy by which the money is tagged or held; null or empty for none
 * @param plays royalty-bearing plays
 * @param amountMicros difference to the version before
 * @param rightsVersion of the recording rights applied; null if none were
 */
public record DetailEntry(
        String pool, int version, String isrc, String policy, long plays, long amountMicros, String rightsVersion) {

    /** Every value as text, those that there is none of left out. */
    public CanonicalJson json() {
        return new CanonicalJson()
                .add("amount_micros", Long.toString(amountMicros))
                .addIfThere("isrc", nullIfEmpty(isrc))
                .add("plays", Long.toString(plays))
                .addIfThere("policy", nullIfEmpty(policy))
                .add("pool", pool)
                .addIfThere("rights_version", rightsVersion)
                .add("version", Integer.toString(version));
    }

    /** In the tree. */
    public Hash leaf() {
        return Hash.leaf(json().toBytes());
    }

    private static String nullIfEmpty(String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
