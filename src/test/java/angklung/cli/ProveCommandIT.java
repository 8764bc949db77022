package angklung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.Earning;
import angklung.avro.EarningKind;
import angklung.avro.LedgerLine;
import angklung.avro.Opening;
import angklung.avro.Statement;
import angklung.client.TopicReader;
import angklung.close.CloseListener;
import angklung.config.Settings;
import angklung.config.SettingsLoader;
import angklung.intake.IntakeOptions;
import angklung.intake.PlayRules;
import angklung.replay.Input;
import angklung.replay.InputReader;
import angklung.replay.PipelineRun;
import angklung.replay.Progress;
import angklung.replay.ReplayRun;
import angklung.replay.RunSettings;
import angklung.replay.Versions;
import angklung.runtime.Drained;
import angklung.runtime.EmbeddedKafka;
import angklung.topic.TopicDef;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From plays to a verified proof of every statement, by the pipeline and the command line alone. */
@Tag("soak")
@Timeout(300)
final class ProveCommandIT {
    private static final String ORIGIN = "log.example.org/royalties";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private static Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> environment = new LinkedHashMap<>();

    @Test
    void shouldProveEveryStatementOfAPipeline() throws Exception {
        Input input = new InputReader(
                        PlayRules.of(new IntakeOptions(RunSettings.DEDUP_DAYS)), Clock.systemUTC().instant())
                .read(Path.of("src/test/resources/examples/id-pph23/input"));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("broker"))) {
            configure(kafka, input);
            Settings settings = new SettingsLoader(environment).load(null, Map.of());
            try (PipelineRun run = PipelineRun.start(settings, PATIENCE, CloseListener.NONE);
                    Drained drained = new Drained(settings.clients(), Optional::empty, PATIENCE)) {
                new ReplayRun(input, run, Clock.systemUTC(), Progress.NONE).run(Versions.all());
                List<Statement> statements = read(settings, settings.topics().statements);
                assertThat(statements).isNotEmpty();
                drained.await("openings",
                        () -> read(settings, settings.topics().openings).size() == statements.size());
            }
            publishAndProve(settings);
        }
    }

    private void configure(EmbeddedKafka kafka, Input input) {
        Map<String, String> settings = new LinkedHashMap<>(Map.of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "schema.registry.url", "mock://prove",
                "dsps", String.join(",", input.dsps()),
                "replication.factor", "1",
                "min.insync.replicas", "1",
                "commit.interval.ms", "100",
                "dedup.horizon.days", String.valueOf(RunSettings.DEDUP_DAYS),
                "state.dir", dir.resolve("state").toString(),
                "partitions.settlement", "2",
                "partitions.intake", "2"));
        settings.putAll(Map.of(
                "partitions.tally", "2",
                "partitions.pool", "1",
                "log.origin", ORIGIN,
                "log.dir", dir.resolve("log").toString(),
                "log.keys", dir.resolve("log.key").toString(),
                "log.subject-keys", dir.resolve("keys").toString()));
        settings.forEach((name, value) -> environment.put(
                "ANGKLUNG_" + name.toUpperCase(Locale.ROOT).replace("-", "___").replace('.', '_'), value));
    }

    private void publishAndProve(Settings settings) throws Exception {
        List<Statement> statements = read(settings, settings.topics().statements);
        Statement first = statements.get(0);
        assertThat(run("keys", "generate", "--type", "log", "--name", ORIGIN, "--out", path("log.key"))).isZero();
        assertThat(prove(first, "early")).isEqualTo(5);
        assertThat(err.toString()).contains("Nothing is published").hasLineCount(1);
        assertThat(run("notary", "publish", "--once")).as(err.toString()).isZero();
        for (Statement statement : statements) {
            String name = statement.getStatementId();
            assertThat(prove(statement, name)).as(err.toString()).isZero();
            assertThat(Files.getPosixFilePermissions(dir.resolve(name)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(verify(name, "--expect", "statement_id=" + name, "--expect",
                    "party_id=" + statement.getPartyId(),
                    "--expect", "payments_micros=" + statement.getPaymentsMicros())).as(err.toString()).isZero();
            assertThat(out.toString()).contains("5 passed", statement.getPartyId());
        }
        shouldProveEveryRecording(settings);
        shouldRefuse(settings, first);
        shouldGiveTheScript(first);
    }

    /** Of every party, down to every earning that came from a pool. */
    private void shouldProveEveryRecording(Settings settings) {
        List<LedgerLine> lines = read(settings, settings.topics().ledger);
        int proofs = 0;
        for (Earning earning : read(settings, settings.topics().earnings)) {
            if (earning.getKind() != EarningKind.EARNING || earning.getPartyId() == null || earning.getIsrc() == null) {
                continue;
            }
            Statement statement = read(settings, settings.topics().statements).stream()
                    .filter(one -> one.getPartyId().equals(earning.getPartyId()))
                    .findFirst()
                    .orElseThrow();
            String name = "detail" + proofs++;
            assertThat(prove(statement, name, "--recording", earning.getIsrc())).as(err.toString()).isZero();
            assertThat(verify(name)).as(err.toString()).isZero();
            assertThat(out.toString())
                    .contains("7 passed: what " + earning.getIsrc() + " earned is part of that line")
                    .containsPattern("6 passed: line [0-9a-f]{64} is one of the " + statement.getLines() + " lines");
            assertThat(lines).anySatisfy(line -> assertThat(out.toString()).contains(line.getLineId()));
        }
        assertThat(proofs).isPositive();
    }

    private void shouldRefuse(Settings settings, Statement first) throws Exception {
        assertThat(prove(first, first.getStatementId())).isEqualTo(2);
        assertThat(err.toString()).contains("is there already").hasLineCount(1);
        assertThat(run("prove", "--party", "nobody", "--statement", "0123456789", "--out", path("x"))).isEqualTo(2);
        assertThat(err.toString()).contains("no statement of party nobody", first.getPartyId()).hasLineCount(1);
        Path proof = dir.resolve(first.getStatementId());
        byte[] tampered = Files.readAllBytes(proof);
        tampered[30] ^= 1;
        Files.write(dir.resolve("tampered"), tampered);
        assertThat(verify("tampered")).isEqualTo(3);
        assertThat(out.toString()).startsWith("1 failed: ").contains("Do not rely on anything in this file");
        assertThat(err.toString()).contains("Check 1 of the proof failed").hasLineCount(1);
        List<Opening> openings = read(settings, settings.topics().openings);
        assertThat(new String(openings.get(0).getSealed().array(), StandardCharsets.ISO_8859_1))
                .doesNotContain(openings.get(0).getPartyId());
        assertThat(run("keys", "erase", "--party", first.getPartyId(), "--reason", "ticket 118",
                "--despite-retention", "a test")).as(err.toString()).isZero();
        assertThat(prove(first, "erased")).isEqualTo(4);
        assertThat(err.toString()).contains("was erased", "ticket 118", "no opening of it exists").hasLineCount(1);
    }

    private void shouldGiveTheScript(Statement first) throws Exception {
        assertThat(run("verify", "--script")).isZero();
        Path script = Files.writeString(dir.resolve("verify.sh"), out.toString());
        Process process = new ProcessBuilder(
                        "bash", script.toString(), path(first.getStatementId()), path("log/policy"),
                        "party_id=" + first.getPartyId())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("5 passed: ", first.getPartyId());
        assertThat(process.waitFor()).isZero();
    }

    private int prove(Statement statement, String name, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "prove", "--party", statement.getPartyId(), "--statement", statement.getStatementId(), "--out",
                path(name)));
        args.addAll(List.of(more));
        return run(args.toArray(String[]::new));
    }

    private int verify(String name, String... more) {
        List<String> args = new ArrayList<>(List.of("verify", path(name), "--policy", path("log/policy")));
        args.addAll(List.of(more));
        return run(args.toArray(String[]::new));
    }

    private static String path(String name) {
        return dir.resolve(name).toString();
    }

    private static <V> List<V> read(Settings settings, TopicDef<String, V> topic) {
        List<V> values = new ArrayList<>();
        try (TopicReader<String, V> reader = new TopicReader<>(settings.clients(), topic)) {
            reader.readToEnd(record -> values.add(record.value()));
        }
        return values;
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.run(environment, new PrintWriter(out, true), new PrintWriter(err, true), args);
    }
}
