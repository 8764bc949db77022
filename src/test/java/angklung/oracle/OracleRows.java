package angklung.oracle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the files of a replay's output must say, by columns with the names of the contract, as far as the oracle knows. */
public final class OracleRows {
    private OracleRows() {}

    /**
     * {@code earnings.csv}, or {@code holds.csv} for what is held: one row for each beneficiary and recording, whatever
     * policies its parts are under. Its plays are those of the part with the most.
     */
    public static List<Map<String, String>> earnings(Oracle oracle, boolean held) {
        SortedMap<Oracle.Key, Map<String, String>> rows = new TreeMap<>();
        SortedMap<Oracle.Key, long[]> sums = new TreeMap<>();
        oracle.earnings().forEach((key, amount) -> {
            if (key.beneficiary().startsWith("hold:") == held) {
                long[] sum = sums.computeIfAbsent(
                        new Oracle.Key(key.pool(), key.isrc(), key.beneficiary()), k -> new long[2]);
                sum[0] += amount.micros();
                sum[1] = Math.max(sum[1], amount.plays());
            }
        });
        sums.forEach((key, sum) -> rows.put(key, earning(key, sum[0], sum[1], held)));
        return List.copyOf(rows.values());
    }

    private static Map<String, String> earning(Oracle.Key key, long micros, long plays, boolean held) {
        Map<String, String> row = pool(key.pool());
        row.put("isrc", key.isrc());
        row.put("party_id", held ? "" : key.beneficiary());
        row.put("account", held ? key.beneficiary() + ":" + key.pool() : "");
        row.put("reason", held ? key.beneficiary().substring("hold:".length()) : "");
        row.put("plays", Long.toString(plays));
        row.put("amount", plain(micros));
        return row;
    }

    /** {@code ledger.csv}, in any order. */
    public static List<Map<String, String>> ledger(Oracle oracle) {
        return oracle.lines().stream().map(line -> line(oracle, line)).toList();
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
        row.put("reason", line.version() > 1
                ? oracle.versions().get(line.pool()).get(line.version() - 1).reason()
                : "");
        return row;
    }

    /** {@code balances.csv}. */
    public static List<Map<String, String>> balances(Oracle oracle) {
        List<Map<String, String>> rows = new ArrayList<>();
        oracle.balances().forEach((account, balance) -> rows.add(new LinkedHashMap<>(Map.of(
                "account", account.name(), "currency", account.currency(), "debit", plain(balance.debit()),
                "credit", plain(balance.credit()), "balance", plain(balance.net())))));
        return rows;
    }

    /** {@code rate_sheets.csv}; a total weight that no decimal can say is left empty. */
    public static List<Map<String, String>> sheets(Oracle oracle) {
        List<Map<String, String>> rows = new ArrayList<>();
        oracle.versions().forEach((pool, versions) -> versions.forEach(version -> {
            Map<String, String> row = pool(pool);
            row.put("version", Integer.toString(version.number()));
            row.put("amount", plain(version.micros()));
            row.put("reason", version.reason());
            row.put("plays", Long.toString(version.plays()));
            row.put("plays_below_minimum", Long.toString(version.belowMinimum()));
            row.put("plays_screened", Long.toString(version.screened()));
            row.put("plays_without_authors", Long.toString(version.authorship()));
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
        try {
            return new BigDecimal(weight.numerator()).divide(new BigDecimal(weight.denominator()))
                    .stripTrailingZeros().toPlainString();
        } catch (ArithmeticException e) {
            return "";
        }
    }

    private static String plain(long micros) {
        return plain(BigInteger.valueOf(micros));
    }

    private static String plain(BigInteger micros) {
        return new BigDecimal(micros, 6).toPlainString();
    }
}
