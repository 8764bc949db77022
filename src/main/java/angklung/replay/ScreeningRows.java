package angklung.replay;

import angklung.appeal.Hit;
import angklung.appeal.PoolEffects;
import angklung.avro.AffectedPlays;
import angklung.avro.ScreeningHit;
import angklung.avro.ScreeningPolicy;
import angklung.money.Micros;
import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Hits as rows of {@code screening.csv}, with the money that hangs on their plays. */
final class ScreeningRows {
    private final PoolEffects effects = new PoolEffects();

    ScreeningRows(RateSheets sheets) {
        sheets.latest().values().forEach(effects::add);
    }

    static List<String> header() {
        return List.of(
                "hit_id", "dsp", "period", "revision", "rule", "rule_version", "subject_kind", "subject", "territory",
                "window", "evidence", "plays", "status", "decided_by", "decision_reason", "decided_at", "recordings",
                "money");
    }

    List<String> row(Hit hit) {
        ScreeningHit evidence = hit.evidence();
        return List.of(
                hit.id(), evidence.getDsp(), evidence.getPeriod(), String.valueOf(evidence.getRevision()),
                evidence.getRule(), evidence.getRuleVersion(), evidence.getSubjectKind().name(), evidence.getSubject(),
                hit.territory().orElse(""), evidence.getWindowFrom() + "/" + evidence.getWindowTo(),
                observed(evidence), String.valueOf(hit.plays()), evidence.getStatus().name(),
                orEmpty(evidence.getDecidedBy()), orEmpty(evidence.getDecisionReason()),
                orEmpty(evidence.getDecidedAt()), recordings(hit), money(hit));
    }

    /** {@code NAME: OBSERVED against THRESHOLD}, several joined by semicolons. */
    private static String observed(ScreeningHit hit) {
        return hit.getEvidence().stream()
                .map(o -> o.getName() + ": " + plain(o.getObserved()) + " against " + plain(o.getThreshold()))
                .collect(Collectors.joining("; "));
    }

    /** {@code ISRC=PLAYS} by recording, joined by spaces. */
    private static String recordings(Hit hit) {
        SortedMap<String, Long> plays = new TreeMap<>();
        for (AffectedPlays affected : hit.affected()) {
            plays.merge(affected.getIsrc(), affected.getPlays(), Math::addExact);
        }
        return plays.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(" "));
    }

    /** {@code POOL=AMOUNT} of the pools that act on screening, joined by spaces. */
    private String money(Hit hit) {
        return effects.of(hit).stream()
                .filter(effect -> effect.policy() != ScreeningPolicy.NONE)
                .map(effect -> effect.pool() + "=" + Micros.toPlain(effect.amountMicros()))
                .collect(Collectors.joining(" "));
    }

    private static String plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString();
    }

    private static String orEmpty(Object value) {
        return value == null ? "" : value.toString();
    }
}
