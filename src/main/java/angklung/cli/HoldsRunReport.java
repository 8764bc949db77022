package angklung.cli;

import angklung.avro.LedgerLine;
import angklung.avro.UnclaimedNotice;
import angklung.close.HoldsResult;
import angklung.config.Failure;
import angklung.money.Micros;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What an announcement or an expiry did: a table for people, JSON for scripts. */
final class HoldsRunReport {
    private static final Set<Integer> NAMES = Set.of(0, 2, 3, 4);

    private final String done;
    private final HoldsResult result;
    private final List<Row> rows;

    /** @param due null for what has moved */
    private record Row(
            String account, long micros, String currency, LocalDate due, String destination, String policy) {}

    private HoldsRunReport(String done, HoldsResult result, List<Row> rows) {
        this.done = done;
        this.result = result;
        this.rows = rows;
    }

    static HoldsRunReport announced(HoldsResult result, List<UnclaimedNotice> notices) {
        return new HoldsRunReport("announced", result, notices.stream()
                .map(notice -> new Row(
                        notice.getHoldAccount(), notice.getAmountMicros(), notice.getCurrency(), notice.getDueOn(),
                        notice.getDestination(), notice.getPolicy()))
                .toList());
    }

    static HoldsRunReport moved(HoldsResult result, List<LedgerLine> lines) {
        return new HoldsRunReport("moved", result, lines.stream()
                .map(line -> new Row(
                        line.getDebitAccount(), line.getAmountMicros(), line.getCurrency(), null,
                        line.getCreditAccount(), line.getReason()))
                .toList());
    }

    HoldsResult result() {
        return result;
    }

    /**
     * Checks that what is in the topics is what the partitions have reported.
     *
     * @throws Failure if a run that is done is not
     */
    HoldsRunReport verified() {
        SortedMap<String, Long> sums = new TreeMap<>();
        rows.forEach(row -> sums.merge(row.currency(), row.micros(), Math::addExact));
        if (result.done() && (rows.size() != result.accounts() || !sums.equals(result.micros()))) {
            throw Failure.verification("Run " + result.runId() + " has " + done + " " + result.micros() + " micros of "
                    + result.accounts() + " holds by its control totals, but " + sums + " of " + rows.size()
                    + " by what it wrote");
        }
        return this;
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(result.runId() + ": " + result.accounts() + (result.accounts() == 1 ? " hold " : " holds ") + done);
        if (!rows.isEmpty()) {
            TextTable table = new TextTable(List.of("hold", "amount", "", "due", "goes to"), NAMES);
            rows.forEach(row -> table.add(List.of(
                    row.account(), Micros.toPlain(row.micros()), row.currency(),
                    row.due() == null ? "" : row.due().toString(), row.destination())));
            lines.addAll(table.lines());
        }
        result.micros().forEach((currency, micros) -> lines.add(Micros.toPlain(micros) + " " + currency + " " + done));
        return String.join(System.lineSeparator(), lines);
    }

    String json() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("run_id", result.runId());
        root.put("as_of", result.date().toString());
        root.put("done", result.done());
        root.put("accounts", result.accounts());
        ObjectNode totals = root.putObject(done);
        result.micros().forEach((currency, micros) -> totals.put(currency, Micros.toPlain(micros)));
        ArrayNode holds = root.putArray("holds");
        rows.forEach(row -> holds.addObject()
                .put("hold_account", row.account())
                .put("amount", Micros.toPlain(row.micros()))
                .put("currency", row.currency())
                .put("due_on", row.due() == null ? null : row.due().toString())
                .put("destination", row.destination())
                .put("policy", row.policy()));
        ArrayNode missing = root.putArray("missing");
        result.missing().forEach(missing::add);
        return root.toPrettyString();
    }
}
