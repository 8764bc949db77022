package angklung.topic;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Serdes in Confluent's wire format, made of Confluent's own serializer and deserializer. All references to
 * them are in this class, because they reach the class path by unpacking (see docs/decisions/002).
 *
 * <p>Subjects are named by TopicNameStrategy, the default.
 */
public final class AvroSerdes {
    /** Confluent's codes for what a working registry does not know; another 404 is another server's. */
    private static final int SUBJECT_NOT_FOUND = 40401;

    private static final int SCHEMA_NOT_FOUND = 40403;

    private static final int HEADER_BYTES = 5;

    private final KafkaAvroSerializer serializer = new KafkaAvroSerializer();
    private final KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer();

    /**
     * @param registryUrl of the schema registry; {@code mock://scope} for the one inside this JVM
     * @param extra further settings of the serializers, such as credentials of the registry
     */
    public AvroSerdes(String registryUrl, Map<String, ?> extra) {
        trustGeneratedClasses();
        Map<String, Object> all = new HashMap<>(extra);
        all.put("schema.registry.url", registryUrl);
        all.put("specific.avro.reader", true);
        // The registry shows the schema as it is in schemas/, without the hint for Java's string type.
        all.put("avro.remove.java.properties", true);
        serializer.configure(all, false);
        deserializer.configure(all, false);
    }

    public AvroSerdes(String registryUrl) {
        this(registryUrl, Map.of());
    }

    /**
     * A serde of values. All serdes of one instance share one pair of Confluent's and its cache of schemas: to
     * configure a pair costs a thousand times what a record does. Safe to share between threads: neither half holds
     * mutable state of one record.
     */
    public <T extends SpecificRecord> Serde<T> values() {
        return Serdes.serdeFrom(new SharedSerializer<>(serializer), new SharedDeserializer<>(deserializer));
    }

    /** Closed by every client that uses it, so that closing must not reach the pair that others go on with. */
    private record SharedSerializer<T>(KafkaAvroSerializer shared) implements Serializer<T> {
        @Override
        public byte[] serialize(String topic, T value) {
            return shared.serialize(topic, value);
        }
    }

    private record SharedDeserializer<T>(KafkaAvroDeserializer shared) implements Deserializer<T> {
        @Override
        @SuppressWarnings("unchecked") // Confluent's deserializer is typed as Object
        public T deserialize(String topic, byte[] bytes) {
            return (T) shared.deserialize(topic, bytes);
        }
    }

    /**
     * Reads one value and tells bytes that nobody can read from a registry that does not answer.
     *
     * @param deserializer of a serde of this class
     * @param type that the value must have; a topic may hold a record of any registered schema
     * @throws UnreadableValue if the bytes are at fault: absent, short, of another format, of an unknown schema,
     *     corrupt, or of another type
     * @throws SerializationException if the registry is unreachable or fails; reading may succeed later
     */
    public static <T> T read(Deserializer<? extends T> deserializer, Class<T> type, String topic, byte[] bytes)
            throws UnreadableValue {
        requireFormat(bytes);
        Object value;
        try {
            value = deserializer.deserialize(topic, bytes);
        } catch (RuntimeException e) {
            // Confluent wraps both kinds of failure alike. Once the schema is in the cache, only the bytes can fail.
            requireSchema(((SharedDeserializer<?>) deserializer).shared(), topic, bytes);
            value = readAgain(deserializer, topic, bytes);
        }
        if (!type.isInstance(value)) {
            throw new UnreadableValue("the value is a " + (value == null ? "null" : value.getClass().getName())
                    + ", expected " + type.getName());
        }
        return type.cast(value);
    }

    private static void requireFormat(byte[] bytes) throws UnreadableValue {
        if (bytes == null) {
            throw new UnreadableValue("the record has no value");
        }
        if (bytes.length < HEADER_BYTES) {
            throw new UnreadableValue("the value has " + bytes.length + " bytes, expected at least " + HEADER_BYTES);
        }
        if (bytes[0] != 0) {
            throw new UnreadableValue("the value starts with byte " + (bytes[0] & 0xff)
                    + ", expected 0 and a schema identifier");
        }
    }

    private static void requireSchema(KafkaAvroDeserializer deserializer, String topic, byte[] bytes)
            throws UnreadableValue {
        int id = ByteBuffer.wrap(bytes).getInt(1);
        try {
            deserializer.getSchemaBySubjectAndId(topic + "-value", id);
        } catch (RestClientException e) {
            if (e.getErrorCode() == SCHEMA_NOT_FOUND || e.getErrorCode() == SUBJECT_NOT_FOUND) {
                throw new UnreadableValue("the schema registry knows no schema " + id + " of this topic");
            }
            throw new SerializationException("The schema registry refuses schema " + id + " of " + topic, e);
        } catch (IOException e) {
            throw new SerializationException(
                    "The schema registry does not answer for schema " + id + " of " + topic, e);
        }
    }

    private static Object readAgain(Deserializer<?> deserializer, String topic, byte[] bytes) throws UnreadableValue {
        try {
            return deserializer.deserialize(topic, bytes);
        } catch (RuntimeException e) {
            Throwable root = e.getCause() == null ? e : e.getCause();
            throw new UnreadableValue("the bytes do not fit their schema: " + root);
        }
    }

    /**
     * Avro 1.12.2 refuses generated classes that it was not told about. To be called before the first record is
     * built, if that is before the first serde; calling it again changes nothing.
     */
    public static void trustGeneratedClasses() {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.DEFAULT, type -> type.getName().startsWith("angklung.avro.")));
    }
}
