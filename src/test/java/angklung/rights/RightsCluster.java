package angklung.rights;

import angklung.avro.RecordingRights;
import angklung.avro.Registration;
import angklung.avro.RejectedRegistration;
import angklung.client.TopicReader;
import angklung.config.Settings;
import angklung.runtime.Drained;
import angklung.runtime.EmbeddedKafka;
import angklung.runtime.Pipeline;
import angklung.runtime.Stage;
import angklung.runtime.TopicAdmin;
import angklung.runtime.Topologies;
import angklung.topic.Partitioning;
import angklung.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The stage on a broker inside the test, several tasks of each subtopology on two threads. */
final class RightsCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final EmbeddedKafka broker;
    private final Settings settings;
    private final Topics topics;
    private final Producer<String, byte[]> producer;
    private final TopicReader<String, RecordingRights> reader;
    private final SortedMap<String, RecordingRights> state = new TreeMap<>();
    private Pipeline pipeline;

    RightsCluster(Path directory, String name, int partitions) {
        broker = EmbeddedKafka.start(directory.resolve("broker"));
        settings = Settings.of(Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "schema.registry.url", "mock://" + name,
                "dsps", "nada",
                "state.dir", directory.resolve("state").toString(),
                "threads", "2",
                "commit.interval.ms", "100",
                "partitions.tally", Integer.toString(partitions),
                "replication.factor", "1",
                "min.insync.replicas", "1"));
        new TopicAdmin(settings).apply();
        topics = settings.topics();
        producer = settings.clients().producer("test-registrations");
        reader = new TopicReader<>(settings.clients(), topics.recordingRights);
    }

    void start() {
        pipeline = Pipeline.start(settings, Topologies.of(settings, EnumSet.of(Stage.RIGHTS)));
        pipeline.awaitRunning(PATIENCE);
    }

    void stop() {
        pipeline.close();
        pipeline = null;
    }

    void send(Stream<Registration> registrations) {
        registrations.forEach(registration -> {
            String key = RegistrationRules.key(registration);
            byte[] value = topics.registrations.value().serializer()
                    .serialize(topics.registrations.name(), registration);
            producer.send(new ProducerRecord<>(
                    topics.registrations.name(), Partitioning.ofKey(key, topics.registrations.partitions()), key,
                    value));
        });
        producer.flush();
    }

    void await() {
        try (Drained drained = new Drained(settings.clients(), pipeline::failure, PATIENCE)) {
            drained.awaitRights(pipeline.groupId(Stage.RIGHTS), topics);
        }
    }

    /** The keys of the records of recording rights that were written since the last time. */
    List<String> written() {
        List<String> keys = new ArrayList<>();
        reader.readToEnd(record -> {
            keys.add(record.key());
            if (record.partition() != Partitioning.ofIsrc(record.key(), topics.recordingRights.partitions())) {
                throw new AssertionError(record.key() + " is on partition " + record.partition());
            }
            if (record.value() == null) {
                state.remove(record.key());
            } else {
                state.put(record.key(), record.value());
            }
        });
        return keys;
    }

    /** The rights of each recording, as far as {@link #written} has read. */
    SortedMap<String, RecordingRights> state() {
        return state;
    }

    List<RejectedRegistration> rejected() {
        try (TopicReader<String, RejectedRegistration> refused =
                new TopicReader<>(settings.clients(), topics.rejectedRegistrations)) {
            return refused.readToEnd().stream().map(ConsumerRecord::value).toList();
        }
    }

    @Override
    public void close() {
        if (pipeline != null) {
            pipeline.close();
        }
        reader.close();
        producer.close();
        broker.close();
    }
}
