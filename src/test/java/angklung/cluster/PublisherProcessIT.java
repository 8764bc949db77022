package angklung.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.LogEntry;
import angklung.avro.SignedCheckpoint;
import angklung.log.Hash;
import angklung.log.NaiveTree;
import angklung.log.Note;
import angklung.publish.Step;
import angklung.runtime.EmbeddedKafka;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The publisher as a process that is killed or loses its directory; the notary stage is played by the test. */
class PublisherProcessIT {
    private static final List<String> KEYS = List.of("log.key");

    @TempDir
    private static Path brokerDirectory;

    private static EmbeddedKafka broker;
    private static TestRegistry registry;

    @TempDir
    private Path directory;

    private LogRig rig;
    private Path log;

    @BeforeAll
    static void startBroker() throws IOException {
        broker = EmbeddedKafka.start(brokerDirectory.resolve("broker"));
        registry = new TestRegistry();
    }

    @AfterAll
    static void stopBroker() {
        registry.close();
        broker.close();
    }

    /** Each test has a log of its own. */
    private void start(String prefix) throws Exception {
        rig = new LogRig(directory, broker.bootstrapServers(), registry.url(), prefix);
        Topics topics = rig.settings().topics();
        try (Admin admin = rig.settings().clients().admin()) {
            admin.createTopics(List.of(
                            new NewTopic(topics.logEntries.name(), 1, (short) 1),
                            new NewTopic(topics.checkpoints.name(), 1, (short) 1)))
                    .all()
                    .get();
        }
        rig.writePolicy(List.of(rig.logKey(KEYS.get(0))), List.of(), 0);
        log = directory.resolve("log");
    }

    @Test
    void shouldPublishTheCheckpointThatWasCommittedBeforeTheCrash() throws Exception {
        start("crash");
        append(0, 5);
        try (Child dying = rig.startDyingPublisher("dying", log, KEYS, Step.COMMITTED)) {
            assertThat(dying.awaitEnd()).as(dying.output()).isEqualTo(DyingPublisher.KILLED);
        }
        List<SignedCheckpoint> signed = rig.signed();
        assertThat(signed).hasSize(1);
        assertThat(LogRig.published(log)).isEmpty();

        publishOnce("next");

        assertThat(rig.signed()).isEqualTo(signed);
        assertThat(LogRig.published(log)).hasValueSatisfying(note ->
                assertThat(new String(note, StandardCharsets.UTF_8)).isEqualTo(signed.get(0).getNote()));
        assertThat(root()).isEqualTo(NaiveTree.of(new LeafAudit(rig.settings()).entries()).root(5));
    }

    @Test
    void shouldMakeALostDirectoryAgainByteForByte() throws Exception {
        start("lost");
        append(0, 3);
        publishOnce("first");
        append(3, 300);
        publishOnce("second");
        Map<String, String> before = files(log);
        assertThat(before).containsKeys(
                "checkpoint", "policy", "tile/0/000", "tile/0/000.p/3", "tile/entries/001.p/44");
        Files.move(log, directory.resolve("lost"));

        publishOnce("third");

        assertThat(files(log)).isEqualTo(before);
        assertThat(rig.signed()).extracting(SignedCheckpoint::getSize).containsExactly(3L, 300L);
    }

    private Hash root() {
        byte[] note = LogRig.published(log).orElseThrow();
        return rig.policy().accept(Note.parse(note)).checkpoint().root();
    }

    private void publishOnce(String name) {
        try (Child publisher = rig.startPublisher(name, log, KEYS, "--once")) {
            assertThat(publisher.awaitEnd()).as(publisher.output()).isZero();
        }
    }

    private void append(int from, int to) {
        TopicDef<String, LogEntry> topic = rig.settings().topics().logEntries;
        try (Producer<String, byte[]> producer = rig.settings().clients().producer("notary")) {
            for (long seq = from; seq < to; seq++) {
                byte[] entry = ("{\"facts\":{},\"kind\":\"policy\",\"seq\":" + seq + ",\"v\":1}")
                        .getBytes(StandardCharsets.UTF_8);
                byte[] value = topic.value().serializer()
                        .serialize(topic.name(), new LogEntry(seq, ByteBuffer.wrap(entry)));
                producer.send(new ProducerRecord<>(topic.name(), 0, Long.toString(seq), value));
            }
        }
    }

    /** Contents by path; the lock is no part of the log. */
    private static Map<String, String> files(Path root) throws IOException {
        Map<String, String> files = new TreeMap<>();
        List<Path> paths = new ArrayList<>();
        try (Stream<Path> all = Files.walk(root)) {
            all.filter(Files::isRegularFile).forEach(paths::add);
        }
        for (Path path : paths) {
            files.put(
                    root.relativize(path).toString(),
                    new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1));
        }
        files.remove(".lock");
        return files;
    }
}
