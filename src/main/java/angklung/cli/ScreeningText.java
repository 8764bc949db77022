package angklung.cli;

import angklung.appeal.Hit;
import angklung.appeal.PoolEffect;
import angklung.appeal.PoolEffects;
import angklung.avro.AffectedPlays;
import angklung.avro.Observation;
import angklung.avro.ScreeningDecision;
import angklung.avro.ScreeningHit;
import angklung.money.Micros;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.SortedMap;
import java.util.TreeMap;

/** A hit as people and programs read it. */
final class ScreeningText {
    private ScreeningText() {}

    /** With what waits for the next revision. */
    static String status(Hit hit) {
        return hit.evidence().getStatus()
                + (hit.isDecisionPending() ? ", " + hit.decision().orElseThrow().getDecision() + " pending" : "");
    }

    /** Everything that is known of it. */
    static String text(Hit hit, PoolEffects effects) {
        ScreeningHit evidence = hit.evidence();
        StringBuilder text = new StringBuilder();
        line(text, "hit", hit.id());
        line(text, "service, period", evidence.getDsp() + " " + evidence.getPeriod() + ", revision "
                + evidence.getRevision());
        line(text, "rule", evidence.getRule() + ", thresholds of " + evidence.getRuleVersion());
        line(text, "subject", evidence.getSubjectKind() + " " + evidence.getSubject());
        line(text, "window", evidence.getWindowFrom() + " to " + evidence.getWindowTo());
        for (Observation observation : evidence.getEvidence()) {
            line(text, "observed", observation.getName() + " = " + plain(observation.getObserved()) + ", threshold "
                    + plain(observation.getThreshold()));
        }
        line(text, "plays", hit.plays() + " of " + hit.recordings() + " recordings");
        line(text, "status", status(hit));
        hit.decision().ifPresent(decision -> line(text, "decision", decision(decision)));
        for (PoolEffect effect : effects.of(hit)) {
            line(text, "money", Micros.toPlain(effect.amountMicros()) + " " + effect.currency() + " for "
                    + effect.plays() + " plays in " + effect.pool() + ", screening " + effect.policy()
                    + (effect.exact() ? "" : ", by the rate per play"));
        }
        return text.append(System.lineSeparator()).append(recordings(hit)).toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format("%-17s%s%n", name, value));
    }

    private static String decision(ScreeningDecision decision) {
        return decision.getDecision() + " by " + decision.getOperator() + " at " + decision.getDecidedAt() + ": "
                + decision.getReason();
    }

    private static String recordings(Hit hit) {
        SortedMap<String, Long> plays = new TreeMap<>();
        for (AffectedPlays affected : hit.affected()) {
            String key = affected.getIsrc() + " " + affected.getTerritory() + " " + affected.getOffering();
            plays.merge(key, affected.getPlays(), Math::addExact);
        }
        TextRows rows = new TextRows("RECORDING", "TERRITORY", "OFFERING", ">PLAYS");
        plays.forEach((key, count) -> {
            String[] parts = key.split(" ", 3);
            rows.add(parts[0], parts[1], parts[2], count.toString());
        });
        return rows.text();
    }

    private static String plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString();
    }

    /** The record, all parts together, with the decision and the money. */
    static ObjectNode json(Hit hit, PoolEffects effects) {
        ObjectNode node = RecordJson.of(hit.evidence());
        node.remove("part");
        node.remove("parts");
        node.put("territory", hit.territory().orElse(null));
        node.put("plays", hit.plays());
        node.put("recordings", hit.recordings());
        ArrayNode affected = node.putArray("affected");
        hit.affected().forEach(plays -> affected.add(RecordJson.of(plays)));
        ArrayNode money = node.putArray("money");
        effects.of(hit).forEach(effect -> money.add(json(effect)));
        hit.decision().ifPresentOrElse(
                decision -> node.set("decision", RecordJson.of(decision)), () -> node.putNull("decision"));
        node.put("decision_pending", hit.isDecisionPending());
        return node;
    }

    private static ObjectNode json(PoolEffect effect) {
        return JsonNodeFactory.instance.objectNode()
                .put("pool", effect.pool())
                .put("rate_sheet_id", effect.rateSheetId())
                .put("screening", effect.policy().name())
                .put("currency", effect.currency())
                .put("plays", effect.plays())
                .put("amount", Micros.toPlain(effect.amountMicros()))
                .put("exact", effect.exact());
    }
}
