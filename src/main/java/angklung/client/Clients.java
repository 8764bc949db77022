package angklung.client;

import angklung.topic.TopicDef;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Makes the plain clients of one cluster, all with the settings that exactness needs. */
public final class Clients {
    private final Map<String, Object> common;

    /** @param common settings of every client: {@code bootstrap.servers}, security */
    public Clients(Map<String, ?> common) {
        this.common = Map.copyOf(common);
    }

    public Admin admin() {
        return Admin.create(with(Map.of(AdminClientConfig.CLIENT_ID_CONFIG, "angklung-admin")));
    }

    /** Without a group, positioned by hand; aborted records are invisible to it. */
    public <K, V> Consumer<K, V> consumer(TopicDef<K, V> topic) {
        Map<String, Object> config = with(Map.of(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000,
                // Closing waits for the fetch that is under way, by default half a second at the end of a topic.
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false));
        return new KafkaConsumer<>(config, topic.key().deserializer(), topic.value().deserializer());
    }

    /** Where each partition ends, open transactions included, which no consumer of these clients sees. */
    public Map<TopicPartition, Long> writtenEnds(Collection<TopicPartition> partitions) {
        Map<String, Object> config = with(Map.of(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false));
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions); // or the client warns that it learns of partitions that it was not given
            return consumer.endOffsets(partitions);
        }
    }

    /** Idempotent and acknowledged by all replicas; sends keys and values that are bytes already. */
    public Producer<String, byte[]> producer(String clientId) {
        return new KafkaProducer<>(producing(clientId, Map.of()), new StringSerializer(), new ByteArraySerializer());
    }

    /** As {@link #producer}, in transactions; a second producer of the same identifier fences the first. */
    public Producer<String, byte[]> transactionalProducer(String transactionalId) {
        Map<String, Object> config =
                producing(transactionalId, Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId));
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    private Map<String, Object> producing(String clientId, Map<String, ?> extra) {
        Map<String, Object> config = with(Map.of(
                ProducerConfig.CLIENT_ID_CONFIG, clientId,
                ProducerConfig.ACKS_CONFIG, "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true,
                ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4",
                ProducerConfig.LINGER_MS_CONFIG, 20,
                ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024));
        config.putAll(extra);
        return config;
    }

    private Map<String, Object> with(Map<String, ?> extra) {
        Map<String, Object> config = new HashMap<>(common);
        config.putAll(extra);
        return config;
    }
}
