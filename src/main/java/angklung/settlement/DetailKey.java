package angklung.settlement;

import angklung.stage.StoreKeyReader;
import org.apache.kafka.common.utils.Bytes;

/**
 * Key of a detail: pool version, beneficiary, recording. In byte order all details of a pool version lie together,
 * parties before holds, each in the order of its name's bytes, and those of one beneficiary by ISRC, then by policy.
 * That is the order of lines in the ledger.
 *
 * @param isrc empty for a pool without plays
 * @param policy the authorship policy by which the money is tagged or held; empty for none
 */
record DetailKey(PoolVersion pool, Beneficiary beneficiary, String isrc, String policy) {
    private static final byte PARTY = 0;
    private static final byte HOLD = 1;

    Bytes toBytes() {
        return Keys.start(pool)
                .oneByte(beneficiary.isHold() ? HOLD : PARTY)
                .text(beneficiary.id())
                .text(isrc)
                .text(policy)
                .toBytes();
    }

    /** The key of a detail that is known to be of {@code pool}. */
    static DetailKey parse(PoolVersion pool, Bytes key) {
        StoreKeyReader reader = new StoreKeyReader(key, Keys.of(pool).get().length);
        Beneficiary beneficiary = new Beneficiary(reader.oneByte() == HOLD, reader.text());
        return new DetailKey(pool, beneficiary, reader.text(), reader.text());
    }
}
