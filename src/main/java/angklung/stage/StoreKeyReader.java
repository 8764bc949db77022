package angklung.stage;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;

/** Reads the parts of a key that {@link StoreKey} made, in their order. */
public final class StoreKeyReader {
    private final byte[] key;
    private int position;

    public StoreKeyReader(Bytes key) {
        this(key, 0);
    }

    /** @param start number of bytes to skip: parts that are known */
    public StoreKeyReader(Bytes key, int start) {
        this.key = key.get();
        this.position = start;
    }

    /** Up to the NUL that ends a text. */
    public String text() {
        int start = position;
        int end = start;
        while (key[end] != 0) {
            end++;
        }
        position = end + 1;
        return new String(key, start, end - start, StandardCharsets.UTF_8);
    }

    /** An int that {@link StoreKey#ordered} wrote. */
    public int ordered() {
        int value = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            value = value << Byte.SIZE | oneByte();
        }
        return value;
    }

    /** 0 to 255. */
    public int oneByte() {
        return Byte.toUnsignedInt(key[position++]);
    }
}
