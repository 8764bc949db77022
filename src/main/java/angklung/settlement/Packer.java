package angklung.settlement;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes values of state stores; {@link Unpacker} reads them in the same order. */
final class Packer {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);

    Packer number(long number) {
        bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
        return this;
    }

    /** Null is kept as such. */
    Packer text(String text) {
        return bytes(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    /** Null is kept as such. */
    Packer bytes(byte[] value) {
        int length = value == null ? -1 : value.length;
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
        if (value != null) {
            bytes.writeBytes(value);
        }
        return this;
    }

    byte[] packed() {
        return bytes.toByteArray();
    }
}
