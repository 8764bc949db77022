package angklung.explain;

import static angklung.explain.Table.Column.number;
import static angklung.explain.Table.Column.text;

import angklung.avro.AuthorshipEffect;
import angklung.avro.AuthorshipPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** The authorship policies that decided about the recordings of a line, in words, and what they did in money. */
final class PoliciesTable {
    private final PoolLine of;
    private final Concern concern;
    private final Story story;
    private final SortedMap<String, Effect> inPool;

    PoliciesTable(PoolLine of, Concern concern, Story story) {
        this.of = of;
        this.concern = concern;
        this.story = story;
        this.inPool = of.records().policyEffects(of.pool().toString(), of.version());
    }

    void tell() {
        Map<String, Long> onLine = onLine();
        List<List<Value>> rows = new ArrayList<>();
        boolean excludes = false;
        for (String tag : tags(onLine)) {
            Optional<AuthorshipPolicy> policy = policy(tag);
            Effect effect = inPool.get(tag);
            excludes = excludes
                    || policy.map(one -> one.getEffect() == AuthorshipEffect.EXCLUDE).orElse(false);
            rows.add(List.of(
                    policy.map(PolicyWords::of).orElse(Value.code(tag)),
                    policy.map(PolicyWords::end).orElse(Value.NONE),
                    onLine.containsKey(tag) ? story.money(onLine.get(tag)) : Value.NONE,
                    effect == null ? Value.NONE : new Value.Count(effect.plays()),
                    effect == null ? Value.NONE : story.money(effect.amountMicros()),
                    policy.map(one -> PolicyWords.source(one, of.records().keepsVersions())).orElse(Value.NONE),
                    Value.code(tag)));
        }
        if (rows.isEmpty()) {
            return;
        }
        Table table = new Table("table.policies", text("policy-words"), text("last-day"), number("money-here"),
                number("plays-in-pool"), number("money-in-pool"), text("source"), text("policy")).withRows(rows);
        story.table(excludes ? table.withNote(Value.phrase("note.policies-exclude")) : table);
    }

    /** What they mark or hold of what the line rests on. */
    private Map<String, Long> onLine() {
        Map<String, Long> amounts = new HashMap<>();
        for (Part part : of.parts()) {
            List<String> tags = PolicyTag.split(part.policy());
            if (tags.size() == 1) {
                amounts.merge(part.policy(), part.after(), Math::addExact);
            }
        }
        return amounts;
    }

    /** Where rights are not kept, all that did something in the pool. */
    private SortedSet<String> tags(Map<String, Long> onLine) {
        SortedSet<String> tags = new TreeSet<>(onLine.keySet());
        of.parts().forEach(part -> tags.addAll(PolicyTag.split(part.policy())));
        if (concern.isOfWholePool()) {
            of.priced().policies().forEach(policy -> tags.add(PolicyTag.of(policy)));
        } else if (of.records().keepsVersions()) {
            concern.policies().ifPresent(policies ->
                    concern.rights().values().forEach(known -> tags.addAll(policies.about(known))));
        } else if (concern.isOfParty()) {
            tags.addAll(inPool.keySet());
        }
        return tags;
    }

    /** As the rate sheet states it, with end and source; else as its tag does. */
    private Optional<AuthorshipPolicy> policy(String tag) {
        return of.priced().policies().stream()
                .filter(policy -> PolicyTag.of(policy).equals(tag))
                .findFirst()
                .or(() -> PolicyTag.parse(tag));
    }
}
