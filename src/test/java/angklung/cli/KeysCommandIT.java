package angklung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.NotaryCommand;
import angklung.avro.NotaryCommandKind;
import angklung.avro.Statement;
import angklung.config.Settings;
import angklung.config.SettingsLoader;
import angklung.keys.KeyRotation;
import angklung.keys.NotaryControl;
import angklung.keys.SubjectKeys;
import angklung.log.StrictBase64;
import angklung.log.VerifierKey;
import angklung.opening.PartyKey;
import angklung.runtime.EmbeddedKafka;
import angklung.topic.TopicDef;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys on one broker, by the command line alone; each test has topics and keys of its own. */
@Timeout(120)
final class KeysCommandIT {
    private static final String ORIGIN = "log.example.org/royalties";

    @TempDir
    private static Path dir;

    private static Path broker;
    private static EmbeddedKafka kafka;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final StringBuilder shown = new StringBuilder();
    private Path home;
    private Map<String, String> environment;

    @BeforeAll
    static void startBroker() {
        broker = dir.resolve("broker");
        kafka = EmbeddedKafka.start(broker);
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @BeforeEach
    void applyTopics(TestInfo test) throws IOException {
        String name = test.getTestMethod().orElseThrow().getName();
        home = Files.createDirectory(dir.resolve(name));
        environment = new HashMap<>(Map.of(
                "ANGKLUNG_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                "ANGKLUNG_SCHEMA_REGISTRY_URL", "mock://keys-commands",
                "ANGKLUNG_TOPIC_PREFIX", name,
                "ANGKLUNG_DSPS", "alpha",
                "ANGKLUNG_PARTITIONS_SETTLEMENT", "2",
                "ANGKLUNG_REPLICATION_FACTOR", "1",
                "ANGKLUNG_MIN_INSYNC_REPLICAS", "1",
                "ANGKLUNG_LOG_ORIGIN", ORIGIN,
                "ANGKLUNG_LOG_SUBJECT___KEYS", home.resolve("subject-keys").toString()));
        assertThat(run("topics", "apply")).as(err.toString()).isZero();
    }

    @Test
    void shouldRotateAndRevokeAndRecordPoliciesOnce() throws Exception {
        String old = generate("old.key");
        String successor = generate("new.key");
        String[] rotate = {"keys", "rotate", "--old", file("old.key"), "--new", file("new.key")};
        assertThat(run(rotate)).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("log.keys=" + file("new.key") + "," + file("old.key"), "log " + successor, "log " + old);
        assertThat(run(rotate)).isZero();
        assertThat(out.toString()).contains("Given before, at ");
        Path policy = Files.writeString(home.resolve("policy"), "log " + successor + "\nquorum none\n");
        assertThat(run("keys", "policy", policy.toString())).as(err.toString()).isZero();
        assertThat(run("keys", "revoke", "--key", old, "--reason", "backup stolen")).as(err.toString()).isZero();
        assertThat(run("keys", "revoke", "--key", old, "--reason", "again", "--json")).isZero();
        assertThat(new ObjectMapper().readTree(out.toString()).get("reason").textValue()).isEqualTo("backup stolen");
        assertThat(run(rotate)).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains("was revoked");

        List<NotaryCommand> commands = new NotaryControl(settings().clients(), settings().topics()).commands();
        assertThat(commands).extracting(NotaryCommand::getKind).containsExactly(
                NotaryCommandKind.ROTATE_KEY, NotaryCommandKind.POLICY, NotaryCommandKind.REVOKE_KEY);
        new KeyRotation(ORIGIN, VerifierKey.parse(successor))
                .verify(VerifierKey.parse(old), commands.get(0).getSignature());
        for (String name : List.of("old.key", "new.key")) {
            // behind PRIVATE+KEY+name+id+ and the type, which the verifier key has too
            assertNowhere(Files.readString(home.resolve(name)).strip().split("\\+", 5)[4].substring(2));
        }
        assertThat(stored(successor.split("\\+", 3)[2]))
                .as("the search finds what is there")
                .isTrue();
    }

    @Test
    void shouldRefuseKeysThatAreNotOfThisLog() {
        generate("old.key");
        run("keys", "generate", "--type", "log", "--name", "other.example.org", "--out", file("other.key"));

        assertThat(run("keys", "rotate", "--old", file("old.key"), "--new", file("other.key")))
                .isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains("other.example.org").contains("log.origin is '" + ORIGIN + "'");
    }

    @Test
    void shouldEraseOnlyWhatTheLawDoesNotWantToBeKept() throws Exception {
        Path directory = home.resolve("subject-keys");
        SubjectKeys keys = new SubjectKeys(directory);
        PartyKey key = keys.key("P-1");
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        LocalDate last = today.minus(Period.ofYears(3));
        state("P-1", last.minusYears(20));
        state("P-1", last);
        state("P-2", today); // another's, perhaps in the same partition
        String[] erase = {"keys", "erase", "--party", "P-1", "--reason", "ticket 118"};

        assertThat(run(erase)).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString())
                .contains("until " + last.plusYears(10))
                .contains("Recorded: " + today + " held until " + last.plusYears(10) + ": ticket 118")
                .contains("--despite-retention");
        assertThat(keys.key("P-1")).isEqualTo(key);

        assertThat(run(with(erase, "--despite-retention", "court order 7"))).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("key 1 of P-1")
                .contains("although to be kept until " + last.plusYears(10) + ": court order 7")
                .contains(directory.toString());
        assertThat(run(erase)).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains("no key").contains("court order 7");
        assertThat(keys.key("P-1").generation()).isEqualTo(2);
        assertThat(run(with(erase, "--set", "log.retention-years=3", "--json"))).as(err.toString()).isZero();
        assertThat(new ObjectMapper().readTree(out.toString()).get("generation").intValue()).isEqualTo(2);
        assertNowhere(StrictBase64.encode(key.key()));
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).allSatisfy(left ->
                    assertThat(Files.readString(left)).doesNotContain(StrictBase64.encode(key.key())));
        }
    }

    @Test
    void shouldSayThatAPartyHasNoKey() {
        assertThat(run("keys", "erase", "--party", "P-9", "--reason", "ticket 119")).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains("P-9").contains("nothing was sealed");
    }

    /** Neither on the screen nor in a byte of what the broker has stored. */
    private void assertNowhere(String secret) throws IOException {
        assertThat(secret).hasSizeGreaterThan(40);
        assertThat(shown.toString()).doesNotContain(secret);
        assertThat(stored(secret)).isFalse();
    }

    private static boolean stored(String text) throws IOException {
        try (Stream<Path> files = Files.walk(broker)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".log")).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }

    private String generate(String name) {
        assertThat(run("keys", "generate", "--type", "log", "--name", ORIGIN, "--out", file(name)))
                .as(err.toString())
                .isZero();
        return out.toString().strip();
    }

    private String file(String name) {
        return home.resolve(name).toString();
    }

    private void state(String party, LocalDate booked) throws Exception {
        Instant at = booked.atStartOfDay().toInstant(ZoneOffset.UTC);
        Statement statement = Statement.newBuilder()
                .setStatementId(party + booked).setPartyId(party).setCurrency("IDR").setRunId("payout/2026-10")
                .setPeriod("2026-10").setOpeningMicros(0).setEarningsMicros(0).setAdjustmentsMicros(0)
                .setDeductionsMicros(0).setRecoupedMicros(0).setReservedMicros(0).setReleasedMicros(0)
                .setConvertedInMicros(0).setConvertedOutMicros(0).setTaxMicros(0).setPaymentsMicros(0)
                .setClosingMicros(0).setAdvanceMicros(0).setReserveMicros(0).setLines(0).setLinesHash("")
                .setBookedAt(at)
                .build();
        TopicDef<String, Statement> topic = settings().topics().statements;
        byte[] value = topic.value().serializer().serialize(topic.name(), statement);
        try (Producer<String, byte[]> producer = settings().clients().producer("test")) {
            producer.send(new ProducerRecord<>(topic.name(), party, value)).get();
        }
    }

    private Settings settings() {
        return new SettingsLoader(environment).load(null, Map.of());
    }

    private static String[] with(String[] args, String... more) {
        return Stream.concat(Stream.of(args), Stream.of(more)).toArray(String[]::new);
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        int code = Main.run(environment, new PrintWriter(out, true), new PrintWriter(err, true), args);
        shown.append(out).append(err);
        return code;
    }
}
