package angklung.tally;

import angklung.model.Bucket;
import angklung.stage.StoreKey;
import angklung.stage.StoreKeyReader;
import org.apache.kafka.common.utils.Bytes;

/**
 * Key of a tally row. Rows of one pool lie together, and in them those of one bucket, by ISRC: the order in which
 * a pool is divided.
 *
 * @param bucket of the ISRC, 0 to 255
 */
record RowKey(String dsp, String period, String territory, String offering, int bucket, String isrc) {

    static RowKey of(String dsp, String period, String territory, String offering, String isrc) {
        return new RowKey(dsp, period, territory, offering, Bucket.of(isrc), isrc);
    }

    Bytes toBytes() {
        return StoreKey.of(dsp, period, territory, offering)
                .oneByte(bucket)
                .text(isrc)
                .toBytes();
    }

    static RowKey parse(Bytes key) {
        StoreKeyReader reader = new StoreKeyReader(key);
        return new RowKey(
                reader.text(), reader.text(), reader.text(), reader.text(), reader.oneByte(), reader.text());
    }

    /** All keys that start as {@code prefix}, or those of them behind {@code done} if that is not null. */
    static Range range(Bytes prefix, byte[] done) {
        return new Range(done == null ? prefix : StoreKey.after(Bytes.wrap(done)), Bytes.increment(prefix));
    }

    /**
     * A range of keys.
     *
     * @param to itself no key: every key goes on behind the prefix that {@code to} was made from
     */
    record Range(Bytes from, Bytes to) {}
}
