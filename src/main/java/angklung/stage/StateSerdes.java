package angklung.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Serdes of state stores, thread-safe. A full serialisation through the registry for every get and put would
 * dominate a stage's cost.
 */
public final class StateSerdes {
    private StateSerdes() {}

    /**
     * Of a record with a schema: Avro's single-object encoding, which names the writer's schema by its fingerprint.
     * Encoder and decoder keep their buffers in thread-locals.
     */
    public static <T extends SpecificRecordBase> Serde<T> avro(Schema schema) {
        SpecificData model = SpecificData.getForSchema(schema);
        BinaryMessageEncoder<T> encoder = new BinaryMessageEncoder<>(model, schema);
        BinaryMessageDecoder<T> decoder = new BinaryMessageDecoder<>(model, schema);
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : encode(encoder, value),
                (topic, bytes) -> bytes == null ? null : decode(decoder, topic, bytes));
    }

    /**
     * Of a type of a stage's own: the fields that {@code encode} writes, which {@code decode} reads.
     *
     * @param format number of the order of fields; another order gets another number
     */
    public static <T> Serde<T> fields(
            int format, BiConsumer<T, StateWriter> encode, Function<StateReader, T> decode) {
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : encode(format, encode, value),
                (topic, bytes) -> bytes == null ? null : decode(format, decode, topic, bytes));
    }

    private static <T> byte[] encode(int format, BiConsumer<T, StateWriter> encode, T value) {
        StateWriter writer = new StateWriter(format);
        encode.accept(value, writer);
        return writer.toBytes();
    }

    private static <T> T decode(int format, Function<StateReader, T> decode, String topic, byte[] bytes) {
        try {
            return decode.apply(new StateReader(bytes, format));
        } catch (BufferUnderflowException e) {
            throw new SerializationException("Cannot decode state of " + topic + ": it is cut short", e);
        } catch (SerializationException e) {
            throw new SerializationException("Cannot decode state of " + topic + ": " + e.getMessage(), e);
        }
    }

    private static <T> byte[] encode(BinaryMessageEncoder<T> encoder, T value) {
        try {
            ByteBuffer buffer = encoder.encode(value);
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot encode state", e);
        }
    }

    private static <T> T decode(BinaryMessageDecoder<T> decoder, String topic, byte[] bytes) {
        try {
            return decoder.decode(bytes);
        } catch (IOException e) {
            throw new SerializationException("Cannot decode state of " + topic, e);
        }
    }
}
