package angklung.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The oracle and the examples were written from the same rules by different means, one computes and the other was done
 * by hand: they must agree wherever an expected file speaks of something that the oracle knows.
 */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("src/test/resources/examples");

    private static Stream<String> examples() throws IOException {
        try (Stream<Path> paths = Files.list(EXAMPLES)) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldComputeWhatTheExampleExpects(String example) {
        Oracle oracle = new Oracle(EXAMPLES.resolve(example).resolve("input"));
        Path expected = EXAMPLES.resolve(example).resolve("expected");

        assertRows(expected, "earnings", OracleRows.earnings(oracle, false));
        assertRows(expected, "holds", OracleRows.earnings(oracle, true));
        assertRows(expected, "ledger", OracleRows.ledger(oracle));
        assertRows(expected, "balances", OracleRows.balances(oracle));
        assertRows(expected, "rate_sheets", OracleRows.sheets(oracle));
        assertRows(expected, "screening", OracleRows.hits(oracle));
    }

    /** Compares the columns that both have, as a multiset of rows. */
    private static void assertRows(Path expected, String file, List<Map<String, String>> found) {
        List<Map<String, String>> rows = Table.read(expected, file);
        if (rows.isEmpty()) {
            return;
        }
        assertThat(found).as(file).isNotEmpty();
        Set<String> columns = rows.get(0).keySet().stream()
                .filter(found.get(0)::containsKey)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(project(found, columns)).as("%s: %s", file, columns).isEqualTo(project(rows, columns));
    }

    private static List<String> project(List<Map<String, String>> rows, Set<String> columns) {
        return rows.stream()
                .map(row -> columns.stream().map(row::get).collect(Collectors.joining(",")))
                .sorted()
                .toList();
    }
}
