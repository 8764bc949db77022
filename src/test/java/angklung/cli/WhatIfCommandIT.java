package angklung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.LedgerLine;
import angklung.avro.Scenario;
import angklung.client.TopicReader;
import angklung.close.CloseListener;
import angklung.config.Settings;
import angklung.config.SettingsLoader;
import angklung.explain.Explainer;
import angklung.explain.Explanation;
import angklung.explain.ExplanationText;
import angklung.explain.Language;
import angklung.explain.TopicRecords;
import angklung.intake.IntakeOptions;
import angklung.intake.PlayRules;
import angklung.oracle.Oracle;
import angklung.oracle.RandomInput;
import angklung.oracle.RandomInput.Feature;
import angklung.oracle.Table;
import angklung.replay.Input;
import angklung.replay.InputReader;
import angklung.replay.PipelineRun;
import angklung.replay.Progress;
import angklung.replay.ReplayRun;
import angklung.replay.Versions;
import angklung.runtime.EmbeddedKafka;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Questions to running stages that have closed two months, and lines of their ledger explained from the topics. In
 * April subscribers were followed where an agreement needed it, in May all of them.
 */
@Timeout(180)
final class WhatIfCommandIT {
    /**
     * Gives sori/flat no agreement but market-centric ones, tune/family user-centric ones too and no artist-centric
     * one, revenue that was restated, parts held for idle subscribers, and parties with deductions and advances.
     */
    private static final long SEED = 15646;

    private static final String APRIL = "2026-04";
    private static final String MAY = "2026-05";
    private static final List<String> COLUMNS = List.of(
            "dsp", "territory", "offering", "right_type", "model", "revenue_share", "label_payments_share",
            "per_play_minimum", "per_subscriber_minimum", "floor_per_subscriber", "minimum_track_plays",
            "minimum_track_window", "idle_subscribers", "claims", "time_zone", "valid_from");

    @TempDir
    private static Path dir;

    private static Map<String, String> environment;
    private static RandomInput input;
    private static Oracle actual;
    private static EmbeddedKafka kafka;
    private static PipelineRun run;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void closeTwoMonths() throws IOException {
        kafka = EmbeddedKafka.start(dir.resolve("broker"));
        environment = new HashMap<>(Map.of(
                "ANGKLUNG_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                "ANGKLUNG_SCHEMA_REGISTRY_URL", "mock://whatif",
                "ANGKLUNG_STATE_DIR", dir.resolve("state").toString(),
                "ANGKLUNG_DSPS", "nada,sori,tune",
                "ANGKLUNG_THREADS", "1",
                "ANGKLUNG_COMMIT_INTERVAL_MS", "100",
                "ANGKLUNG_DEDUP_HORIZON_DAYS", "400",
                "ANGKLUNG_REPLICATION_FACTOR", "1",
                "ANGKLUNG_MIN_INSYNC_REPLICAS", "1"));
        for (String stage : List.of("INTAKE", "TALLY", "POOL", "SETTLEMENT")) {
            environment.put("ANGKLUNG_PARTITIONS_" + stage, "2");
        }
        input = new RandomInput(
                new SplittableRandom(SEED), 400, List.of(YearMonth.parse(APRIL), YearMonth.parse(MAY)),
                EnumSet.of(Feature.MODELS, Feature.SETTLEMENT, Feature.FX));
        input.latePlays.clear();
        input.revenue.removeIf(row -> row.get("period").compareTo(MAY) > 0);
        actual = input.oracle();
        close(APRIL, play -> isInApril(play));
        run.close();
        environment.put("ANGKLUNG_INTAKE_FOLLOW___SUBSCRIBERS", "all");
        close(MAY, play -> !isInApril(play));
    }

    @AfterAll
    static void stop() {
        run.close();
        kafka.close();
    }

    /** No play is on the last day of a month, whatever the time zone. */
    private static boolean isInApril(Map<String, String> play) {
        return play.get("started_at").compareTo("2026-04-30") < 0;
    }

    /** Starts the stages, the second time on what they have kept, and feeds and closes one month. */
    private static void close(String period, Predicate<Map<String, String>> inPeriod) throws IOException {
        Path month = Files.createDirectory(dir.resolve(period));
        input.write(month);
        Files.delete(month.resolve("plays-2.csv"));
        Table.write(month.resolve("plays-1.csv"), input.plays.stream().filter(inPeriod).toList(),
                List.copyOf(input.plays.get(0).keySet()));
        Table.write(month.resolve("revenue.csv"),
                input.revenue.stream().filter(row -> row.get("period").equals(period)).toList(),
                List.copyOf(input.revenue.get(0).keySet()));
        Clock clock = Clock.systemUTC();
        Input read = new InputReader(PlayRules.of(new IntakeOptions(400)), clock.instant()).read(month);
        run = PipelineRun.start(settings(), Duration.ofSeconds(60), CloseListener.NONE);
        new ReplayRun(read, run, clock, Progress.NONE).run(Versions.all());
    }

