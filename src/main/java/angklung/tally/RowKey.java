package angklung.tally;

import angklung.model.Bucket;
import angklung.stage.StoreKey;
import angklung.stage.StoreKeyReader;
import org.apache.kafka.common.utils.Bytes;

/**
 * Key of a tally row. Rows of one revision of one pool lie together, and in them those of one bucket, by ISRC: the
 * order in which a pool is divided.
 *
 * @param revision of the period's usage
 * @param bucket of the ISRC, 0 to 255
 */
record RowKey(
        String dsp, String period, int revision, String territory, String offering, int bucket, String isrc) {
    private static final int REVISION_BYTES = Integer.BYTES;

    static RowKey of(String dsp, String period, int revision, String territory, String offering, String isrc) {
        return new RowKey(dsp, period, revision, territory, offering, Bucket.of(isrc), isrc);
    }

    /** What the keys of one revision of a service's period start with. */
    static StoreKey revision(String dsp, String period, int revision) {
        return StoreKey.of(dsp, period).ordered(revision);
    }

    Bytes toBytes() {
        return revision(dsp, period, revision)
                .text(territory)
                .text(offering)
                .oneByte(bucket)
                .text(isrc)
                .toBytes();
    }

    static RowKey parse(Bytes key) {
        StoreKeyReader reader = new StoreKeyReader(key);
        String dsp = reader.text();
        String period = reader.text();
        int revision = 0;
        for (int i = 0; i < REVISION_BYTES; i++) {
            revision = revision << Byte.SIZE | reader.oneByte();
        }
        return new RowKey(
                dsp, period, revision, reader.text(), reader.text(), reader.oneByte(), reader.text());
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
