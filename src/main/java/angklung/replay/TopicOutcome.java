package angklung.replay;

import angklung.avro.DeliveryReport;
import angklung.avro.Earning;
import angklung.avro.PeriodState;
import angklung.avro.PoolPlan;
import angklung.avro.Registration;
import angklung.avro.RejectedPlay;
import angklung.avro.RejectedRegistration;
import angklung.avro.ScreeningHit;
import angklung.avro.Statement;
import angklung.client.Clients;
import angklung.client.TopicReader;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the topics of an installation; whatever was committed before, anywhere, is in what it reads. */
public final class TopicOutcome implements Outcome {
    private final Clients clients;
    private final Topics topics;

    public TopicOutcome(Clients clients, Topics topics) {
        this.clients = clients;
        this.topics = topics;
    }

    @Override
    public void ledger(Lines lines) {
        eachPartition(topics.ledger, record ->
                lines.accept(record.partition(), record.offset(), record.key(), record.value()));
    }

    @Override
    public void earnings(Consumer<Earning> earnings) {
        eachPartition(topics.earnings, record -> earnings.accept(record.value()));
    }

    @Override
    public void statements(Consumer<Statement> statements) {
        eachPartition(topics.statements, record -> statements.accept(record.value()));
    }

    @Override
    public void plans(Consumer<PoolPlan> plans) {
        partition(topics.poolPlans, 0, record -> plans.accept(record.value())); // multicast: every partition has all
    }

    @Override
    public void rejected(Consumer<RejectedPlay> plays) {
        eachPartition(topics.rejected, record -> plays.accept(record.value()));
    }

    @Override
    public void registrations(Consumer<Registration> registrations) {
        eachPartition(topics.registrations, record -> registrations.accept(record.value()));
    }

    @Override
    public void rejectedRegistrations(Consumer<RejectedRegistration> registrations) {
        eachPartition(topics.rejectedRegistrations, record -> registrations.accept(record.value()));
    }

    @Override
    public void recordingRights(Rights rights) {
        eachPartition(topics.recordingRights, record -> rights.accept(record.key(), record.value()));
    }

    @Override
    public void screeningHits(Consumer<ScreeningHit> hits) {
        eachPartition(topics.screeningHits, record -> hits.accept(record.value()));
    }

    @Override
    public void delivery(Consumer<DeliveryReport> reports) {
        lastOfEachKey(topics.delivery).forEach(reports);
    }

    @Override
    public void facts(Consumer<PeriodState> facts) {
        lastOfEachKey(topics.periodState).forEach(facts);
    }

    private <V> List<V> lastOfEachKey(TopicDef<String, V> topic) {
        Map<String, V> last = new LinkedHashMap<>();
        eachPartition(topic, record -> last.put(record.key(), record.value()));
        return List.copyOf(last.values());
    }

    private <V> void eachPartition(TopicDef<String, V> topic, Consumer<ConsumerRecord<String, V>> action) {
        IntStream.range(0, topic.partitions()).forEach(p -> partition(topic, p, action));
    }

    private <V> void partition(TopicDef<String, V> topic, int number, Consumer<ConsumerRecord<String, V>> action) {
        try (TopicReader<String, V> reader = new TopicReader<>(clients, topic, List.of(number))) {
            reader.readDecided(action);
        }
    }
}
