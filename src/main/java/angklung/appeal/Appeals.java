package angklung.appeal;

import angklung.avro.HitDecision;
import angklung.avro.ScreeningDecision;
import angklung.client.Clients;
import angklung.config.Failure;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Records what operators decide on hits. */
public final class Appeals {
    private final Clients clients;
    private final TopicDef<String, ScreeningDecision> topic;

    public Appeals(Clients clients, Topics topics) {
        this.clients = clients;
        this.topic = topics.screeningDecisions;
    }

    /**
     * Sends decisions to every intake partition, all of them or none.
     *
     * @throws Failure with exit code 5 if the brokers do not take them
     */
    public void decide(List<ScreeningDecision> decisions) {
        // A transaction of its own name: two operators at once are two transactions, and neither fences the other.
        try (Producer<String, byte[]> producer = clients.transactionalProducer(
                "angklung-screening-" + UUID.randomUUID())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (ScreeningDecision decision : decisions) {
                send(producer, decision);
            }
            producer.commitTransaction();
        } catch (ExecutionException e) {
            throw new Failure(Failure.NOT_READY, "The brokers did not take the decision: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while recording a decision", e);
        }
    }

    private void send(Producer<String, byte[]> producer, ScreeningDecision decision)
            throws ExecutionException, InterruptedException {
        if (decision.getDecision() == HitDecision.UNKNOWN) {
            throw new IllegalArgumentException("No decision: " + decision);
        }
        byte[] value = topic.value().serializer().serialize(topic.name(), decision);
        for (int partition = 0; partition < topic.partitions(); partition++) {
            Future<RecordMetadata> sent =
                    producer.send(new ProducerRecord<>(topic.name(), partition, decision.getHitId(), value));
            sent.get();
        }
    }
}
