package angklung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.Statement;
import angklung.client.TopicReader;
import angklung.close.CloseListener;
import angklung.config.Settings;
import angklung.config.SettingsLoader;
import angklung.intake.IntakeOptions;
import angklung.intake.PlayRules;
import angklung.keys.SigningKeyFile;
import angklung.log.Checkpoint;
import angklung.log.KeyType;
import angklung.log.Note;
import angklung.log.ProofFile;
import angklung.log.SigningKey;
import angklung.log.TilePath;
import angklung.model.Period;
import angklung.publish.LogDirectory;
import angklung.publish.LogServer;
import angklung.replay.InputReader;
import angklung.replay.PipelineRun;
import angklung.replay.Progress;
import angklung.replay.ReplayRun;
import angklung.replay.Versions;
import angklung.runtime.EmbeddedKafka;
import angklung.topic.TopicDef;
import angklung.witness.StateDirectory;
import angklung.witness.TrustedLogs;
import angklung.witness.Witness;
import angklung.witness.WitnessServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From plays to proofs: two months are closed, paid, logged and published, and their statements are proved. */
@Timeout(300)
final class LogIT {
    private static final String ORIGIN = "log.example.org/royalties";
    private static final List<String> MONTHS = List.of("2026-03", "2026-04");
    private static final String RECORDING = "IDA012600002";

    /** Nobody else is called so, and no number or hash of the run looks like it. */
    private static final Map<String, String> NAMES = new TreeMap<>(Map.of(
            "planted-party-alpha", "Sulastri Wongsonegoro",
            "planted-party-beta", "Tjokrodipo bin Hasan",
            "planted-party-gamma", "Ni Luh Sriyani",
            "planted-party-delta", "한정우",
            "planted-party-epsilon", "PT Gema Nusantara"));

    @TempDir
    private static Path dir;

    private static final StringWriter OUT = new StringWriter();
    private static final StringWriter ERR = new StringWriter();
    private static final List<AutoCloseable> OPEN = new ArrayList<>();
    private static final List<Statement> STATEMENTS = new ArrayList<>();
    private static final Map<String, Path> PROOFS = new LinkedHashMap<>(); // by statement
    private static Map<String, String> environment;
    private static Settings settings;
    private static LogServer server;
    private static URI witness;

