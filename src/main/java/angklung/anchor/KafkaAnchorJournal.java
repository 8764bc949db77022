package angklung.anchor;

import angklung.avro.ChainAnchor;
import angklung.client.Clients;
import angklung.client.TopicReader;
import angklung.topic.TopicDef;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The journal in the topic of anchors. One process writes it: another that opens it fences the one before. */
public final class KafkaAnchorJournal implements AnchorJournal {
    private static final int PARTITION = 0;

    private final TopicDef<String, ChainAnchor> topic;
    private final Producer<String, byte[]> producer;
    private final Map<String, ChainAnchor> last = new HashMap<>();

    private KafkaAnchorJournal(TopicDef<String, ChainAnchor> topic, Producer<String, byte[]> producer) {
        this.topic = topic;
        this.producer = producer;
    }

    /**
     * Opens it and reads it whole.
     *
     * @param transactionalId the same for all who write to this chain for this installation
     */
    public static KafkaAnchorJournal open(
            Clients clients, TopicDef<String, ChainAnchor> topic, String transactionalId) {
        KafkaAnchorJournal journal = new KafkaAnchorJournal(topic, clients.transactionalProducer(transactionalId));
        try {
            journal.producer.initTransactions(); // first fence, then read: nobody writes behind our back
            try (TopicReader<String, ChainAnchor> reader = new TopicReader<>(clients, topic)) {
                reader.readDecided(record -> journal.last.put(record.key(), record.value()));
            }
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
        return journal;
    }

    @Override
    public Optional<ChainAnchor> last(String key) {
        return Optional.ofNullable(last.get(key));
    }

    @Override
    public void write(String key, ChainAnchor anchor) {
        producer.beginTransaction();
        byte[] value = topic.value().serializer().serialize(topic.name(), anchor);
        producer.send(new ProducerRecord<>(topic.name(), PARTITION, key, value));
        producer.commitTransaction(); // throws what the send failed of
        last.put(key, anchor);
    }

    @Override
    public void close() {
        producer.close();
    }
}
