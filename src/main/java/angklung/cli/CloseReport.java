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
import java.util.Set;

/** Shows how far closes came: a table for people, JSON for scripts. */
final class CloseReport {
    private static final List<String> HEADER =
            List.of("pool", "version", "status", "plays", "amount", "previous", "allocated", "settled", "");

    private static final Set<Integer> NAMES = Set.of(0, 2, 8);

    private static final String NOTHING_RESTATED =
            "nothing to do: everything that was restated of closed periods is in the ledger";

    private final Optional<CloseResult> single;
    private final List<CloseResult> closes;
    private final Optional<PayoutResult> payout;

    private CloseReport(Optional<CloseResult> single, List<CloseResult> closes, Optional<PayoutResult> payout) {
        this.single = single;
        this.closes = List.copyOf(closes);
        this.payout = payout;
    }

    /**
     * Of one period.
     *
     * @param payout empty if nothing was paid out
     */
    static CloseReport of(CloseResult close, Optional<PayoutResult> payout) {
        return new CloseReport(Optional.of(close), List.of(close), payout);
    }

    /**
     * Of all periods that were restated, in order; there may be none.
     *
     * @param payout empty if nothing was paid out
     */
    static CloseReport restated(List<CloseResult> closes, Optional<PayoutResult> payout) {
        return new CloseReport(Optional.empty(), closes, payout);
    }

    /** For each service a line and a table of its pools; then what was paid. */
    String text() {
        List<String> lines = new ArrayList<>();
        for (CloseResult close : closes) {
            close.services().forEach(service -> add(lines, close, service));
        }
        payout.ifPresent(run -> {
            lines.add("payout " + run.runId() + ": " + run.payments() + " payments");
            run.paidMicros().forEach((currency, micros) -> lines.add("  " + Micros.toPlain(micros) + " " + currency));
        });
        return lines.isEmpty() ? NOTHING_RESTATED : String.join(System.lineSeparator(), lines);
    }

    private static void add(List<String> lines, CloseResult close, CloseResult.Service service) {
        lines.add(service.dsp() + " " + close.period() + ": " + service.state() + ", " + service.plays()
                + " plays, " + service.shortPlays() + " short");
        for (CloseResult.Revision revision : service.revisions()) {
            lines.add("  revision " + revision.number() + ": " + revision.state() + ", "
                    + (revision.plays() + revision.shortPlays() == 0
                            ? "no late plays"
                            : revision.plays() + " late plays, " + revision.shortPlays() + " short"));
        }
        if (!service.pools().isEmpty()) {
            lines.addAll(table(service.pools()));
        }
    }

    /** One period as it is; several as a list. */
    String json() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        boolean paid = payout.map(PayoutResult::done).orElse(true);
        single.ifPresent(close -> put(root, close, paid));
        if (single.isEmpty()) {
            root.put("done", paid && closes.stream().allMatch(CloseResult::done));
            ArrayNode periods = root.putArray("periods");
            closes.forEach(close -> put(periods.addObject(), close, true));
        }
        payout.ifPresent(run -> put(root.putObject("payout"), run));
        ArrayNode missing = root.putArray("missing");
        missing().forEach(missing::add);
        return root.toPrettyString();
    }

    /** What the report is about, to begin a sentence. */
    String subject() {
        return closes.isEmpty()
                ? "the payout of restatements"
                : "period " + closes.get(closes.size() - 1).period();
    }

    /** What the closes or the payout still waited for. */
    List<String> missing() {
        List<String> all = new ArrayList<>();
        closes.forEach(close -> all.addAll(close.missing()));
        payout.ifPresent(run -> all.addAll(run.missing()));
        return all;
    }

    private static void put(ObjectNode node, CloseResult close, boolean paid) {
        node.put("period", close.period().toString());
        node.put("done", close.done() && paid);
        ArrayNode services = node.putArray("services");
        close.services().forEach(service -> put(services.addObject(), service));
    }

    private static void put(ObjectNode node, CloseResult.Service service) {
        node.put("dsp", service.dsp());
        node.put("state", service.state().toString());
        node.put("plays", service.plays());
        node.put("short_plays", service.shortPlays());
        ArrayNode revisions = node.putArray("revisions");
        for (CloseResult.Revision revision : service.revisions()) {
            revisions.addObject()
                    .put("revision", revision.number())
                    .put("state", revision.state().toString())
                    .put("plays", revision.plays())
                    .put("short_plays", revision.shortPlays());
        }
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
        TextTable table = new TextTable(HEADER, NAMES);
        pools.forEach(pool -> table.add(row(pool)));
        return table.lines();
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
}