    @Test
    void shouldDivideAMarketCentricMonthBySubscriber() throws Exception {
        // Of every market-centric right of the offering, in one question each.
        assertThat(ask(MAY, "tune", row -> row.get("model").equals("MARKET_CENTRIC"),
                Map.of("model", "USER_CENTRIC", "idle_subscribers", "HOLD"))).isZero();
        assertThat(ask(MAY, "sori", row -> true, Map.of("model", "USER_CENTRIC"))).isZero();
        // In April they were followed only where an agreement needed it: another right of the same offering does.
        assertThat(ask(APRIL, "tune", row -> row.get("model").equals("MARKET_CENTRIC"),
                Map.of("model", "USER_CENTRIC"))).isZero();
        assertThat(out.toString()).contains("scenario  USER_CENTRIC by SUBSCRIBERS");
    }

    @Test
    void shouldLeaveOutRecordingsBelowAnotherMinimum() throws Exception {
        assertThat(ask(MAY, "sori", row -> true, Map.of("minimum_track_plays", "4"))).isZero();
        assertThat(ask(MAY, "tune", row -> row.get("model").equals("USER_CENTRIC"),
                Map.of("minimum_track_plays", "9", "minimum_track_window", "2"))).isZero();
    }

    @Test
    void shouldPriceByAnotherShareOfRevenueAndDivideAsBefore() throws Exception {
        Map<String, String> share = Map.of("revenue_share", "0.777", "label_payments_share", "", "per_play_minimum", "",
                "per_subscriber_minimum", "", "floor_per_subscriber", "");
        assertThat(ask(APRIL, "tune", row -> true, share)).isZero(); // user-centric rights too
        assertThat(ask(MAY, "sori", row -> true, share)).isZero();
    }

    @Test
    void shouldReadAnOldAnswerInsteadOfAskingAgain() throws Exception {
        assertThat(ask(MAY, "sori", row -> true, Map.of("revenue_share", "0.5"))).isZero();
        String first = out.toString();
        int asked = asked();

        assertThat(ask(MAY, "sori", row -> true, Map.of("revenue_share", "0.5"))).isZero();
        assertThat(out.toString()).isEqualTo(first);
        assertThat(asked()).isEqualTo(asked);
    }

    @Test
    void shouldEndWith5AndTheReasonOfARefusalAndAskAgainNextTime() throws Exception {
        assertThat(question("2026-06", "sori", rows("sori", row -> true), Map.of())).isEqualTo(5);
        assertThat(err.toString())
                .contains("sori/KR/flat/2026-06/", "2026-06 of sori is not closed: close it first");

        assertThat(question(APRIL, "sori", rows("sori", row -> true), Map.of("model", "USER_CENTRIC"))).isEqualTo(5);
        assertThat(err.toString()).contains(
                "plays have no weight SUBSCRIBERS", "set intake.follow-subscribers=all to keep them from now on");
        int asked = asked();
        assertThat(question(APRIL, "sori", rows("sori", row -> true), Map.of("model", "USER_CENTRIC"))).isEqualTo(5);
        assertThat(asked()).isGreaterThan(asked);

        assertThat(question(MAY, "tune", rows("tune", row -> true), Map.of("model", "ARTIST_CENTRIC"))).isEqualTo(5);
        assertThat(err.toString()).contains("artist-centric weights exist only if an agreement of the offering");
    }

    @Test
    void shouldEndWith4ForWrongAgreements() throws Exception {
        List<Map<String, String>> rows = rows("sori", row -> true);
        assertThat(question(MAY, "nada", rows, Map.of())).isEqualTo(4);
        assertThat(err.toString()).contains(":2: dsp is sori");
        assertThat(question(MAY, "sori", rows, Map.of("valid_from", "2026-06-01"))).isEqualTo(4);
        assertThat(err.toString()).contains(":2: the agreement covers no day of 2026-05");
        assertThat(question(MAY, "sori", rows, Map.of("revenue_share", "1.6"))).isEqualTo(4);
        assertThat(err.toString()).contains(":2: revenue_share '1.6' is more than the largest possible, 1");
        assertThat(run("whatif", "--period", MAY, "--dsp", "sori", "--agreements", dir + "/none.csv")).isEqualTo(4);
        assertThat(run("whatif", "--period", "2026", "--dsp", "sori", "--agreements", "x")).isEqualTo(2);
    }

