package angklung.notary;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.LogEntry;
import angklung.avro.Opening;
import angklung.avro.PeriodState;
import angklung.avro.Statement;
import angklung.client.TopicReader;
import angklung.config.Settings;
import angklung.keys.SubjectKeys;
import angklung.log.StrictBase64;
import angklung.opening.Sealing;
import angklung.runtime.Drained;
import angklung.runtime.EmbeddedKafka;
import angklung.runtime.Pipeline;
import angklung.runtime.Stage;
import angklung.runtime.TopicAdmin;
import angklung.runtime.Topologies;
import angklung.topic.Partitioning;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The notary on a broker, stopped and started again between its records. */
class NotaryIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int PARTIES = 40;

    @TempDir
    private Path dir;

    @Test
    void shouldGoOnWhereItStopped() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("broker"))) {
            Settings settings = settings(kafka);
            new TopicAdmin(settings).apply();
            Topics topics = settings.topics();
            long[] made = new long[2];
            for (int i = 0; i < PARTIES; i++) {
                made[Partitioning.ofKey("party" + i, 2)]++;
            }

            run(settings, 0, () -> {
                sendStatements(settings, 0, PARTIES / 2);
                sendEnd(settings, 0, made[0]);
            });
            run(settings, PARTIES + 1, () -> {
                sendEnd(settings, 1, made[1]);
                sendStatements(settings, PARTIES / 2, PARTIES);
            });
            run(settings, PARTIES + 2, () -> {
                sendStatements(settings, 0, PARTIES); // all of it once more
                String other = Samples.RUN + "/late";
                for (int partition = 0; partition < 2; partition++) {
                    PeriodState end = Samples.paid(other, partition, 0);
                    send(settings, topics.periodState, 0, other + partition, end);
                }
            });

            checkOpenings(settings, read(settings, topics.logEntries));
        }
    }

    private void checkOpenings(Settings settings, List<LogEntry> entries) {
        assertThat(entries).extracting(LogEntry::getSeq).isSorted().doesNotHaveDuplicates().hasSize(PARTIES + 2);
        assertThat(Notary.text(entries.get(PARTIES))).contains("\"kind\":\"payout-run\"", "\"statements\":\"40\"");
        SubjectKeys keys = new SubjectKeys(dir.resolve("keys"));
        List<Opening> openings = read(settings, settings.topics().openings);
        assertThat(openings).hasSize(PARTIES).allSatisfy(opening -> {
            byte[] commitment = new Sealing(keys.key(opening.getPartyId()))
                    .open(opening.getStatementId(), SubmissionRules.bytes(opening.getSealed()))
                    .commitment();
            assertThat(Notary.text(entries.get((int) opening.getSeq()))).contains(StrictBase64.encode(commitment));
        });
    }

    private Settings settings(EmbeddedKafka kafka) {
        return Settings.of(Map.of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "schema.registry.url", "mock://notary-it",
                "dsps", "nada",
                "state.dir", dir.resolve("state").toString(),
                "commit.interval.ms", "100",
                "partitions.settlement", "2",
                "replication.factor", "1",
                "min.insync.replicas", "1",
                "log.origin", Notary.ORIGIN,
                "log.subject-keys", dir.resolve("keys").toString()));
    }

    /** Runs the notary until it has read what is sent meanwhile and so many leaves are there. */
    private static void run(Settings settings, int leaves, Runnable send) {
        try (Pipeline pipeline = Pipeline.start(settings, Topologies.of(settings, EnumSet.of(Stage.NOTARY)));
                Drained drained = new Drained(settings.clients(), pipeline::failure, PATIENCE)) {
            pipeline.awaitRunning(PATIENCE);
            send.run();
            drained.await(pipeline.groupId(Stage.NOTARY), settings.topics().statements);
            drained.await(pipeline.groupId(Stage.NOTARY), settings.topics().periodState);
            drained.await("leaves", () -> read(settings, settings.topics().logEntries).size() >= leaves);
        }
    }

    private static void sendStatements(Settings settings, int from, int to) {
        for (int i = from; i < to; i++) {
            Statement statement = Samples.statement(Samples.RUN, "party" + i, "IDR", 1_000_000 + i);
            TopicDef<String, Statement> topic = settings.topics().statements;
            send(settings, topic, Partitioning.ofKey(statement.getPartyId(), 2), statement.getPartyId(), statement);
        }
    }

    private static void sendEnd(Settings settings, int partition, long statements) {
        send(settings, settings.topics().periodState, 0, "/PAID/" + partition,
                Samples.paid(Samples.RUN, partition, statements));
    }

    private static <V> void send(Settings settings, TopicDef<String, V> topic, int partition, String key, V value) {
        try (Producer<String, byte[]> producer = settings.clients().producer("notary-it")) {
            byte[] bytes = topic.value().serializer().serialize(topic.name(), value);
            producer.send(new ProducerRecord<>(topic.name(), partition, key, bytes));
        }
    }

    private static <V> List<V> read(Settings settings, TopicDef<String, V> topic) {
        List<V> values = new ArrayList<>();
        try (TopicReader<String, V> reader = new TopicReader<>(settings.clients(), topic)) {
            reader.readToEnd(record -> values.add(record.value()));
        }
        return values;
    }
}
