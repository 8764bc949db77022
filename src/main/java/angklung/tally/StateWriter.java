package angklung.tally;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes state compactly: numbers take as many bytes as they need, seven bits in each. Most counts of plays fit
 * in one or two bytes. Each value starts with the number of its format, so that a later one can read it.
 */
final class StateWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);

    StateWriter(int format) {
        bytes.write(format);
    }

    /** Any long; small ones that are not negative are short. */
    StateWriter number(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return this;
    }

    StateWriter flag(boolean value) {
        bytes.write(value ? 1 : 0);
        return this;
    }

    StateWriter text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    StateWriter bytes(byte[] value) {
        number(value.length);
        bytes.write(value, 0, value.length);
        return this;
    }

    StateWriter numbers(long[] values) {
        number(values.length);
        for (long value : values) {
            number(value);
        }
        return this;
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
