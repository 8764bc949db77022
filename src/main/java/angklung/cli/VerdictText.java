package angklung.cli;

import angklung.ledger.AuditFinding;
import angklung.ledger.AuditReport;
import angklung.ledger.LedgerHead;
import angklung.runtime.LedgerVerdict;
import angklung.runtime.PoolVerdict;
import angklung.runtime.PoolVerdict.Status;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Shows what a verification of the ledger found. */
final class VerdictText {
    private static final int MICROS_SCALE = 6;

    private final LedgerVerdict verdict;
    private final AuditReport audit;

    VerdictText(LedgerVerdict verdict) {
        this.verdict = verdict;
        this.audit = verdict.audit();
    }

    static String describe(AuditFinding finding) {
        String place = "partition " + finding.partition()
                + (finding.offset() < 0 ? "" : " offset " + finding.offset());
        return place + ": " + finding.rule() + ": " + finding.reason();
    }

    static String describe(PoolVerdict pool) {
        return "pool " + pool.pool() + ": posted " + units(pool.posted()) + " " + pool.currency() + ", planned "
                + units(pool.planned()) + " in "
                + (pool.version() == 0 ? "no settled version" : "version " + pool.version());
    }

    /** One line for each partition, finding and broken pool, and the sums. */
    String text() {
        List<String> lines = new ArrayList<>();
        audit.heads().forEach(head ->
                lines.add("partition " + head.partition() + ": last line " + head.seq() + ", hash " + head.hash()));
        audit.findings().forEach(finding -> lines.add(describe(finding)));
        verdict.pools().stream()
                .filter(pool -> pool.status() == Status.BROKEN)
                .forEach(pool -> lines.add(describe(pool)));
        lines.add(audit.lines() + " lines, " + audit.findingCount() + " findings; pools: "
                + verdict.count(Status.CONSERVED) + " conserved, " + verdict.count(Status.BROKEN) + " not, "
                + verdict.count(Status.SETTLING) + " being settled");
        lines.add(verdict.verified() ? "VERIFIED" : "NOT VERIFIED");
        return String.join(System.lineSeparator(), lines);
    }

    String json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("verified", verdict.verified());
        node.put("lines", audit.lines());
        node.put("finding_count", audit.findingCount());
        ArrayNode heads = node.putArray("heads");
        audit.heads().forEach(head -> put(heads.addObject(), head));
        ArrayNode findings = node.putArray("findings");
        audit.findings().forEach(finding -> put(findings.addObject(), finding));
        ArrayNode pools = node.putArray("pools");
        verdict.pools().forEach(pool -> put(pools.addObject(), pool));
        return node.toPrettyString();
    }

    private static void put(ObjectNode node, LedgerHead head) {
        node.put("partition", head.partition()).put("seq", head.seq()).put("hash", head.hash());
    }

    private static void put(ObjectNode node, AuditFinding finding) {
        node.put("partition", finding.partition())
                .put("offset", finding.offset())
                .put("rule", finding.rule().name())
                .put("reason", finding.reason());
    }

    private static void put(ObjectNode node, PoolVerdict pool) {
        node.put("pool", pool.pool())
                .put("version", pool.version())
                .put("currency", pool.currency())
                .put("planned", units(pool.planned()))
                .put("posted", units(pool.posted()))
                .put("status", pool.status().name());
    }

    /** Micros as currency units; exact. */
    private static String units(BigInteger micros) {
        return new BigDecimal(micros, MICROS_SCALE).toPlainString();
    }
}
