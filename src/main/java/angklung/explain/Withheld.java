package angklung.explain;

import static angklung.explain.Table.Column.number;
import static angklung.explain.Table.Column.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/** What a party does not get of its recordings: what is held of their money, and its claims that policies take out. */
final class Withheld {
    private final PoolLine of;
    private final Concern concern;
    private final Story story;

    Withheld(PoolLine of, Concern concern, Story story) {
        this.of = of;
        this.concern = concern;
        this.story = story;
    }

    void tell() {
        if (!concern.isOfParty()) {
            return;
        }
        tellHeld();
        tellExcluded();
        if (!of.records().keepsVersions() && (concern.screens() || concern.hasPolicies())) {
            story.open("withheld");
        }
    }

    private void tellHeld() {
        List<List<Value>> rows = new ArrayList<>();
        long screening = 0;
        long authorship = 0;
        for (String isrc : concern.isrcs()) {
            Recording recording = concern.recording(isrc);
            long held = concern.heldByAuthorship(isrc);
            if (recording.isScreened() || held != 0) {
                screening = Math.addExact(screening, recording.screenedMicros());
                authorship = Math.addExact(authorship, held);
                rows.add(List.of(Value.code(isrc), new Value.Count(recording.screenedPlays()),
                        story.money(recording.screenedMicros()), story.money(held)));
            }
        }
        if (!rows.isEmpty()) {
            story.table(new Table("table.withheld",
                            text("recording"), number("held-plays"), number("by-screening"), number("by-authorship"))
                    .withRows(rows)
                    .withTotal(Value.phrase("total"), Value.NONE, story.money(screening), story.money(authorship))
                    .withNote(Value.phrase("note.withheld")));
        }
    }

    private void tellExcluded() {
        List<List<Value>> rows = new ArrayList<>();
        Map<String, SortedSet<String>> exclusions = concern.exclusions();
        exclusions.forEach((isrc, policies) -> policies.forEach(policy -> rows.add(List.of(
                Value.code(isrc), Value.code(policy), story.money(concern.recording(isrc).freeMicros())))));
        if (!rows.isEmpty()) {
            story.table(new Table("table.excluded", text("recording"), text("policy"), number("to-others"))
                    .withRows(rows)
                    .withNote(Value.phrase("note.excluded-claims")));
        }
    }
}
