package angklung.model;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The 256 fixed buckets of recordings. The order of a pool's recordings is (bucket, ISRC), which no number of
 * partitions changes; a bucket lies whole in one partition, bucket modulo partitions, so that the task that has
 * it can allocate it alone. CRC-32 because every language has it.
 */
public final class Bucket {
    public static final int COUNT = 256;

    private Bucket() {}

    /** Bucket of a normalised ISRC, 0 to 255. */
    public static int of(String isrc) {
        return crc(isrc) & (COUNT - 1);
    }

    /** Bucket that the order of a pool starts with, so that no recording is first in every pool. */
    public static int firstOf(String pool) {
        return crc(pool) & (COUNT - 1);
    }

    /** Partition of a bucket, of {@code partitions} (1 to 256). */
    public static int partition(int bucket, int partitions) {
        return bucket % partitions;
    }

    private static int crc(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }
}
