package angklung.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.close.CloseListener;
import angklung.config.Settings;
import angklung.intake.IntakeOptions;
import angklung.intake.PlayRules;
import angklung.oracle.Oracle;
import angklung.oracle.OracleRows;
import angklung.oracle.RandomInput;
import angklung.replay.Exporter;
import angklung.replay.Input;
import angklung.replay.InputReader;
import angklung.replay.OutputDirectory;
import angklung.replay.PipelineRun;
import angklung.replay.Progress;
import angklung.replay.ReplayRun;
import angklung.replay.RunFacts;
import angklung.replay.RunSettings;
import angklung.replay.RunTopics;
import angklung.replay.Summary;
import angklung.runtime.EmbeddedKafka;
import angklung.topic.PartitionContract;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random files with everything that a replay reads, through the replay, against the oracle: every earning, hold, ledger
 * line, rate sheet and balance. One broker serves all cases. {@code -Dangklung.replays} is their number; the seed of
 * the first is {@code -Dangklung.seed}, each next one's is one more.
 */
@Tag("soak")
class RandomReplayIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    @Test
    void shouldSettleWhatTheOracleSays() throws IOException {
        int cases = Integer.getInteger("angklung.replays", 1);
        String given = System.getProperty("angklung.seed", "");
        long first = given.isEmpty() ? new SplittableRandom().nextLong() : Long.parseLong(given);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("broker"))) {
            for (long seed = first; seed < first + cases; seed++) {
                try {
                    replay(seed, kafka.bootstrapServers());
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError("rerun with -Dangklung.seed=" + seed, e);
                }
            }
        }
    }

    private void replay(long seed, String bootstrapServers) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        PartitionContract partitions = new PartitionContract(
                1 + random.nextInt(4), 1 + random.nextInt(4), 1 + random.nextInt(4), 1 + random.nextInt(4));
        RandomInput input = new RandomInput(
                random, 1 + random.nextInt(1_500), List.of(YearMonth.of(2026, 3), YearMonth.of(2026, 4)),
                RandomInput.Feature.ofPlays());
        Path files = Files.createDirectories(directory.resolve(seed + "/input"));
        input.write(files);
        Input read = new InputReader(PlayRules.of(new IntakeOptions(RunSettings.DEDUP_DAYS)), Clock.systemUTC().instant())
                .read(files);
        Settings settings = new RunSettings(partitions, 2, directory.resolve(seed + "/state"))
                .embedded(bootstrapServers, read.dsps());
        Path output = directory.resolve(seed + "/output");
        try (PipelineRun run = PipelineRun.start(settings, PATIENCE, CloseListener.NONE)) {
            RunFacts facts = new ReplayRun(read, run, Clock.systemUTC(), Progress.NONE).run(Map.of());
            Summary summary = new Exporter(new OutputDirectory(output, false), facts).export(run.outcome());
            assertThat(summary.problems()).isEmpty();
        }
        new RunTopics(settings).delete();
        compare(output, input.oracle());
    }

    private static void compare(Path output, Oracle oracle) throws IOException {
        assertRows(output.resolve("rate_sheets.csv"), OracleRows.sheets(oracle), List.of(
                "dsp", "territory", "offering", "period", "right_type", "currency", "version", "amount", "plays"));
        assertRows(output.resolve("earnings.csv"), OracleRows.earnings(oracle, false), List.of(
                "dsp", "territory", "offering", "period", "right_type", "currency", "isrc", "party_id", "plays",
                "amount"));
        assertRows(output.resolve("holds.csv"), OracleRows.earnings(oracle, true), List.of(
                "account", "currency", "isrc", "reason", "amount"));
        assertRows(output.resolve("ledger.csv"), OracleRows.ledger(oracle), List.of(
                "period", "origin_period", "party_id", "kind", "debit_account", "credit_account", "currency",
                "amount", "pool_version", "reason"));
        assertRows(output.resolve("balances.csv"), OracleRows.balances(oracle), List.of(
                "account", "currency", "debit", "credit", "balance"));
    }

    private static void assertRows(Path file, List<Map<String, String>> expected, List<String> columns)
            throws IOException {
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
            List<String> found = csv.stream()
                    .map(row -> columns.stream().map(row::getField).collect(Collectors.joining(",")))
                    .sorted()
                    .toList();
            assertThat(found).as("%s: %s", file.getFileName(), columns).isEqualTo(expected.stream()
                    .map(row -> columns.stream().map(row::get).collect(Collectors.joining(",")))
                    .sorted()
                    .toList());
        }
    }
}