    /** One line of every kind and model, with all that the topics keep: chains, taxes, rights, versions. */
    @Test
    void shouldExplainLinesOfTheLedgerFromTopics() {
        Map<String, LedgerLine> sample = new TreeMap<>();
        run.outcome().ledger((partition, offset, key, line) -> sample.putIfAbsent(kind(line), line));
        Explainer explainer = new Explainer(new TopicRecords(settings().clients(), settings().topics()));

        assertThat(sample).hasSizeGreaterThan(15);
        sample.forEach((kind, line) -> {
            Explanation explanation = explainer.explain(line.getLineId());
            assertThat(explanation.firstFailure()).as(new ExplanationText(Language.EN).of(explanation)).isEmpty();
            ExplainedLines.assertReadable(explanation);
        });
    }

    private static String kind(LedgerLine line) {
        String model = line.getDsp() == null ? "" : model(line);
        String hold = line.getPartyId() == null ? line.getCreditAccount().split(":")[1] : "";
        return line.getKind() + " " + model + " " + hold;
    }

    private static String model(LedgerLine line) {
        return rows(line.getDsp(), row -> row.get("offering").equals(line.getOffering())
                        && row.get("right_type").equals(line.getRightType()))
                .get(0).get("model");
    }

    private static List<Map<String, String>> rows(String dsp, Predicate<Map<String, String>> which) {
        List<Map<String, String>> rows =
                input.agreements.stream().filter(row -> row.get("dsp").equals(dsp) && which.test(row)).toList();
        assertThat(rows).isNotEmpty();
        return rows;
    }

    private int question(
            String period, String dsp, List<Map<String, String>> agreements, Map<String, String> changes,
            String... more) throws IOException {
        List<Map<String, String>> changed = agreements.stream().map(row -> changed(row, changes)).toList();
        Path file = dir.resolve("question.csv");
        Table.write(file, changed, COLUMNS);
        List<String> args = new ArrayList<>(List.of(
                "whatif", "--period", period, "--dsp", dsp, "--agreements", file.toString(), "--timeout", "60"));
        args.addAll(List.of(more));
        return run(args.toArray(String[]::new));
    }

    private static Map<String, String> changed(Map<String, String> row, Map<String, String> changes) {
        Map<String, String> changed = new LinkedHashMap<>(row);
        changed.putAll(changes);
        return changed;
    }

    /** Asks, and compares every amount with what the oracle gives by the agreements as they are and as changed. */
    private int ask(
            String period, String dsp, Predicate<Map<String, String>> which, Map<String, String> changes)
            throws IOException {
        List<Map<String, String>> agreements = rows(dsp, which);
        Path compared = dir.resolve("compared");
        int code = question(period, dsp, agreements, changes, "--out", compared.toString(), "--overwrite");
        assertThat(code).as(err.toString()).isZero();
        List<Map<String, String>> terms = input.agreements.stream()
                .map(row -> agreements.contains(row) ? changed(row, changes) : row)
                .toList();
        Oracle supposed = new Oracle(new Oracle.Files(
                input.plays, List.of(), input.revenue, terms, input.rights, input.parties, input.fx, List.of(),
                List.of()));
        List<Map<String, String>> found = Table.read(compared, "whatif_recordings");
        Predicate<String> asked = pool -> agreements.stream().anyMatch(row -> pool.startsWith(String.join("/",
                        dsp, row.get("territory"), row.get("offering"), period, row.get("right_type")) + "/"));
        assertThat(amounts(found, "actual")).isEqualTo(amounts(actual, asked));
        assertThat(amounts(found, "scenario")).isNotEmpty().isEqualTo(amounts(supposed, asked));
        assertThat(amounts(found, "scenario")).isNotEqualTo(amounts(found, "actual"));
        return code;
    }

    private static SortedMap<String, BigDecimal> amounts(List<Map<String, String>> rows, String column) {
        SortedMap<String, BigDecimal> amounts = new TreeMap<>();
        rows.forEach(row -> amounts.put(
                row.get("pool") + " " + row.get("isrc") + " " + row.get("beneficiary"),
                new BigDecimal(row.get(column))));
        amounts.values().removeIf(amount -> amount.signum() == 0);
        return amounts;
    }

    private static SortedMap<String, BigDecimal> amounts(Oracle oracle, Predicate<String> pools) {
        SortedMap<String, BigDecimal> amounts = new TreeMap<>();
        oracle.earnings().forEach((key, amount) -> {
            if (pools.test(key.pool())) {
                String hold = key.beneficiary().startsWith("hold:") ? ":" + key.pool() : "";
                amounts.put(key.pool() + " " + key.isrc() + " " + key.beneficiary() + hold,
                        BigDecimal.valueOf(amount.micros(), 6));
            }
        });
        return amounts;
    }

    private static int asked() {
        try (TopicReader<String, Scenario> questions =
                new TopicReader<>(settings().clients(), settings().topics().scenarios)) {
            return questions.readToEnd().size();
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
