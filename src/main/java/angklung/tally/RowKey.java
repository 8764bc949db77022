package angklung.tally;

import angklung.model.Bucket;
import angklung.stage.StoreKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
        byte[] bytes = key.get();
        String[] parts = new String[4];
        int start = 0;
        for (int i = 0; i < parts.length; i++) {
            int end = start;
            while (bytes[end] != 0) {
                end++;
            }
            parts[i] = new String(bytes, start, end - start, StandardCharsets.UTF_8);
            start = end + 1;
        }
        String isrc = new String(bytes, start + 1, bytes.length - start - 2, StandardCharsets.UTF_8);
        return new RowKey(parts[0], parts[1], parts[2], parts[3], Byte.toUnsignedInt(bytes[start]), isrc);
    }

    /** All keys that start as {@code prefix}, or those of them behind {@code done} if that is not null. */
    static Range range(Bytes prefix, byte[] done) {
        return new Range(done == null ? prefix : behind(done), Bytes.increment(prefix));
    }

    /**
     * A range of keys.
     *
     * @param to itself no key: every key goes on behind the prefix that {@code to} was made from
     */
    record Range(Bytes from, Bytes to) {}

    /** The least key greater than the given one. */
    private static Bytes behind(byte[] key) {
        return Bytes.wrap(Arrays.copyOf(key, key.length + 1));
    }
}
