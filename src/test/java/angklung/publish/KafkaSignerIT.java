package angklung.publish;

import static angklung.publish.TestLog.ALONE;
import static angklung.publish.TestLog.NOBODY;
import static angklung.publish.TestLog.SIGNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.LogEntry;
import angklung.avro.SignedCheckpoint;
import angklung.client.Clients;
import angklung.client.TopicReader;
import angklung.config.Failure;
import angklung.log.Checkpoint;
import angklung.log.Note;
import angklung.runtime.EmbeddedKafka;
import angklung.topic.AvroSerdes;
import angklung.topic.PartitionContract;
import angklung.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The publisher on a real broker; the notary stage is played by the test. Each test has a topic prefix of its own. */
class KafkaSignerIT {
    @TempDir
    private static Path broker;

    private static EmbeddedKafka kafka;
    private static Clients clients;

    @TempDir
    private Path dir;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(broker.resolve("broker"));
        clients = new Clients(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    /** The process ends here. */
    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void shouldPublishWhatIsCommittedAndNothingElse() throws Exception {
        Topics topics = topics("committed");
        write(topics, 0, 300, true);
        write(topics, 300, 305, false);
        try (Publisher publisher = publisher(topics, step -> { })) {
            assertThat(publisher.turn().signed()).map(Checkpoint::size).contains(300L);
            write(topics, 300, 302, true);
            assertThat(publisher.turn().signed()).map(Checkpoint::size).contains(302L);
        }
        assertThat(published().root().toBytes()).isEqualTo(NaiveTree.root(TestLog.entries(302)));
        assertThat(signed(topics)).extracting(SignedCheckpoint::getSize).containsExactly(300L, 302L);
    }

    @Test
    void shouldLetTheSecondPublisherTakeOver() throws Exception {
        Topics topics = topics("takeover");
        write(topics, 0, 3, true);
        try (Publisher first = publisher(topics, step -> { })) {
            first.turn();
            try (Publisher second = Publisher.open(
                    signer(topics), new LogDirectory(dir.resolve("second")), SIGNER, ALONE, NOBODY, step -> { })) {
                write(topics, 3, 4, true);
                assertThatThrownBy(first::turn)
                        .isInstanceOf(Failure.class)
                        .hasMessageContaining("Another publisher of this log has taken over");
                assertThat(second.turn().published()).isTrue();
            }
        }
        assertThat(signed(topics)).extracting(SignedCheckpoint::getSize).containsExactly(3L, 4L);
    }

    @Test
    void shouldGoOnAfterACrashAtAnyStep() throws Exception {
        Topics topics = topics("crash");
        int size = 0;
        Set<Step> crashed = EnumSet.noneOf(Step.class);
        for (Step last : Step.values()) {
            write(topics, size, size + 2, true);
            size += 2;
            try (Publisher publisher = publisher(topics, step -> {
                if (step == last) {
                    crashed.add(step);
                    throw new Crash();
                }
            })) {
                assertThatThrownBy(publisher::turn).isInstanceOf(Crash.class);
            }
        }
        try (Publisher publisher = publisher(topics, step -> { })) {
            assertThat(publisher.turn().published()).isTrue();
        }
        assertThat(crashed).containsExactlyInAnyOrder(Step.values());
        assertThat(published().root().toBytes()).isEqualTo(NaiveTree.root(TestLog.entries(size)));
        assertThat(signed(topics)).allSatisfy(signed -> {
            byte[] root = new byte[32];
            signed.getRoot().duplicate().get(root);
            assertThat(root).isEqualTo(NaiveTree.root(TestLog.entries(signed.getSize())));
        });
    }

    private Publisher publisher(Topics topics, Steps steps) {
        return Publisher.open(signer(topics), new LogDirectory(dir.resolve("log")), SIGNER, ALONE, NOBODY, steps);
    }

    private static KafkaSigner signer(Topics topics) {
        String name = topics.checkpoints.name();
        return new KafkaSigner(clients, topics, name.substring(0, name.indexOf('.')));
    }

    private Checkpoint published() {
        byte[] note = new LogDirectory(dir.resolve("log")).checkpoint().orElseThrow();
        return ALONE.policy().accept(Note.parse(note)).checkpoint();
    }

    private static List<SignedCheckpoint> signed(Topics topics) {
        List<SignedCheckpoint> signed = new ArrayList<>();
        try (TopicReader<String, SignedCheckpoint> reader = new TopicReader<>(clients, topics.checkpoints)) {
            reader.readDecided(record -> signed.add(record.value()));
        }
        return signed;
    }

    private static void write(Topics topics, int from, int to, boolean commit) {
        String topic = topics.logEntries.name();
        try (Producer<String, byte[]> producer = clients.transactionalProducer(topic)) {
            producer.initTransactions();
            producer.beginTransaction();
            for (long seq = from; seq < to; seq++) {
                LogEntry entry = new LogEntry(seq, ByteBuffer.wrap(TestLog.entry(seq)));
                byte[] bytes = topics.logEntries.value().serializer().serialize(topic, entry);
                producer.send(new ProducerRecord<>(topic, 0, String.valueOf(seq), bytes));
            }
            producer.flush();
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
        try (TopicReader<String, LogEntry> reader = new TopicReader<>(clients, topics.logEntries)) {
            reader.readDecided(record -> { }); // a transaction shows a moment after it is committed
        }
    }

    private static Topics topics(String prefix) throws Exception {
        Topics topics = new Topics(
                prefix, new PartitionContract(2, 2, 1, 2), new AvroSerdes("mock://signer", Map.of()), List.of("wave"));
        try (Admin admin = clients.admin()) {
            admin.createTopics(List.of(
                            new NewTopic(topics.logEntries.name(), 1, (short) 1),
                            new NewTopic(topics.checkpoints.name(), 1, (short) 1)))
                    .all()
                    .get();
        }
        return topics;
    }
}
