package angklung.topic;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
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
    private final Map<String, Object> config;

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
        this.config = Map.copyOf(all);
    }

    public AvroSerdes(String registryUrl) {
        this(registryUrl, Map.of());
    }

    /** A serde of values. Safe to share between threads: neither half holds mutable state of one record. */
    public <T extends SpecificRecord> Serde<T> values() {
        Serde<T> serde = Serdes.serdeFrom(this.<T>serializer(), this.<T>deserializer());
        return serde;
    }

    @SuppressWarnings("unchecked") // Confluent's serializers are typed as Object
    private <T> Serializer<T> serializer() {
        KafkaAvroSerializer serializer = new KafkaAvroSerializer();
        serializer.configure(config, false);
        return (Serializer<T>) serializer;
    }

    @SuppressWarnings("unchecked")
    private <T> Deserializer<T> deserializer() {
        KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer();
        deserializer.configure(config, false);
        return (Deserializer<T>) deserializer;
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
