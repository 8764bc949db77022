package angklung.explain;

import static angklung.explain.Table.Column.number;
import static angklung.explain.Table.Column.text;

import angklung.avro.HitStatus;
import angklung.avro.ScreeningPolicy;
import angklung.explain.ScreenedHit.Decided;
import angklung.explain.ScreenedHit.Observed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** What screening found: of each recording the plays, the rule, what was observed and what became of it. */
final class HitsTable {
    private HitsTable() {}

    /** @param policy what happens to the money of such plays */
    static void tell(Story story, List<ScreenedHit> hits, ScreeningPolicy policy) {
        if (hits.isEmpty()) {
            return;
        }
        List<List<Value>> rows = new ArrayList<>();
        List<List<Value>> decisions = new ArrayList<>();
        for (ScreenedHit hit : hits) {
            hit.plays().forEach((isrc, plays) -> rows.add(List.of(
                    Value.code(isrc), new Value.Count(plays.plays()), new Value.Day(plays.first()),
                    new Value.Day(plays.last()), new Value.Name("rule", hit.rule()), observed(hit), status(hit),
                    Value.code(hit.id()))));
            if (hit.decision() != null) {
                decisions.add(decision(hit));
            }
        }
        story.table(new Table("table.hits", text("recording"), number("plays"), text("first-day"), text("last-day"),
                        text("found"), text("observed"), text("status"), text("hit"))
                .withRows(rows)
                .withNote(Value.phrase(policy == ScreeningPolicy.HOLD ? "note.hits-hold" : "note.hits-rebase"))
                .withNote(Value.phrase("note.hits-appeal")));
        if (!decisions.isEmpty()) {
            story.table(new Table("table.decisions",
                            text("hit"), text("decision"), text("operator"), text("time"), text("reason"))
                    .withRows(decisions));
        }
    }

    private static Value observed(ScreenedHit hit) {
        Value all = Value.NONE;
        for (Observed one : hit.observed()) {
            Value observed = Value.phrase("hit.observed", new Value.Name("threshold", one.name()),
                    plain(one.observed()), plain(one.threshold()));
            all = all == Value.NONE ? observed : Value.phrase("list.more", all, observed);
        }
        return all;
    }

    private static Value status(ScreenedHit hit) {
        Value status = new Value.Name("hit-status", hit.status().name());
        return hit.isDecisionPending() ? Value.phrase("hit.pending", status) : status;
    }

    private static List<Value> decision(ScreenedHit hit) {
        Decided decision = hit.decision();
        HitStatus status = decision.status();
        return List.of(
                Value.code(hit.id()), new Value.Name("decision", status.name()), Value.code(decision.operator()),
                Value.code(decision.at()), Value.quote(decision.reason()));
    }

    private static Value plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return new Value.Number(stripped.setScale(Math.max(0, stripped.scale())));
    }
}
