package angklung.explain;

import static angklung.explain.Table.Column.number;
import static angklung.explain.Table.Column.text;

import angklung.avro.Authorship;
import angklung.avro.RecordingRights;
import angklung.avro.RightShare;
import angklung.avro.WorkLink;
import angklung.model.Splits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The claims on a line's recordings, if a payee needs them to understand it: because they were changed, or because not
 * all are plain shares of people in one recording.
 */
final class ClaimsTable {
    private static final int SHARE_SCALE = 8;

    private final PoolLine of;
    private final Concern concern;

    ClaimsTable(PoolLine of, Concern concern) {
        this.of = of;
        this.concern = concern;
    }

    /** @param changed whether they were changed */
    void tell(Story story, boolean changed) {
        List<List<Value>> rows = new ArrayList<>();
        for (String isrc : concern.isrcs()) {
            RecordingRights known = concern.rights().get(isrc);
            if (known != null && (changed || isWorthTelling(known))) {
                known.getShares().stream().filter(this::isOfPool).forEach(share -> rows.add(row(known, share)));
            }
        }
        if (!rows.isEmpty()) {
            story.table(new Table("table.claims", text("recording"), text("work"), number("weight"), text("party"),
                            text("role"), number("claim"), text("first-day"), text("last-day"), text("registrant"),
                            text("authorship"), text("performer"))
                    .withRows(rows)
                    .withNote(Value.phrase("note.claims")));
        }
    }

    private boolean isOfPool(RightShare share) {
        return share.getRightType().name().equals(of.pool().rightType())
                && (share.getTerritory() == null || share.getTerritory().equals(of.pool().offering().territory()));
    }

    private boolean isWorthTelling(RecordingRights known) {
        List<RightShare> shares = known.getShares().stream().filter(this::isOfPool).toList();
        boolean medley = known.getWorks().size() > 1 && shares.stream().anyMatch(share -> share.getIswc() != null);
        return medley || shares.stream().anyMatch(share -> isMade(share.getAuthorship())
                || share.getPerformerId() != null);
    }

    private static boolean isMade(Authorship authorship) {
        return authorship == Authorship.AI_ASSISTED || authorship == Authorship.AI_GENERATED;
    }

    private static List<Value> row(RecordingRights known, RightShare share) {
        Value weight = known.getWorks().stream()
                .filter(work -> known.getWorks().size() > 1 && Objects.equals(work.getIswc(), share.getIswc()))
                .findFirst()
                .<Value>map(ClaimsTable::weight)
                .orElse(Value.NONE);
        return List.of(
                Value.code(known.getIsrc()), Value.code(share.getIswc()), weight, Value.code(share.getPartyId()),
                Value.code(share.getRole()), new Value.Percent(part(share.getShareMicropercent(), Splits.WHOLE)),
                new Value.Day(share.getValidFrom()),
                share.getValidTo() == null ? Value.NONE : new Value.Day(share.getValidTo().minusDays(1)),
                Value.code(share.getRegistrant()), authorship(share), Value.code(share.getPerformerId()));
    }

    private static Value weight(WorkLink work) {
        return new Value.Percent(part(work.getWeightMillionths(), 1_000_000));
    }

    private static BigDecimal part(long part, long whole) {
        return BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), SHARE_SCALE, RoundingMode.DOWN);
    }

    /** With how it is known, and since when. */
    private static Value authorship(RightShare share) {
        Value authorship = new Value.Name("authorship", share.getAuthorship().name());
        if (share.getAuthorshipSource() == null) {
            return authorship;
        }
        Value source = new Value.Name("authorship-source", share.getAuthorshipSource().name());
        return share.getAuthorshipDate() == null
                ? Value.phrase("authorship.known", authorship, source)
                : Value.phrase("authorship.known-since", authorship, source, new Value.Day(share.getAuthorshipDate()));
    }
}
