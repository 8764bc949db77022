package angklung.replay;

import angklung.appeal.Hit;
import angklung.appeal.Hits;
import angklung.avro.AffectedPlays;
import angklung.avro.HitStatus;
import angklung.avro.PeriodState;
import angklung.avro.ScreeningHit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What screening found in the last revision of every period. Memory: one entry a hit, recording and day. */
public final class ScreeningBook implements Consumer<ScreeningHit> {
    private final Hits hits = new Hits();
    private List<Hit> standing;
    private Map<Place, SortedSet<String>> openByPlace;

    /** Plays of one recording in one offering and period. */
    record Place(String dsp, String territory, String offering, String period, String isrc) {}

    @Override
    public void accept(ScreeningHit hit) {
        hits.add(hit);
        standing = null;
        openByPlace = null;
    }

    /** Tells how far the screening of a period is. */
    void accept(PeriodState fact) {
        hits.add(fact);
        standing = null;
        openByPlace = null;
    }

    /** By service, period, rule and identifier. */
    public List<Hit> hits() {
        if (standing == null) {
            standing = hits.standing();
        }
        return standing;
    }

    /** By rule and, within it, status: how many there are. */
    SortedMap<String, SortedMap<String, Long>> counts() {
        SortedMap<String, SortedMap<String, Long>> counts = new TreeMap<>(Hits.RULES);
        hits().forEach(hit -> counts
                .computeIfAbsent(hit.evidence().getRule(), rule -> new TreeMap<>())
                .merge(hit.evidence().getStatus().name(), 1L, Long::sum));
        return counts;
    }

    /** The open hits on the plays, each as {@code RULE HIT_ID}, sorted. */
    SortedSet<String> open(Place place) {
        if (openByPlace == null) {
            openByPlace = new HashMap<>();
            hits().stream()
                    .filter(hit -> hit.evidence().getStatus() == HitStatus.OPEN)
                    .forEach(hit -> hit.affected().forEach(plays -> openByPlace
                            .computeIfAbsent(place(hit.evidence(), plays), p -> new TreeSet<>())
                            .add(hit.evidence().getRule() + " " + hit.id())));
        }
        return openByPlace.getOrDefault(place, new TreeSet<>());
    }

    private static Place place(ScreeningHit hit, AffectedPlays plays) {
        return new Place(
                hit.getDsp(), plays.getTerritory(), plays.getOffering(), hit.getPeriod(), plays.getIsrc());
    }
}
