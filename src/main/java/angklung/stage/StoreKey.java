package angklung.stage;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys of state stores: text parts, each ended by NUL, and single bytes. Keys with a common start lie together in
 * byte order, so a start is the prefix of a range scan. No identifier holds a NUL.
 */
public final class StoreKey {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);

    public static StoreKey of(String... parts) {
        StoreKey key = new StoreKey();
        for (String part : parts) {
            key.text(part);
        }
        return key;
    }

    /** Appends a text and the NUL that ends it. */
    public StoreKey text(String part) {
        byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
        bytes.write(utf8, 0, utf8.length);
        bytes.write(0);
        return this;
    }

    /** Appends one byte; {@code value} is 0 to 255. */
    public StoreKey oneByte(int value) {
        bytes.write(value);
        return this;
    }

    /** Appends an int whose byte order is its numeric order; not negative. */
    public StoreKey ordered(int value) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes.write(value >>> shift);
        }
        return this;
    }

    public Bytes toBytes() {
        return Bytes.wrap(bytes.toByteArray());
    }

    /** The least key greater than the given one: where a scan goes on behind it. */
    public static Bytes after(Bytes key) {
        return Bytes.wrap(Arrays.copyOf(key.get(), key.get().length + 1)); // ends with a zero
    }
}
