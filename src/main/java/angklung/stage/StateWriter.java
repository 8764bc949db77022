package angklung.stage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes state compactly; {@link StateReader} reads the same fields in the same order. Each value starts with one
 * byte, the number of its format, so that a later version can read it. The fields:
 *
 * <ul>
 *   <li>number: as many bytes as it needs, seven bits in each, the lowest first; the high bit says that another
 *       follows. Most counts of plays fit in one or two bytes; a negative number takes ten.
 *   <li>flag: one byte, 0 or 1.
 *   <li>bytes: their number, then they; text: the same of its UTF-8.
 *   <li>numbers: how many, then each.
 *   <li>optional: a flag, then the value if there is one.
 * </ul>
 */
public final class StateWriter {
    // Not a ByteArrayOutputStream, which takes a lock for every byte: some state is written play by play.
    private byte[] bytes = new byte[64];
    private int length;

    /** @param format 0 to 127 */
    public StateWriter(int format) {
        write(format);
    }

    /** Any long; small ones that are not negative are short. */
    public StateWriter number(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        write((int) rest);
        return this;
    }

    public StateWriter flag(boolean value) {
        write(value ? 1 : 0);
        return this;
    }

    public StateWriter text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** A text or null. */
    public StateWriter optionalText(String value) {
        return value == null ? flag(false) : flag(true).text(value);
    }

    public StateWriter bytes(byte[] value) {
        number(value.length);
        reserve(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    /** Bytes or null. */
    public StateWriter optionalBytes(byte[] value) {
        return value == null ? flag(false) : flag(true).bytes(value);
    }

    public StateWriter numbers(long[] values) {
        number(values.length);
        for (long value : values) {
            number(value);
        }
        return this;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void write(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    private void reserve(int more) {
        if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, more)));
        }
    }
}
