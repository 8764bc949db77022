package angklung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.LedgerLine;
import angklung.avro.Registration;
import angklung.avro.ScreeningDecision;
import angklung.client.TopicReader;
import angklung.close.CloseListener;
import angklung.config.Settings;
import angklung.config.SettingsLoader;
import angklung.intake.IntakeOptions;
import angklung.intake.PlayRules;
import angklung.money.Micros;
import angklung.replay.Input;
import angklung.replay.InputReader;
import angklung.replay.PipelineRun;
import angklung.replay.Progress;
import angklung.replay.ReplayRun;
import angklung.replay.Versions;
import angklung.runtime.EmbeddedKafka;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an operator decides on hits, and what a catalogue brings, reaches closed months of running stages. In April and
 * May a bot plays A's recording as often in a day as its fan plays B's in five; in June nobody owns one of two.
 */
@Timeout(180)
final class ScreeningCommandIT {
    private static final String APRIL = "2025-04";
    private static final String MAY = "2025-05";
    private static final String JUNE = "2025-06";
    private static final String OF_A = "IDA012500001";
    private static final String OF_B = "IDA012500002";
    private static final String OF_NOBODY = "IDA012500003";

    @TempDir
    private static Path dir;

    private static Map<String, String> environment;
    private static EmbeddedKafka kafka;
    private static PipelineRun run;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void closeThreeMonths() throws IOException {
        kafka = EmbeddedKafka.start(dir.resolve("broker"));
        environment = new HashMap<>(Map.of(
                "ANGKLUNG_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                "ANGKLUNG_SCHEMA_REGISTRY_URL", "mock://screening-commands",
                "ANGKLUNG_STATE_DIR", dir.resolve("state").toString(),
                "ANGKLUNG_DSPS", "alpha",
                "ANGKLUNG_THREADS", "1",
                "ANGKLUNG_COMMIT_INTERVAL_MS", "100",
                "ANGKLUNG_DEDUP_HORIZON_DAYS", "400",
                "ANGKLUNG_REPLICATION_FACTOR", "1",
                "ANGKLUNG_MIN_INSYNC_REPLICAS", "1"));
        for (String stage : List.of("INTAKE", "TALLY", "POOL", "SETTLEMENT")) {
            environment.put("ANGKLUNG_PARTITIONS_" + stage, "2");
        }
        Path input = Files.createDirectory(dir.resolve("input"));
        write(input, "agreements.csv", List.of(
                "dsp,territory,offering,right_type,model,revenue_share,screening,valid_from",
                "alpha,ID,premium,RECORDING,MARKET_CENTRIC,1,HOLD,2025-01-01"));
        write(input, "screening_rules.csv", List.of(
                "dsp,rule,threshold,value,valid_from", "alpha,F3,plays_per_day,4,2025-01-01"));
        write(input, "rights.csv", rights(OF_A + ",A", OF_B + ",B"));
        write(input, "parties.csv", List.of("party_id,name,payout_currency", "A,Party A,USD", "B,Party B,USD"));
        write(input, "revenue.csv", List.of(
                "dsp,territory,offering,period,currency,net_revenue", "alpha,ID,premium,2025-04,USD,100",
                "alpha,ID,premium,2025-05,USD,100", "alpha,ID,premium,2025-06,USD,100"));
        write(input, "plays.csv", plays());
        Clock clock = Clock.systemUTC();
        Input read = new InputReader(PlayRules.of(new IntakeOptions(400)), clock.instant()).read(input);
        run = PipelineRun.start(settings(), Duration.ofSeconds(60), CloseListener.NONE);
        new ReplayRun(read, run, clock, Progress.NONE).run(Versions.all());
    }

    @AfterAll
    static void stop() {
        run.close();
        kafka.close();
    }

    private static List<String> rights(String... owners) {
        List<String> rows = new ArrayList<>(List.of("isrc,party_id,right_type,role,share,valid_from"));
        for (String owner : owners) {
            rows.add(owner + ",RECORDING,MainArtist,100,2020-01-01");
        }
        return rows;
    }

