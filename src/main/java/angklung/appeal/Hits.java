package angklung.appeal;

import angklung.avro.AffectedPlays;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.ScreeningDecision;
import angklung.avro.ScreeningHit;
import angklung.close.Facts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Puts hits together. Every screening of a period states all its hits anew, so that only those of the last one that
 * is complete count; a hit that it states no more is none. A revision of a period so old that intake has not all of its
 * plays any more is no screening.
 */
public final class Hits {
    /** Of identifiers of rules: F2 before F10. */
    public static final Comparator<String> RULES =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    private static final Comparator<AffectedPlays> AFFECTED = Comparator.comparing(AffectedPlays::getTerritory)
            .thenComparing(AffectedPlays::getOffering)
            .thenComparing(AffectedPlays::getIsrc)
            .thenComparing(AffectedPlays::getDay);

    private static final Comparator<Hit> ORDER = Comparator.comparing((Hit hit) -> hit.evidence().getDsp())
            .thenComparing(hit -> hit.evidence().getPeriod())
            .thenComparing(hit -> hit.evidence().getRule(), RULES)
            .thenComparing(Hit::id);

    private static final Comparator<ScreeningDecision> DECISIONS = Comparator.comparing(
                    ScreeningDecision::getDecidedAt)
            .thenComparing(decision -> decision.getDecision().name())
            .thenComparing(ScreeningDecision::getOperator)
            .thenComparing(ScreeningDecision::getReason);

    private final Map<String, Integer> totalled = new HashMap<>();
    private final Set<String> expired = new HashSet<>();
    private final Map<String, List<ScreeningHit>> records = new HashMap<>();
    private final Map<String, ScreeningDecision> decisions = new HashMap<>();

    /** Takes in a record of a hit, of whatever revision. */
    public void add(ScreeningHit hit) {
        records.computeIfAbsent(hit.getHitId(), id -> new ArrayList<>()).add(hit);
    }

    /** Takes in a decision; the latest counts, and of two at the same time one that is the same for every reader. */
    public void add(ScreeningDecision decision) {
        decisions.merge(decision.getHitId(), decision, (a, b) -> DECISIONS.compare(a, b) < 0 ? b : a);
    }

    /** Takes in a fact about a period: a pool has the totals of a revision only once its screening is done. */
    public void add(PeriodState fact) {
        if (fact.getKind() == PeriodFact.POOL_TOTAL) {
            totalled.merge(fact.getDsp() + "/" + fact.getPeriod(), fact.getRevision(), Math::max);
        } else if (fact.getKind() == PeriodFact.INTAKE_CUT && fact.getSubscribersExpired()) {
            expired.add(revision(fact.getDsp(), fact.getPeriod(), fact.getRevision()));
        }
    }

    /** The hits that stand, by service, period, rule and identifier. */
    public List<Hit> standing() {
        List<Hit> hits = new ArrayList<>();
        records.forEach((id, all) -> hit(all).ifPresent(hits::add));
        hits.sort(ORDER);
        return hits;
    }

    private Optional<Hit> hit(Collection<ScreeningHit> all) {
        SortedMap<Integer, ScreeningHit> parts = new TreeMap<>(); // a part that was told again counts once
        all.stream()
                .filter(record -> record.getRevision() == lastScreening(record.getDsp(), record.getPeriod()))
                .forEach(record -> parts.put(record.getPart(), record));
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        List<AffectedPlays> affected = parts.values().stream()
                .flatMap(record -> record.getAffected().stream())
                .sorted(AFFECTED)
                .toList();
        ScreeningHit evidence = parts.get(parts.firstKey());
        return Optional.of(new Hit(evidence, affected, Optional.ofNullable(decisions.get(evidence.getHitId()))));
    }

    /** Revision of the last screening that is complete; -1 if there is none. */
    private int lastScreening(String dsp, String period) {
        int last = totalled.getOrDefault(dsp + "/" + period, -1);
        while (expired.contains(revision(dsp, period, last))) {
            last--;
        }
        return last;
    }

    private static String revision(String dsp, String period, int number) {
        return dsp + "/" + Facts.revised(period, number);
    }
}
