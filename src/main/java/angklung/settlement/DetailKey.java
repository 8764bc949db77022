package angklung.settlement;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;

/**
 * Key of a detail: pool version, beneficiary, recording. In byte order all details of a pool version lie together,
 * parties before holds, each in the order of its name's bytes, and those of one beneficiary by ISRC. That is the
 * order of lines in the ledger.
 *
 * @param isrc empty for a pool without plays
 */
record DetailKey(PoolVersion pool, Beneficiary beneficiary, String isrc) {
    private static final byte PARTY = 0;
    private static final byte HOLD = 1;

    Bytes toBytes() {
        return Keys.start(pool)
                .oneByte(beneficiary.isHold() ? HOLD : PARTY)
                .text(beneficiary.id())
                .text(isrc)
                .toBytes();
    }

    /** The key of a detail that is known to be of {@code pool}. */
    static DetailKey parse(PoolVersion pool, Bytes key) {
        byte[] start = Keys.of(pool).get();
        ByteBuffer rest = ByteBuffer.wrap(key.get(), start.length, key.get().length - start.length);
        boolean hold = rest.get() == HOLD;
        Beneficiary beneficiary = new Beneficiary(hold, text(rest));
        return new DetailKey(pool, beneficiary, text(rest));
    }

    /** Up to the NUL that ends a part of a key. */
    private static String text(ByteBuffer rest) {
        byte[] key = rest.array();
        int start = rest.position();
        int end = start;
        while (key[end] != 0) {
            end++;
        }
        rest.position(end + 1);
        return new String(key, start, end - start, StandardCharsets.UTF_8);
    }
}
