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
import angklung.topic.PartitionContract;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Input of a test through what {@code replay} is made of, on brokers of the test, and what it wrote. */
final class ReplayedFiles {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final String bootstrapServers;

    /** What is to be done with a seed. */
    interface Case {
        void run(long seed) throws IOException;
    }

    /** What is done with a pipeline while it runs. */
    interface Course {
        void run(PipelineRun run, Settings settings) throws IOException;
    }

    ReplayedFiles(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** All cases, so that one failure does not hide another. {@code -Dangklung.seed} is the first one's, or random. */
    static void cases(int count, Case one) {
        String given = System.getProperty("angklung.seed", "");
        long first = given.isEmpty() ? new SplittableRandom().nextLong() : Long.parseLong(given);
        AssertionError failed = null;
        for (long seed = first; seed < first + count; seed++) {
            try {
                one.run(seed);
            } catch (IOException | RuntimeException | AssertionError e) {
                AssertionError named = new AssertionError("rerun with -Dangklung.seed=" + seed, e);
                if (failed == null) {
                    failed = named;
                } else {
                    failed.addSuppressed(named);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    static PartitionContract partitions(SplittableRandom random) {
        return new PartitionContract(
                1 + random.nextInt(4), 1 + random.nextInt(4), 1 + random.nextInt(4), 1 + random.nextInt(4));
    }

    /** Writes the input to files and reads these as replay does. */
    static Input read(RandomInput input, Path directory) throws IOException {
        Path files = Files.createDirectories(directory.resolve("input"));
        input.write(files);
        return new InputReader(PlayRules.of(new IntakeOptions(RunSettings.DEDUP_DAYS)), Clock.systemUTC().instant())
                .read(files);
    }

    /** Replays the input, and returns the directory that its output is in. */
    Path replay(RandomInput input, PartitionContract partitions, Path directory) throws IOException {
        Input read = read(input, directory);
        Path output = directory.resolve("output");
        run(read, partitions, directory, (run, settings) -> {
            RunFacts facts = new ReplayRun(read, run, Clock.systemUTC(), Progress.NONE).run(Map.of());
            export(run, facts, output);
        });
        return output;
    }

    /** A pipeline for the services of the input; its topics are gone afterwards. */
    void run(Input input, PartitionContract partitions, Path directory, Course course) throws IOException {
        Settings settings = new RunSettings(partitions, 2, directory.resolve("state"))
                .embedded(bootstrapServers, input.dsps());
        try (PipelineRun run = PipelineRun.start(settings, PATIENCE, CloseListener.NONE)) {
            course.run(run, settings);
        }
        new RunTopics(settings).delete();
    }

    /** Writes the output and asserts that every pool, the ledger and the statements add up. */
    static void export(PipelineRun run, RunFacts facts, Path output) throws IOException {
        assertThat(new Exporter(new OutputDirectory(output, true), facts).export(run.outcome()).problems()).isEmpty();
    }

    static void assertOutputIsTheOracles(Path output, Oracle oracle) {
        assertRows(output.resolve("rate_sheets.csv"), OracleRows.sheets(oracle), List.of(
                "dsp", "territory", "offering", "period", "right_type", "currency", "version", "amount", "plays",
                "reason", "plays_below_minimum", "plays_screened", "plays_without_authors"));
        assertRows(output.resolve("screening.csv"), OracleRows.hits(oracle), List.of(
                "hit_id", "dsp", "period", "rule", "subject", "plays", "status"));
        assertEarningsAreTheOracles(output, oracle);
        assertRows(output.resolve("ledger.csv"), OracleRows.ledger(oracle), List.of(
                "period", "origin_period", "party_id", "kind", "debit_account", "credit_account", "currency",
                "amount", "pool_version", "reason"));
        assertRows(output.resolve("balances.csv"), OracleRows.balances(oracle), List.of(
                "account", "currency", "debit", "credit", "balance"));
    }

    /** What rightsholders have of the pools, and what is held. */
    static void assertEarningsAreTheOracles(Path output, Oracle oracle) {
        assertRows(output.resolve("earnings.csv"), OracleRows.earnings(oracle, false), List.of(
                "dsp", "territory", "offering", "period", "right_type", "currency", "isrc", "party_id", "plays",
                "amount"));
        assertRows(output.resolve("holds.csv"), OracleRows.earnings(oracle, true), List.of(
                "account", "currency", "isrc", "reason", "amount"));
    }

    private static void assertRows(Path file, List<Map<String, String>> expected, List<String> columns) {
        assertThat(sorted(rows(file), columns)).as("%s: %s", file.getFileName(), columns)
                .isEqualTo(sorted(expected, columns));
    }

    static List<Map<String, String>> rows(Path file) {
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
            return csv.stream().map(NamedCsvRecord::getFieldsAsMap).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those columns of the rows, joined by commas. */
    static List<String> sorted(List<Map<String, String>> rows, List<String> columns) {
        return rows.stream()
                .map(row -> columns.stream().map(row::get).collect(Collectors.joining(",")))
                .sorted()
                .toList();
    }
}
