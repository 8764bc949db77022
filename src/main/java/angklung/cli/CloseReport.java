package angklung.cli;

import angklung.avro.PoolStatus;
import angklung.close.CloseResult;
import angklung.close.PayoutResult;
import angklung.close.PoolProgress;
import angklung.money.Micros;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows how far a close came: a table for people, JSON for scripts. */
final class CloseReport {
    private static final List<String> HEADER =
            List.of("pool", "version", "status", "plays", "amount", "previous", "allocated", "settled", "");

    private final CloseResult close;
    private final Optional<PayoutResult> payout;

    /** @param payout empty if nothing was paid out */
    CloseReport(CloseResult close, Optional<PayoutResult> payout) {
        this.close = close;
        this.payout = payout;
    }

    /** For each service a line and a table of its pools; then what was paid. */
    String text() {
        List<String> lines = new ArrayList<>();
        for (CloseResult.Service service : close.services()) {
            lines.add(service.dsp() + " " + close.period() + ": " + service.state() + ", " + service.plays()
                    + " plays, " + service.shortPlays() + " short");
            if (!service.pools().isEmpty()) {
                lines.addAll(table(service.pools()));
            }
        }
        payout.ifPresent(run -> {
            lines.add("payout " + run.runId() + ": " + run.payments() + " payments");
            run.paidMicros().forEach((currency, micros) -> lines.add("  " + Micros.toPlain(micros) + " " + currency));
        });
        return String.join(System.lineSeparator(), lines);
    }

    String json() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("period", close.period().toString());
        root.put("done", close.done() && payout.map(PayoutResult::done).orElse(true));
        ArrayNode services = root.putArray("services");
        close.services().forEach(service -> put(services.addObject(), service));
        payout.ifPresent(run -> put(root.putObject("payout"), run));
        ArrayNode missing = root.putArray("missing");
        missing().forEach(missing::add);
        return root.toPrettyString();
    }

    /** What the close or the payout still waited for. */
    List<String> missing() {
        List<String> all = new ArrayList<>(close.missing());
        payout.ifPresent(run -> all.addAll(run.missing()));
        return all;
    }

    private static void put(ObjectNode node, CloseResult.Service service) {
        node.put("dsp", service.dsp());
        node.put("state", service.state().toString());
        node.put("plays", service.plays());
        node.put("short_plays", service.shortPlays());
        ArrayNode pools = node.putArray("pools");
        for (PoolProgress pool : service.pools()) {
            pools.addObject()
                    .put("pool", pool.pool())
                    .put("version", pool.version())
                    .put("status", pool.status().toString())
                    .put("currency", pool.currency())
                    .put("plays", pool.plays())
                    .put("amount", Micros.toPlain(pool.amountMicros()))
                    .put("previous_amount", Micros.toPlain(pool.previousAmountMicros()))
                    .put("allocated", Micros.toPlain(pool.allocatedMicros()))
                    .put("settled", Micros.toPlain(pool.settledMicros()))
                    .put("reason", pool.reason());
        }
    }

    private static void put(ObjectNode node, PayoutResult run) {
        node.put("run_id", run.runId());
        node.put("done", run.done());
        node.put("payments", run.payments());
        ObjectNode paid = node.putObject("paid");
        run.paidMicros().forEach((currency, micros) -> paid.put(currency, Micros.toPlain(micros)));
    }

    private static List<String> table(List<PoolProgress> pools) {
        List<List<String>> rows = new ArrayList<>(List.of(HEADER));
        pools.forEach(pool -> rows.add(row(pool)));
        int[] widths = new int[HEADER.size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        return rows.stream().map(row -> aligned(row, widths)).toList();
    }

    private static List<String> row(PoolProgress pool) {
        boolean priced = pool.status() == PoolStatus.PLANNED;
        return List.of(
                pool.pool(),
                pool.version() > 0 ? Integer.toString(pool.version()) : "",
                pool.status().toString(),
                Long.toString(pool.plays()),
                priced ? Micros.toPlain(pool.amountMicros()) : "",
                priced ? Micros.toPlain(pool.previousAmountMicros()) : "",
                priced ? Micros.toPlain(pool.allocatedMicros()) : "",
                priced ? Micros.toPlain(pool.settledMicros()) : "",
                pool.reason());
    }

    /** Names to the left, numbers to the right. */
    private static String aligned(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder("  ");
        for (int i = 0; i < widths.length; i++) {
            boolean name = i == 0 || i == 2 || i == widths.length - 1;
            String padding = " ".repeat(widths[i] - row.get(i).length());
            line.append(name ? row.get(i) + padding : padding + row.get(i)).append("  ");
        }
        return line.toString().stripTrailing();
    }
}
