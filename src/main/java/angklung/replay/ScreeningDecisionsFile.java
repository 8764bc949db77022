package angklung.replay;

import angklung.avro.HitDecision;
import angklung.avro.ScreeningDecision;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads {@code screening_decisions.csv}: one row a decision on a hit. */
final class ScreeningDecisionsFile {
    private static final Columns COLUMNS =
            new Columns(List.of("hit_id", "decision", "operator", "reason", "decided_at"), List.of());
    private static final Pattern HIT_ID = Pattern.compile("[0-9a-f]{64}");

    private final InputErrors errors;
    private final List<ScreeningDecision> decisions = new ArrayList<>();
    private final Map<Key, Long> lines = new HashMap<>();

    /** Of several decisions on a hit the latest counts, so that no two may be of one time. */
    private record Key(String hitId, Instant decidedAt) {}

    ScreeningDecisionsFile(InputErrors errors) {
        this.errors = errors;
    }

    /** In the order of the file. */
    List<ScreeningDecision> read(InputFile file) {
        new CsvTable(file, COLUMNS, errors).forEach(this::row);
        return List.copyOf(decisions);
    }

    private void row(CsvTable.Row row) {
        Cells cells = new Cells(row, errors);
        String hit = cells.required("hit_id", ScreeningDecisionsFile::parseHit);
        HitDecision decision = cells.oneOf("decision", Cells.known(HitDecision.values()));
        String operator = cells.text("operator");
        String reason = cells.text("reason");
        Instant decidedAt = cells.required("decided_at", ScreeningDecisionsFile::parseInstant);
        if (!cells.good()) {
            return;
        }
        Long same = lines.putIfAbsent(new Key(hit, decidedAt), row.line());
        if (same != null) {
            cells.fault("line " + same + " decides on the same hit at the same time; the latest decision counts: remove"
                    + " one of them");
            return;
        }
        decisions.add(ScreeningDecision.newBuilder()
                .setHitId(hit)
                .setDecision(decision)
                .setOperator(operator)
                .setReason(reason)
                .setDecidedAt(decidedAt)
                .build());
    }

    private static String parseHit(String text) {
        if (!HIT_ID.matcher(text).matches()) {
            throw new IllegalArgumentException("is no hit: 64 hexadecimal digits, as in screening.csv");
        }
        return text;
    }

    /** To the millisecond, as records hold it. */
    private static Instant parseInstant(String text) {
        try {
            return Instant.ofEpochMilli(Instant.parse(text).toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("is not an instant such as 2026-05-10T09:00:00Z", e);
        }
    }
}
