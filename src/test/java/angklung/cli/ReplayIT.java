package angklung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.runtime.EmbeddedKafka;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Worked examples through the real command on a real broker. Each example names its source; its expected files were
 * written by hand from it. An expected CSV names the columns that it speaks of and holds every row; an expected JSON
 * holds the values that it speaks of.
 */
class ReplayIT {
    private static final Path EXAMPLES = Path.of("src/test/resources/examples");

    /** One for each part of the way; the others take minutes, and the oracle computes all of them in every build. */
    private static final Set<String> EVERY_BUILD = Set.of(
            "ai-idol", "id-pph23", "laguana-1-user-centric", "late-restate", "screening-release");

    @TempDir
    private Path directory;

    private record Ended(int code, String out, String err) {}

    private static Stream<String> examples() {
        return EVERY_BUILD.stream().sorted();
    }

    private static Stream<String> soakExamples() throws IOException {
        try (Stream<Path> paths = Files.list(EXAMPLES)) {
            return paths.map(path -> path.getFileName().toString())
                    .filter(example -> !EVERY_BUILD.contains(example))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static Ended run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(Map.of(), new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Ended(code, out.toString(), err.toString());
    }

    private Path replay(String example, String output, String... options) {
        Path out = directory.resolve(output);
        List<String> args = new ArrayList<>(
                List.of("replay", EXAMPLES.resolve(example).resolve("input").toString(), "--out", out.toString()));
        args.addAll(List.of(options));
        Ended ended = run(args.toArray(String[]::new));
        assertThat(ended.code()).as(ended.err()).isZero();
        return out;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldSettleTheExampleAsItsSourceSays(String example) throws IOException {
        settle(example);
    }

    @ParameterizedTest
    @MethodSource("soakExamples")
    @Tag("soak")
    void shouldSettleTheFurtherExampleAsItsSourceSays(String example) throws IOException {
        settle(example);
    }

    private void settle(String example) throws IOException {
        Path out = replay(example, "out", "--partitions", "2", "--threads", "1");

        try (Stream<Path> expected = Files.list(EXAMPLES.resolve(example).resolve("expected"))) {
            expected.forEach(file -> {
                Path found = out.resolve(file.getFileName());
                if (file.toString().endsWith(".json")) {
                    assertContains(json(found), json(file), file.toString());
                } else {
                    assertSameRows(found, file);
                }
            });
        }
        ExplainedLines.assertAllReadable(out);
    }

    @Test
    @Tag("soak")
    void shouldWriteTheSameBytesWithOtherThreadsAndTheSameAmountsWithOtherPartitions() throws IOException {
        compareLayouts("restated-revenue");
    }

    @Test
    @Tag("soak")
    void shouldWriteTheSameOfWhatIsScreenedToo() throws IOException {
        compareLayouts("screening-release-rebase");
    }

    private void compareLayouts(String example) throws IOException {
        Path one = replay(example, "one", "--partitions", "3", "--threads", "1");
        Path same = replay(example, "same", "--partitions", "3", "--threads", "3");
        Path other = replay(example, "other", "--partitions", "1/5/2/1");

        assertThat(bytes(same)).isEqualTo(bytes(one));
        for (String file : List.of(
                "earnings.csv", "rate_sheets.csv", "holds.csv", "rejected.csv", "balances.csv", "claims.csv",
                "screening.csv")) {
            assertThat(other.resolve(file)).hasSameTextualContentAs(one.resolve(file));
        }
        assertThat(amounts(other)).isEqualTo(amounts(one));
    }

    @Test
    void shouldSettleTheSameOnGivenBrokersAndLeaveNoTopicThere() throws Exception {
        Path inside = replay("late-plays", "inside", "--partitions", "2");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("broker"))) {
            Path outside = replay(
                    "late-plays", "outside", "--partitions", "2", "--bootstrap-servers", kafka.bootstrapServers(),
                    "--set", "schema.registry.url=mock://given-brokers",
                    "--set", "replication.factor=1", "--set", "min.insync.replicas=1");

            assertThat(bytes(outside)).isEqualTo(bytes(inside));
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
                assertThat(admin.listTopics().names().get()).isEmpty();
                assertThat(admin.listGroups().all().get()).isEmpty();
            }
        }
    }

    @Test
    void shouldRefuseWrongInputWithExitCodeFourAndWriteNothing() throws IOException {
        Path input = Files.createDirectory(directory.resolve("input"));
        Files.writeString(input.resolve("plays.csv"), "play_id\nx\n");

        Ended ended = run("replay", input.toString(), "--out", directory.resolve("out").toString());

        assertThat(ended.code()).isEqualTo(ExitCode.INPUT.code());
        assertThat(ended.err()).contains("plays.csv:1: column 'dsp' is missing in the header")
                .contains("revenue.csv: the file is missing");
        assertThat(ended.out()).isEmpty();
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void shouldRefuseAnOutputDirectoryThatIsNotEmptyBeforeItDoesAnything() throws IOException {
        Files.writeString(directory.resolve("letter.txt"), "keep me");

        Ended ended = run("replay", "nowhere", "--out", directory.toString());

        assertThat(ended.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(ended.err()).contains("is not empty").contains("--overwrite");
        assertThat(directory.resolve("letter.txt")).exists();
    }

    @Test
    void shouldPrintTheSummaryAsJsonAndNothingElseWhenAsked() throws IOException {
        Path out = directory.resolve("out");
        Files.createDirectory(out);
        Files.writeString(out.resolve("notes.txt"), "mine");

        Ended ended = run("replay", EXAMPLES.resolve("thirds/input").toString(), "--out", out.toString(), "--json",
                "--overwrite", "--partitions", "1");

        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).isEqualTo(Files.readString(out.resolve("summary.json")));
        assertThat(out.resolve("notes.txt")).hasContent("mine");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactly(out);
        }
    }

    private static void assertSameRows(Path found, Path expected) {
        List<NamedCsvRecord> rows = rows(expected);
        List<String> columns = rows.get(0).getHeader();
        assertThat(project(rows(found), columns)).as(expected.toString()).isEqualTo(project(rows, columns));
    }

    private static List<String> project(List<NamedCsvRecord> rows, List<String> columns) {
        return rows.stream()
                .map(row -> columns.stream().map(row::getField).collect(Collectors.joining(",")))
                .sorted()
                .toList();
    }

    private static List<NamedCsvRecord> rows(Path file) {
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
            return csv.stream().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(Path file) {
        try {
            return new ObjectMapper().readTree(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertContains(JsonNode found, JsonNode expected, String where) {
        if (expected.isObject()) {
            for (Iterator<Map.Entry<String, JsonNode>> i = expected.fields(); i.hasNext(); ) {
                Map.Entry<String, JsonNode> field = i.next();
                assertContains(found.path(field.getKey()), field.getValue(), where + "/" + field.getKey());
            }
        } else if (expected.isArray()) {
            assertThat(found.size()).as(where).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                assertContains(found.path(i), expected.path(i), where + "/" + i);
            }
        } else {
            assertThat(found).as(where).isEqualTo(expected);
        }
    }

    private static Map<String, String> bytes(Path output) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.list(output)) {
            for (Path file : files.toList()) {
                content.put(file.getFileName().toString(), Files.readString(file, StandardCharsets.UTF_8));
            }
        }
        return content;
    }

    /** What lines say but for their place in the chain. */
    private static List<String> amounts(Path output) {
        return project(rows(output.resolve("ledger.csv")), List.of(
                "line_id", "kind", "debit_account", "credit_account", "amount", "period", "adjusts_line_id",
                "statement_hash"));
    }
}
