package angklung.pool;

import angklung.avro.PoolStatus;
import angklung.model.Bucket;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * How this stage's own values lie in its stores: a format byte, then the fields in order, big-endian. The serdes
 * hold no state, so threads may share them.
 */
final class PoolSerdes {
    private static final byte FORMAT = 1;
    private static final int NO_TEXT = -1;

    private PoolSerdes() {}

    static Serde<UsageTotal> usageTotal() {
        return serde(PoolSerdes::write, PoolSerdes::readUsageTotal);
    }

    static Serde<Standing> standing() {
        return serde(PoolSerdes::write, PoolSerdes::readStanding);
    }

    static Serde<TallyProgress> tallyProgress() {
        return serde(
                (progress, out) -> {
                    out.writeInt(progress.records());
                    out.writeBoolean(progress.marked());
                },
                in -> new TallyProgress(in.readInt(), in.readBoolean()));
    }

    /** Only buckets with a weight: most offerings of small territories have few. */
    private static void write(UsageTotal total, DataOutputStream out) throws IOException {
        out.writeLong(total.plays());
        out.writeLong(total.shortPlays());
        for (int bucket = 0; bucket < Bucket.COUNT; bucket++) {
            if (total.weight(bucket) != 0) {
                out.writeByte(bucket);
                out.writeLong(total.weight(bucket));
            }
        }
    }

    private static UsageTotal readUsageTotal(DataInputStream in) throws IOException {
        long plays = in.readLong();
        long shortPlays = in.readLong();
        long[] weights = new long[Bucket.COUNT];
        while (in.available() > 0) {
            weights[in.readUnsignedByte()] = in.readLong();
        }
        return UsageTotal.of(weights, plays, shortPlays);
    }

    private static void write(Standing standing, DataOutputStream out) throws IOException {
        writeText(standing.status().name(), out);
        out.writeInt(standing.version());
        out.writeInt(standing.revision());
        out.writeLong(standing.amountMicros());
        writeText(standing.currency(), out);
        writeText(standing.reason(), out);
    }

    private static Standing readStanding(DataInputStream in) throws IOException {
        return new Standing(
                PoolStatus.valueOf(readText(in)), in.readInt(), in.readInt(), in.readLong(), readText(in),
                readText(in));
    }

    private static void writeText(String text, DataOutputStream out) throws IOException {
        if (text == null) {
            out.writeInt(NO_TEXT);
            return;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        return length == NO_TEXT ? null : new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private interface Writer<T> {
        void write(T value, DataOutputStream out) throws IOException;
    }

    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    private static <T> Serde<T> serde(Writer<T> writer, Reader<T> reader) {
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : bytes(writer, value),
                (topic, bytes) -> bytes == null ? null : value(reader, topic, bytes));
    }

    private static <T> byte[] bytes(Writer<T> writer, T value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            out.writeByte(FORMAT);
            writer.write(value, out);
        } catch (IOException e) {
            throw new UncheckedIOException("A buffer in memory takes every byte", e);
        }
        return bytes.toByteArray();
    }

    private static <T> T value(Reader<T> reader, String topic, byte[] bytes) {
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            byte format = in.readByte();
            if (format != FORMAT) {
                throw new SerializationException("State of " + topic + " has format " + format + ", known is "
                        + FORMAT + ": it was written by a newer release");
            }
            return reader.read(in);
        } catch (IOException e) {
            throw new SerializationException("Cannot decode state of " + topic, e);
        }
    }
}
