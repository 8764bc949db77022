package angklung.stage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.errors.SerializationException;

/** Reads what {@link StateWriter} wrote. */
public final class StateReader {
    private final ByteBuffer bytes;

    /** @throws SerializationException if the value is of another format */
    public StateReader(byte[] value, int format) {
        this.bytes = ByteBuffer.wrap(value);
        int found = bytes.get();
        if (found != format) {
            throw new SerializationException("state of format " + found + " where this version reads " + format
                    + ": start the version that wrote it, or rebuild the stage from its input topics");
        }
    }

    /** Whether anything is left to read. */
    public boolean hasMore() {
        return bytes.hasRemaining();
    }

    public long number() {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = bytes.get();
            value |= (long) (next & 0x7F) << shift;
            shift += 7;
        } while (next < 0);
        return value;
    }

    /** A number that was an int. */
    public int integer() {
        return Math.toIntExact(number());
    }

    public boolean flag() {
        return bytes.get() != 0;
    }

    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** Null if that was written. */
    public String optionalText() {
        return flag() ? text() : null;
    }

    public byte[] bytes() {
        byte[] value = new byte[integer()];
        bytes.get(value);
        return value;
    }

    /** Null if that was written. */
    public byte[] optionalBytes() {
        return flag() ? bytes() : null;
    }

    public long[] numbers() {
        long[] values = new long[integer()];
        for (int i = 0; i < values.length; i++) {
            values[i] = number();
        }
        return values;
    }
}