    private static List<String> plays() {
        List<String> rows = new ArrayList<>(
                List.of("play_id,dsp,subscriber_id,isrc,territory,offering,started_at,played_ms"));
        for (int i = 1; i <= 5; i++) {
            for (String month : List.of(APRIL, MAY)) {
                rows.add(play("bot-" + month + i, "bot", OF_A, month + "-10T0" + i));
            }
            for (String month : List.of(APRIL, MAY, JUNE)) {
                rows.add(play("fan-" + month + i, "fan", OF_B, month + "-1" + i + "T10"));
            }
            rows.add(play("new-" + i, "fan", OF_NOBODY, JUNE + "-2" + i + "T10"));
        }
        return rows;
    }

    private static String play(String id, String subscriber, String isrc, String hour) {
        return String.join(",", id, "alpha", subscriber, isrc, "ID", "premium", hour + ":00:00Z", "60000");
    }

    private static void write(Path directory, String file, List<String> lines) throws IOException {
        Files.write(directory.resolve(file), lines);
    }

    @Test
    void shouldPayARightsholderWhoseHitIsReleased() throws IOException {
        assertThat(pool(APRIL)).isEqualTo(Map.of("party:B:payable", "50.000000", hold(APRIL), "50.000000"));
        JsonNode hit = onlyHit(APRIL);
        assertThat(hit.at("/rule").textValue()).isEqualTo("F3");
        assertThat(hit.at("/rule_version").textValue()).isEqualTo("2025-01-01");
        assertThat(hit.at("/status").textValue()).isEqualTo("OPEN");
        assertThat(hit.at("/plays").intValue()).isEqualTo(5);
        assertThat(hit.at("/affected/0/isrc").textValue()).isEqualTo(OF_A);
        assertThat(hit.at("/money/0/amount").textValue()).isEqualTo("50.000000");
        assertThat(hit.toString()).doesNotContain("\"bot\"");
        String id = hit.at("/hit_id").textValue();

        assertThat(run("screening", "show", id.substring(0, 8))).isZero();
        assertThat(out.toString()).contains(id, "plays_per_day", OF_A, "50.000000");

        assertThat(decide("release", id.substring(0, 12), "five plays and no more")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("RELEASE " + id, "angklung close --period 2025-04 --revise");
        assertThat(run("close", "--period", APRIL, "--revise")).as(err.toString()).isZero();

        assertThat(pool(APRIL)).isEqualTo(Map.of("party:B:payable", "50.000000", "party:A:payable", "50.000000"));
        JsonNode released = onlyHit(APRIL);
        assertThat(released.at("/status").textValue()).isEqualTo("RELEASED");
        assertThat(released.at("/decided_by").textValue()).isEqualTo("dewi");
        assertThat(released.at("/decision_reason").textValue()).isEqualTo("five plays and no more");
        assertThat(released.at("/decision_pending").booleanValue()).isFalse();
        assertThat(run("ledger", "verify")).as(out.toString()).isZero();
    }

    @Test
    void shouldGiveTheOthersWhatAConfirmedHitHeld() throws IOException {
        assertThat(pool(MAY)).isEqualTo(Map.of("party:B:payable", "50.000000", hold(MAY), "50.000000"));
        assertThat(decide("confirm", onlyHit(MAY).at("/hit_id").textValue(), "it is a bot")).isZero();
        assertThat(onlyHit(MAY).at("/decision_pending").booleanValue()).isTrue();
        assertThat(run("close", "--period", MAY, "--revise")).as(err.toString()).isZero();

        assertThat(pool(MAY)).isEqualTo(Map.of("party:B:payable", "100.000000"));
        assertThat(onlyHit(MAY).at("/status").textValue()).isEqualTo("CONFIRMED");
        assertThat(run("ledger", "verify")).as(out.toString()).isZero();
    }

    @Test
    void shouldRefuseADecisionOnWhatIsNoHit() {
        int before = decisions();
        assertThat(decide("release", "3f9c2", "too short")).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains("'3f9c2' is too short: give at least 6 digits");
        assertThat(decide("confirm", "nosuchhit", "unknown")).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains("No hit nosuchhit stands");
        assertThat(run("screening", "show", "nosuchhit")).isEqualTo(ExitCode.USAGE.code());
        assertThat(run("screening", "release", "3f9c2a71", "--reason", "nobody")).isEqualTo(ExitCode.USAGE.code());
        assertThat(decide("release", "3f9c2a71", " ")).isEqualTo(ExitCode.USAGE.code());
        assertThat(run("screening", "list", "--status", "GONE")).isEqualTo(ExitCode.USAGE.code());
        assertThat(decisions()).isEqualTo(before);
    }

    /** The revision behind the import is asked for at once: it waits until the claim has reached every stage. */
    @Test
    void shouldPayWhatWasUnmatchedToWhomACatalogueNames() throws IOException {
        assertThat(run("catalog", "report", "--period", JUNE, "--json")).as(err.toString()).isZero();
        assertThat(new ObjectMapper().readTree(out.toString())).singleElement().satisfies(row -> {
            assertThat(row.at("/reason").textValue()).isEqualTo("unmatched");
            assertThat(row.at("/isrc").textValue()).isEqualTo(OF_NOBODY);
            assertThat(row.at("/held").textValue()).isEqualTo("50.000000");
        });
        Path catalogue = Files.createDirectory(dir.resolve("catalogue"));
        write(catalogue, "rights.csv", rights(OF_A + ",A", OF_NOBODY + ",A"));
        int known = registrations();

        assertImported(catalogue, 1, 1, "--dry-run");
        assertThat(registrations()).isEqualTo(known);
        assertImported(catalogue, 1, 1);
        assertThat(registrations()).isEqualTo(known + 1);
        assertThat(run("close", "--period", JUNE, "--revise")).as(err.toString()).isZero();
        assertThat(pool(JUNE)).isEqualTo(Map.of("party:A:payable", "50.000000", "party:B:payable", "50.000000"));

        assertImported(catalogue, 0, 2);
        assertThat(registrations()).isEqualTo(known + 1);
        assertThat(run("catalog", "report", "--period", JUNE)).isZero();
        assertThat(out.toString()).contains("nothing is held for want of a claim");
    }

    private void assertImported(Path catalogue, int added, int unchanged, String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of("catalog", "import", catalogue.toString(), "--json"));
        args.addAll(List.of(more));
        assertThat(run(args.toArray(String[]::new))).as(err.toString()).isZero();
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.at("/registrations/new").intValue()).isEqualTo(added);
        assertThat(report.at("/registrations/changed").intValue()).isZero();
        assertThat(report.at("/registrations/unchanged").intValue()).isEqualTo(unchanged);
        assertThat(report.at("/dry_run").booleanValue()).isEqualTo(more.length > 0);
    }

    private JsonNode onlyHit(String period) throws IOException {
        assertThat(run("screening", "list", "--period", period, "--json")).as(err.toString()).isZero();
        JsonNode hits = new ObjectMapper().readTree(out.toString());
        assertThat(hits).hasSize(1);
        return hits.get(0);
    }

    private int decide(String decision, String hit, String reason) {
        return run("screening", decision, hit, "--operator", "dewi", "--reason", reason);
    }

    private static String hold(String period) {
        return "hold:screening:alpha/ID/premium/" + period + "/RECORDING/USD";
    }

    /** What the ledger has given of a month's pool, by account; none that has nothing left of it. */
    private static SortedMap<String, String> pool(String period) {
        String pool = "pool:alpha/ID/premium/" + period + "/RECORDING/USD";
        SortedMap<String, Long> sums = new TreeMap<>();
        try (TopicReader<String, LedgerLine> ledger =
                new TopicReader<>(settings().clients(), settings().topics().ledger)) {
            ledger.readDecided(record -> {
                LedgerLine line = record.value();
                if (line.getDebitAccount().equals(pool)) {
                    sums.merge(line.getCreditAccount(), line.getAmountMicros(), Math::addExact);
                } else if (line.getCreditAccount().equals(pool)) {
                    sums.merge(line.getDebitAccount(), -line.getAmountMicros(), Math::addExact);
                }
            });
        }
        SortedMap<String, String> given = new TreeMap<>();
        sums.forEach((account, micros) -> {
            if (micros != 0) {
                given.put(account, Micros.toPlain(micros));
            }
        });
        return given;
    }

    /** Decisions in all. */
    private static int decisions() {
        try (TopicReader<String, ScreeningDecision> reader =
                new TopicReader<>(settings().clients(), settings().topics().screeningDecisions)) {
            return reader.readToEnd().size();
        }
    }

    private static int registrations() {
        try (TopicReader<String, Registration> registrations =
                new TopicReader<>(settings().clients(), settings().topics().registrations)) {
            return registrations.readToEnd().size();
        }
    }

    private static Settings settings() {
        return new SettingsLoader(environment).load(null, Map.of());
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.run(environment, new PrintWriter(out, true), new PrintWriter(err, true), args);
    }
}
