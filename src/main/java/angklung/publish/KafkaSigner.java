package angklung.publish;

import angklung.avro.LogEntry;
import angklung.avro.SignedCheckpoint;
import angklung.client.Clients;
import angklung.client.TopicReader;
import angklung.config.Failure;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/** The signer's topics on Kafka. The transactional identifier is one for each log: a second signer fences the first. */
public final class KafkaSigner implements SignerTopics {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Clients clients;
    private final TopicDef<String, SignedCheckpoint> checkpoints;
    private final Producer<String, byte[]> producer;
    private final TopicReader<String, LogEntry> entries;

    /** @param applicationIdPrefix of this installation */
    public KafkaSigner(Clients clients, Topics topics, String applicationIdPrefix) {
        this.clients = clients;
        this.checkpoints = topics.checkpoints;
        this.producer = clients.transactionalProducer(applicationIdPrefix + "-signer");
        this.entries = new TopicReader<>(clients, topics.logEntries);
    }

    @Override
    public List<SignedCheckpoint> takeOver() {
        producer.initTransactions();
        List<SignedCheckpoint> signed = new ArrayList<>();
        try (TopicReader<String, SignedCheckpoint> reader = new TopicReader<>(clients, checkpoints)) {
            reader.readDecided(record -> signed.add(record.value()));
        }
        return signed;
    }

    @Override
    public void readEntries(Consumer<LogEntry> each) {
        entries.readToEnd(record -> each.accept(record.value()));
    }

    @Override
    public void commit(SignedCheckpoint signed) {
        byte[] bytes = checkpoints.value().serializer().serialize(checkpoints.name(), signed);
        try {
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(checkpoints.name(), 0, signed.getOrigin(), bytes));
            producer.commitTransaction();
        } catch (KafkaException e) {
            throw failed(signed, e);
        }
    }

    @Override
    public void close() {
        entries.close();
        producer.close(PATIENCE);
    }

    /** It may be committed all the same, so this signer must not go on: the next one reads what is there. */
    private static Failure failed(SignedCheckpoint signed, KafkaException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                return new Failure(
                        Failure.NOT_READY, "Another publisher of this log has taken over; this one has stopped", e);
            }
        }
        return new Failure(
                Failure.NOT_READY,
                "Whether the checkpoint of " + signed.getSize() + " leaves is committed is not known: " + e.getMessage()
                        + "; start the publisher again, it reads what was committed",
                e);
    }
}
