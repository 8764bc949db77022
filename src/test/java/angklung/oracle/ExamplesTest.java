package angklung.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

        assertRows(expected, "earnings", earnings(oracle, false));
        assertRows(expected, "holds", earnings(oracle, true));
        assertRows(expected, "ledger", oracle.lines().stream().map(line -> line(oracle, line)).toList());
        assertRows(expected, "balances", balances(oracle));
        assertRows(expected, "rate_sheets", sheets(oracle));
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

    private static List<Map<String, String>> earnings(Oracle oracle, boolean held) {
        List<Map<String, String>> rows = new ArrayList<>();
        oracle.earnings().forEach((key, amount) -> {
            if (key.beneficiary().startsWith("hold:") == held) {
                Map<String, String> row = pool(key.pool());
                row.put("isrc", key.isrc());
                row.put("party_id", held ? "" : key.beneficiary());
                row.put("account", held ? key.beneficiary() + ":" + key.pool() : "");
                row.put("reason", held ? key.beneficiary().substring("hold:".length()) : "");
                row.put("plays", Long.toString(amount.plays()));
                row.put("amount", plain(amount.micros()));
                rows.add(row);
            }
        });
        return rows;
    }

    private static Map<String, String> line(Oracle oracle, Oracle.Line line) {
        Map<String, String> row = new TreeMap<>();
        row.put("kind", line.kind());
        row.put("debit_account", line.debit());
        row.put("credit_account", line.credit());
        row.put("amount", plain(line.micros()));
        row.put("currency", line.currency());
        row.put("period", line.period());
        row.put("origin_period", line.origin());
        row.put("party_id", line.party());
        row.put("pool_version", line.version() == 0 ? "" : Integer.toString(line.version()));
        row.put("reason", line.kind().equals("ADJUSTMENT")
                ? oracle.versions().get(line.pool()).get(line.version() - 1).reason()
                : "");
        return row;
    }

    private static List<Map<String, String>> balances(Oracle oracle) {
        List<Map<String, String>> rows = new ArrayList<>();
        oracle.balances().forEach((account, balance) -> rows.add(new LinkedHashMap<>(Map.of(
                "account", account.name(), "currency", account.currency(), "debit", plain(balance.debit()),
                "credit", plain(balance.credit()), "balance", plain(balance.net())))));
        return rows;
    }

    private static List<Map<String, String>> sheets(Oracle oracle) {
        List<Map<String, String>> rows = new ArrayList<>();
        oracle.versions().forEach((pool, versions) -> versions.forEach(version -> {
            Map<String, String> row = pool(pool);
            row.put("version", Integer.toString(version.number()));
            row.put("amount", plain(version.micros()));
            row.put("plays", Long.toString(version.plays()));
            row.put("total_weight", decimal(version.weight()));
            rows.add(row);
        }));
        return rows;
    }

    private static Map<String, String> pool(String pool) {
        String[] parts = pool.split("/");
        Map<String, String> row = new TreeMap<>();
        String[] columns = {"dsp", "territory", "offering", "period", "right_type", "currency"};
        for (int i = 0; i < columns.length; i++) {
            row.put(columns[i], parts[i]);
        }
        return row;
    }

    private static String decimal(Fraction weight) {
        return new BigDecimal(weight.numerator()).divide(new BigDecimal(weight.denominator()))
                .stripTrailingZeros().toPlainString();
    }

    private static String plain(long micros) {
        return plain(BigInteger.valueOf(micros));
    }

    private static String plain(BigInteger micros) {
        return new BigDecimal(micros, 6).toPlainString();
    }
}
