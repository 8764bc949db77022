package angklung.explain;

import static angklung.explain.Table.Column.number;
import static angklung.explain.Table.Column.text;

import angklung.avro.AuthorshipPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was changed before a later version of a pool: claims, policies on authorship, what is found artificial. */
final class Changes {
    private static final String SCREENED = "SCREENED";
    private static final String HELD = "screened plays, held";

    private final PoolLine of;
    private final Concern concern;
    private final Story story;

    Changes(PoolLine of, Concern concern, Story story) {
        this.of = of;
        this.concern = concern;
        this.story = story;
    }

    void tell() {
        Sheet old = of.sheets().get(of.line().getPoolVersion() - 1);
        if (has("CHANGED_RIGHTS") && of.records().keepsVersions()) {
            tellRights();
        }
        if (has("CHANGED_POLICY") && old != null) {
            tellPolicies(old, of.sheet());
        }
        if (has("SCREENING") && old != null) {
            tellScreening(old, of.sheet());
        }
    }

    /** Whether it is a reason of the line's version. */
    boolean has(String reason) {
        String reasons = of.line().getReason();
        return of.isAdjustment() && reasons != null && Arrays.asList(reasons.split("\\+")).contains(reason);
    }

    /** Of each recording, which rights were applied and what share they gave. */
    private void tellRights() {
        Map<String, Earned> last = new HashMap<>();
        for (Earned one : of.earned()) {
            if (one.version() < of.version()) {
                last.merge(one.isrc(), one, (a, b) -> a.version() > b.version() ? a : b);
            }
        }
        Map<String, Recording> before = of.records().recordings(
                of.pool().toString(), of.isrcs(), of.line().getPoolVersion() - 1);
        List<List<Value>> rows = new ArrayList<>();
        SortedMap<String, List<Part>> byIsrc = new TreeMap<>();
        of.parts().forEach(part -> byIsrc.computeIfAbsent(part.isrc(), isrc -> new ArrayList<>()).add(part));
        byIsrc.forEach((isrc, parts) -> {
            Recording was = before.getOrDefault(isrc, Recording.NONE);
            long had = parts.stream().mapToLong(Part::before).sum();
            long has = parts.stream().mapToLong(Part::after).sum();
            Optional<Earned> earned = Optional.ofNullable(last.get(isrc));
            rows.add(List.of(
                    Value.code(isrc),
                    Value.code(earned.map(Earned::rightsVersion).orElse(null)),
                    Value.code(parts.get(0).rightsVersion()),
                    new Value.Percent(ShareRules.part(had, was.freeMicros())),
                    new Value.Percent(ShareRules.part(has, concern.recording(isrc).freeMicros()))));
        });
        story.table(new Table("table.changes.rights", text("recording"), text("old-rights"), text("new-rights"),
                number("old-share"), number("new-share")).withRows(rows));
    }

    private void tellPolicies(Sheet old, Sheet sheet) {
        Map<AuthorshipPolicy, String> changes = new LinkedHashMap<>();
        old.policies().stream().filter(one -> !sheet.policies().contains(one)).forEach(one -> changes.put(one, "gone"));
        sheet.policies().stream().filter(one -> !old.policies().contains(one)).forEach(one -> changes.put(one, "new"));
        Table table = new Table("table.changes.policies",
                text("policy-change"), text("policy-words"), text("last-day"), text("source"), text("policy"));
        List<List<Value>> rows = new ArrayList<>();
        changes.forEach((policy, change) -> rows.add(List.of(
                Value.phrase("policy-change." + change), PolicyWords.of(policy), PolicyWords.end(policy),
                PolicyWords.source(policy, of.records().keepsVersions()), Value.code(PolicyTag.of(policy)))));
        story.table(table.withRows(rows));
    }

    private void tellScreening(Sheet old, Sheet sheet) {
        Table table = new Table("table.changes.screening", text("item"), number("old"), number("new"))
                .withRow(Value.phrase("item.screened"), new Value.Count(old.excluded().getOrDefault(SCREENED, 0L)),
                        new Value.Count(sheet.excluded().getOrDefault(SCREENED, 0L)));
        Optional<Value> held = held(old);
        Optional<Value> nowHeld = held(sheet);
        if (held.isPresent() || nowHeld.isPresent()) {
            table = table.withRow(Value.phrase("item.screened-held"),
                    held.orElse(Value.NONE), nowHeld.orElse(Value.NONE));
        }
        story.table(concern.hits().isEmpty() ? table.withNote(Value.phrase("note.no-hits")) : table);
    }

    private static Optional<Value> held(Sheet sheet) {
        return sheet.division().stream()
                .filter(step -> step.name().equals(HELD))
                .findFirst()
                .flatMap(Sheet.Step::number)
                .map(Value.Number::new);
    }
}
