package angklung.settlement;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what {@link Packer} wrote. */
final class Unpacker {
    private final ByteBuffer buffer;

    Unpacker(byte[] packed) {
        this.buffer = ByteBuffer.wrap(packed);
    }

    long number() {
        return buffer.getLong();
    }

    String text() {
        byte[] utf8 = bytes();
        return utf8 == null ? null : new String(utf8, StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        int length = buffer.getInt();
        if (length < 0) {
            return null;
        }
        byte[] value = new byte[length];
        buffer.get(value);
        return value;
    }
}