    @BeforeAll
    static void settleLogPublishAndProve() throws Exception {
        EmbeddedKafka kafka = opened(EmbeddedKafka.start(dir.resolve("broker")));
        environment = environment(kafka.bootstrapServers());
        settings = new SettingsLoader(environment).load(null, Map.of());
        settle();
        SigningKey log = SigningKeyFile.read(generate("log", ORIGIN, "log.key"), KeyType.ED25519);
        Files.writeString(dir.resolve("policy"), policy(log));
        assertThat(run("notary", "publish", "--once")).as(ERR.toString()).isZero();
        assertThat(OUT.toString()).contains("seen by w1, w2").contains("witness w3 cannot be asked");
        server = opened(LogServer.start(new LogDirectory(dir.resolve("log")), loopback()));
        try (TopicReader<String, Statement> reader =
                new TopicReader<>(settings.clients(), settings.topics().statements)) {
            reader.readDecided(record -> STATEMENTS.add(record.value()));
        }
        for (Statement statement : STATEMENTS) {
            Path proof = dir.resolve(statement.getStatementId() + ProofFile.SUFFIX);
            assertThat(prove(statement, proof)).as(ERR.toString()).isZero();
            PROOFS.put(statement.getStatementId(), proof);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        for (int i = OPEN.size() - 1; i >= 0; i--) {
            OPEN.get(i).close();
        }
    }

    @Test
    void shouldProveEveryStatement() {
        assertThat(STATEMENTS).hasSize(NAMES.size() * MONTHS.size());
        assertThat(STATEMENTS).extracting(Statement::getPartyId).containsOnlyElementsOf(NAMES.keySet());
        for (Statement statement : STATEMENTS) {
            assertThat(verify(PROOFS.get(statement.getStatementId()),
                    "--expect", "party_id=" + statement.getPartyId(),
                    "--expect", "period=" + statement.getPeriod(),
                    "--expect", "payments_micros=" + statement.getPaymentsMicros(),
                    "--expect", "closing_micros=" + statement.getClosingMicros()))
                    .as(ERR.toString())
                    .isZero();
            assertThat(OUT.toString()).contains("5 passed", "w1, w2");
        }
        assertThat(run("notary", "fsck", server.url(), "--policy", file("policy"))).as(ERR.toString()).isZero();
        assertThat(OUT.toString()).contains("the quorum of the policy");
    }

    @Test
    void shouldProveWhatARecordingEarned() {
        Statement statement = statement("planted-party-beta", "2026-04");
        Path proof = dir.resolve("recording" + ProofFile.SUFFIX);

        assertThat(run("prove", "--party", statement.getPartyId(), "--statement", statement.getStatementId(),
                "--recording", RECORDING, "--log", server.url(), "--out", proof.toString()))
                .as(ERR.toString())
                .isZero();
        assertThat(verify(proof)).as(ERR.toString()).isZero();
        assertThat(OUT.toString()).contains("6 passed", "7 passed", RECORDING + " with 31 plays");
    }

    @Test
    void shouldNotVerifyAStatementAsAnothers() {
        Path proof = PROOFS.get(statement("planted-party-beta", "2026-03").getStatementId());

        assertThat(verify(proof, "--expect", "party_id=planted-party-gamma")).isEqualTo(3);
        assertThat(ERR.toString()).contains("the record says planted-party-beta of party_id");
    }

    @Test
    void shouldTellStrangersNothingOfPartiesAndTheirAmounts() throws Exception {
        PublicBytes all = new PublicBytes();
        all.addDirectory(dir.resolve("log"));
        addTopic(all, settings.topics().logEntries);
        addTopic(all, settings.topics().checkpoints);
        addAnswers(all);
        PublicBytes openings = new PublicBytes();
        for (Path proof : PROOFS.values()) {
            openings.add(proof.toString(), ProofFile.parse(Files.readAllBytes(proof)).extra().orElseThrow());
        }
        PublicBytes parties = new PublicBytes();
        addTopic(parties, settings.topics().parties);

        assertThat(all.places()).isGreaterThan(12);
        assertThat(all.find("period-close")).as("the search finds what is there").hasSizeGreaterThan(2);
        assertThat(all.find(paidIn("2026-03"))).as("totals are public").hasSizeGreaterThan(2);
        for (String secret : secrets()) {
            assertThat(openings.find(secret)).as("opened: %s", secret).isNotEmpty();
            assertThat(all.find(secret)).as("public: %s", secret).isEmpty();
        }
        NAMES.values().forEach(name -> {
            assertThat(parties.find(name)).as(name).isNotEmpty();
            assertThat(all.find(name)).as(name).isEmpty();
        });
        for (Path proof : PROOFS.values()) { // a hash of the record without its salt
            String extra = new String(
                    ProofFile.parse(Files.readAllBytes(proof)).extra().orElseThrow(), StandardCharsets.UTF_8);
            String record = extra.substring(extra.indexOf("\"record\":") + 9, extra.indexOf(",\"salt\":"));
            assertThat(record).startsWith("{").endsWith("}");
            assertThat(all.find(record)).isEmpty();
        }
    }

    @Test
    void shouldForgetAPartyAndKeepTheLog() {
        Statement erased = statement("planted-party-alpha", "2026-03");
        assertThat(run("keys", "erase", "--party", erased.getPartyId(), "--reason", "ticket 118",
                "--despite-retention", "court order 7")).as(ERR.toString()).isZero();

        assertThat(prove(erased, dir.resolve("erased" + ProofFile.SUFFIX))).isEqualTo(4);
        assertThat(ERR.toString()).contains("was erased", "ticket 118", "the leaf is still in the log");
        for (Statement other : STATEMENTS) {
            if (!other.getPartyId().equals(erased.getPartyId())) {
                Path again = dir.resolve("again-" + other.getStatementId() + ProofFile.SUFFIX);
                assertThat(prove(other, again)).as(ERR.toString()).isZero();
                assertThat(verify(again)).as(ERR.toString()).isZero();
            }
        }
        assertThat(verify(PROOFS.get(erased.getStatementId()))).as("what the payee has stays true").isZero();
        assertThat(run("notary", "fsck", "--policy", file("policy"))).as(ERR.toString()).isZero();
        assertThat(run("notary", "publish", "--once")).as(ERR.toString()).isZero();
    }

    /** Identifiers of parties, every amount of theirs that is longer than chance, and what was paid in whole rupiah. */
    private static Set<String> secrets() {
        Set<String> secrets = new TreeSet<>(NAMES.keySet());
        for (Statement statement : STATEMENTS) {
            assertThat(statement.getPaymentsMicros() % 1_000_000).isZero();
            for (long micros : List.of(
                    statement.getEarningsMicros(), statement.getPaymentsMicros(), statement.getClosingMicros(),
                    statement.getOpeningMicros(), statement.getPaymentsMicros() / 1_000_000)) {
                if (micros >= 100_000) {
                    secrets.add(Long.toString(micros));
                }
            }
        }
        assertThat(secrets).hasSizeGreaterThan(NAMES.size() + 3 * STATEMENTS.size());
        return secrets;
    }

    private static String paidIn(String month) {
        return Long.toString(STATEMENTS.stream()
                .filter(statement -> statement.getPeriod().equals(month))
                .mapToLong(Statement::getPaymentsMicros)
                .sum());
    }

    private static Statement statement(String party, String period) {
        return STATEMENTS.stream()
                .filter(one -> one.getPartyId().equals(party) && one.getPeriod().equals(period))
                .findFirst()
                .orElseThrow();
    }

    /** Keys, values and headers of every record. */
    private static void addTopic(PublicBytes all, TopicDef<?, ?> topic) {
        Map<String, Object> config = new HashMap<>(settings.kafka());
        config.put("bootstrap.servers", settings.bootstrapServers());
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, topic.partitions())
                    .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    all.add(topic.name(), record.key());
                    all.add(topic.name(), record.value());
                    record.headers().forEach(header -> all.add(topic.name(), header.value()));
                }
            }
        }
    }

    /** Of the log's server and of a witness. */
    private static void addAnswers(PublicBytes all) throws Exception {
        List<String> addresses = new ArrayList<>(List.of(server.url() + "/checkpoint", server.url() + "/policy",
                server.url() + "/nothing"));
        Checkpoint last = Checkpoint.parse(
                Note.parse(new LogDirectory(dir.resolve("log")).checkpoint().orElseThrow()).text());
        for (int level : List.of(0, TilePath.ENTRIES)) {
            addresses.add(server.url() + "/" + TilePath.in(last.size(), level, 0));
        }
        String cosigned = witness + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                .digest(ORIGIN.getBytes(StandardCharsets.UTF_8))) + "/checkpoint";
        addresses.add(cosigned);
        HttpClient client = HttpClient.newHttpClient();
        for (String address : addresses) {
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofByteArray());
            all.add(address, answer.headers().map().toString().getBytes(StandardCharsets.UTF_8));
            all.add(address, answer.body());
        }
        assertThat(all.find(ORIGIN)).as("asked for as it is served").contains(cosigned, server.url() + "/checkpoint");
    }

    private static void settle() throws IOException {
        Path input = Files.createDirectory(dir.resolve("input"));
        writeTerms(input);
        StringBuilder plays = new StringBuilder("play_id,dsp,subscriber_id,isrc,territory,offering,started_at,"
                + "played_ms\n");
        for (String month : MONTHS) {
            for (int recording = 1; recording <= 3; recording++) {
                int count = 17 * recording - (month.equals("2026-04") ? 3 : 0);
                for (int i = 0; i < count; i++) {
                    plays.append("%s-%d-%d,nada,s%d,IDA01260000%d,ID,premium,%s-15T08:00:00Z,60000\n"
                            .formatted(month, recording, i, i, recording, month));
                }
            }
        }
        Files.writeString(input.resolve("plays.csv"), plays);
        Clock clock = Clock.systemUTC();
        try (PipelineRun run = PipelineRun.start(settings, Duration.ofSeconds(60), CloseListener.NONE)) {
            new ReplayRun(
                            new InputReader(PlayRules.of(new IntakeOptions(400)), clock.instant()).read(input), run,
                            clock, Progress.NONE)
                    .run(Versions.all());
            MONTHS.forEach(month -> run.awaitLogged(Period.parse(month), 1));
        }
    }

    private static void writeTerms(Path input) throws IOException {
        Files.writeString(input.resolve("agreements.csv"), """
                dsp,territory,offering,right_type,model,revenue_share,time_zone,valid_from
                nada,ID,premium,RECORDING,MARKET_CENTRIC,0.52,Asia/Jakarta,2020-01-01
                nada,ID,premium,MECHANICAL,MARKET_CENTRIC,0.11,Asia/Jakarta,2020-01-01
                """);
        Files.writeString(input.resolve("revenue.csv"), """
                dsp,territory,offering,period,currency,net_revenue
                nada,ID,premium,2026-03,IDR,918273645.71
                nada,ID,premium,2026-04,IDR,837465921.37
                """);
        Files.writeString(input.resolve("rights.csv"), """
                isrc,right_type,party_id,role,share,valid_from,valid_to
                IDA012600001,RECORDING,planted-party-alpha,MainArtist,37.5,2020-01-01,
                IDA012600001,RECORDING,planted-party-epsilon,Producer,62.5,2020-01-01,
                IDA012600002,RECORDING,planted-party-beta,MainArtist,21.3,2020-01-01,
                IDA012600002,RECORDING,planted-party-epsilon,Producer,78.7,2020-01-01,
                IDA012600003,RECORDING,planted-party-delta,MainArtist,19.9,2020-01-01,
                IDA012600003,RECORDING,planted-party-epsilon,Producer,80.1,2020-01-01,
                IDA012600001,MECHANICAL,planted-party-gamma,Composer,100,2020-01-01,
                IDA012600002,MECHANICAL,planted-party-gamma,Composer,43.7,2020-01-01,
                IDA012600002,MECHANICAL,planted-party-alpha,Author,56.3,2020-01-01,
                IDA012600003,MECHANICAL,planted-party-delta,Composer,100,2020-01-01,
                """);
        StringBuilder parties = new StringBuilder("party_id,name,payout_currency\n");
        NAMES.forEach((id, name) -> parties.append(id + "," + name + ",IDR\n"));
        Files.writeString(input.resolve("parties.csv"), parties);
    }

    private static Map<String, String> environment(String bootstrapServers) {
        Map<String, String> keys = new HashMap<>(Map.of(
                "bootstrap.servers", bootstrapServers,
                "schema.registry.url", "mock://log-it",
                "state.dir", dir.resolve("state").toString(),
                "dsps", "nada",
                "threads", "1",
                "commit.interval.ms", "100",
                "dedup.horizon.days", "400",
                "replication.factor", "1",
                "min.insync.replicas", "1"));
        List.of("intake", "tally", "pool", "settlement").forEach(stage -> keys.put("partitions." + stage, "2"));
        keys.put("log.origin", ORIGIN);
        keys.put("log.dir", file("log"));
        keys.put("log.keys", file("log.key"));
        keys.put("log.policy", file("policy"));
        keys.put("log.subject-keys", file("subject-keys"));
        Map<String, String> variables = new HashMap<>();
        keys.forEach((key, value) -> variables.put(SettingsLoader.variable(key), value));
        return variables;
    }

    /** Two of three witnesses must have seen a checkpoint, and the third cannot be reached. */
    private static String policy(SigningKey log) {
        String logLine = "log " + log.verifier() + "\n";
        StringBuilder policy = new StringBuilder(logLine);
        for (String name : List.of("w1", "w2", "w3")) {
            SigningKey key =
                    SigningKeyFile.read(generate("witness", name + ".example", name + ".key"), KeyType.COSIGNATURE);
            String url = name.equals("w3") ? "http://127.0.0.1:1/" : startWitness(name, key, logLine);
            policy.append("witness " + name + " " + key.verifier() + " " + url + "\n");
        }
        return policy + "group most 2 w1 w2 w3\nquorum most\n";
    }

    private static String startWitness(String name, SigningKey key, String logLine) {
        TrustedLogs logs = TrustedLogs.parse(logLine);
        StateDirectory state = opened(StateDirectory.open(dir.resolve(name), key.verifier(), logs.origins()));
        WitnessServer started = opened(WitnessServer.start(
                new Witness(key, logs, state, state.evidence(), Clock.systemUTC()), loopback()));
        String url = "http://127.0.0.1:" + started.address().getPort() + "/";
        witness = URI.create(url);
        return url;
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static <T extends AutoCloseable> T opened(T closeable) {
        OPEN.add(closeable);
        return closeable;
    }

    private static Path generate(String type, String name, String file) {
        assertThat(run("keys", "generate", "--type", type, "--name", name, "--out", file(file)))
                .as(ERR.toString())
                .isZero();
        return dir.resolve(file);
    }

    private static int prove(Statement statement, Path out) {
        return run("prove", "--party", statement.getPartyId(), "--statement", statement.getStatementId(), "--out",
                out.toString());
    }

    private static int verify(Path proof, String... expected) {
        List<String> args = new ArrayList<>(List.of("verify", proof.toString(), "--policy", file("policy")));
        args.addAll(List.of(expected));
        return run(args.toArray(String[]::new));
    }

    private static String file(String name) {
        return dir.resolve(name).toString();
    }

    private static int run(String... args) {
        OUT.getBuffer().setLength(0);
        ERR.getBuffer().setLength(0);
        return Main.run(environment, new PrintWriter(OUT, true), new PrintWriter(ERR, true), args);
    }
}
