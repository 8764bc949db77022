package angklung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.LogEntry;
import angklung.config.Settings;
import angklung.config.SettingsLoader;
import angklung.runtime.EmbeddedKafka;
import angklung.topic.TopicDef;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A log from its key to its check by the command line alone; the notary stage is played by the test. */
@Timeout(180)
final class NotaryPublishCommandIT {
    private static final String ORIGIN = "log.example.org/royalties";

    @TempDir
    private static Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Map<String, String> environment;

    @Test
    void shouldPublishALogThatAnybodyCanCheck() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("broker"))) {
            environment = Map.of(
                    "ANGKLUNG_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                    "ANGKLUNG_SCHEMA_REGISTRY_URL", "mock://notary-publish",
                    "ANGKLUNG_DSPS", "alpha",
                    "ANGKLUNG_REPLICATION_FACTOR", "1",
                    "ANGKLUNG_MIN_INSYNC_REPLICAS", "1",
                    "ANGKLUNG_LOG_ORIGIN", ORIGIN,
                    "ANGKLUNG_LOG_DIR", dir.resolve("log").toString(),
                    "ANGKLUNG_LOG_KEYS", dir.resolve("log.key").toString());
            assertThat(run("topics", "apply")).as(err.toString()).isEqualTo(0);
            assertThat(run("notary", "publish", "--once")).isEqualTo(2);
            assertThat(err.toString()).contains("There is no key file");
            assertThat(run("keys", "generate", "--type", "log", "--name", ORIGIN, "--out", key())).isEqualTo(0);
            String verifier = out.toString().strip();
            assertThat(run("notary", "publish", "--once")).as(err.toString()).isEqualTo(0);
            assertThat(out.toString()).contains("no leaf yet");

            write(settings(), 3);
            assertThat(run("notary", "publish", "--once")).as(err.toString()).isEqualTo(0);
            assertThat(out.toString()).contains("Checkpoint of 3 leaves").contains("published");
            String policy = dir.resolve("log/policy").toString();
            assertThat(Files.readString(Path.of(policy))).isEqualTo("log " + verifier + "\nquorum none\n");
            assertThat(run("notary", "fsck", "--policy", policy)).as(err.toString()).isEqualTo(0);
            assertThat(out.toString()).contains("3 entries of 3 hashed").contains("signed by the log");

            shouldNotPublishWithoutTheQuorum(verifier);
            shouldNotReadAKeyThatOthersMayRead();
        }
    }

    private void shouldNotPublishWithoutTheQuorum(String verifier) throws Exception {
        assertThat(run("keys", "generate", "--type", "witness", "--name", "w.example.com", "--out",
                dir.resolve("w.key").toString())).as(err.toString()).isEqualTo(0);
        Path policy = Files.writeString(dir.resolve("policy.txt"), "log " + verifier + "\nwitness w "
                + out.toString().strip() + " http://127.0.0.1:1/\nquorum w\n");

        assertThat(run("notary", "publish", "--once", "--set", "log.policy=" + policy)).isEqualTo(5);
        assertThat(err.toString()).contains("the quorum is missed").contains("witness w cannot be asked");
    }

    private void shouldNotReadAKeyThatOthersMayRead() throws Exception {
        Files.setPosixFilePermissions(Path.of(key()), PosixFilePermissions.fromString("rw-r--r--"));
        String secret = Files.readString(Path.of(key())).strip();

        assertThat(run("notary", "publish", "--once")).isEqualTo(4);
        assertThat(err.toString()).contains("open to others").doesNotContain(secret);
    }

    private String key() {
        return dir.resolve("log.key").toString();
    }

    private Settings settings() {
        return new SettingsLoader(environment).load(null, Map.of());
    }

    private static void write(Settings settings, int count) {
        TopicDef<String, LogEntry> topic = settings.topics().logEntries;
        try (Producer<String, byte[]> producer = settings.clients().producer("notary")) {
            for (long seq = 0; seq < count; seq++) {
                ByteBuffer leaf = ByteBuffer.wrap(("leaf " + seq).getBytes(StandardCharsets.UTF_8));
                byte[] bytes = topic.value().serializer().serialize(topic.name(), new LogEntry(seq, leaf));
                producer.send(new ProducerRecord<>(topic.name(), 0, String.valueOf(seq), bytes));
            }
        }
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.run(environment, new PrintWriter(out, true), new PrintWriter(err, true), args);
    }
}
