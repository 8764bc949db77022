package angklung.replay;

import angklung.avro.AffectedPlays;
import angklung.avro.HitStatus;
import angklung.avro.PeriodState;
import angklung.avro.ScreeningHit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What screening found in the last revision of every period: each revision states all hits of its period anew.
 * Memory: one entry a hit and recording.
 */
public final class ScreeningBook implements Consumer<ScreeningHit> {
    private final Map<DspPeriod, Integer> revisions = new HashMap<>();
    private final SortedMap<String, Hit> hits = new TreeMap<>();
    private Map<Place, SortedSet<String>> openByPlace;

    private record DspPeriod(String dsp, String period) {}

    /** Plays of one recording in one offering and period. */
    record Place(String dsp, String territory, String offering, String period, String isrc) implements Comparable<Place> {
        private static final Comparator<Place> ORDER = Comparator.comparing(Place::dsp)
                .thenComparing(Place::territory)
                .thenComparing(Place::offering)
                .thenComparing(Place::period)
                .thenComparing(Place::isrc);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    /** One hit of the last revision, its parts together. */
    static final class Hit {
        private final ScreeningHit head;
        private final SortedMap<Place, Long> plays = new TreeMap<>();
        private final Set<Integer> parts = new HashSet<>();

        private Hit(ScreeningHit hit) {
            this.head = ScreeningHit.newBuilder(hit).setAffected(List.of()).build();
        }

        /** Any part of it, without the plays concerned: what is not about these is the same in all. */
        ScreeningHit head() {
            return head;
        }

        /** Royalty-bearing plays by what they are of, sorted. */
        SortedMap<Place, Long> plays() {
            return plays;
        }

        private void add(ScreeningHit part) {
            if (!parts.add(part.getPart())) {
                return; // told again
            }
            for (AffectedPlays of : part.getAffected()) {
                plays.merge(
                        new Place(part.getDsp(), of.getTerritory(), of.getOffering(), part.getPeriod(), of.getIsrc()),
                        of.getPlays(), Math::addExact);
            }
        }
    }

    @Override
    public void accept(ScreeningHit hit) {
        DspPeriod period = new DspPeriod(hit.getDsp(), hit.getPeriod());
        see(period, hit.getRevision());
        if (hit.getRevision() == revisions.get(period)) {
            hits.computeIfAbsent(hit.getHitId(), id -> new Hit(hit)).add(hit);
        }
    }

    /** A revision that found nothing states nothing: that there was one is told by the facts of the close. */
    void accept(PeriodState fact) {
        if (!fact.getDsp().isEmpty()) {
            see(new DspPeriod(fact.getDsp(), fact.getPeriod()), fact.getRevision());
        }
    }

    private void see(DspPeriod period, int revision) {
        Integer last = revisions.put(period, Math.max(revision, revisions.getOrDefault(period, 0)));
        if (last != null && last < revision) {
            hits.values().removeIf(hit -> hit.head.getDsp().equals(period.dsp())
                    && hit.head.getPeriod().equals(period.period()));
        }
        openByPlace = null;
    }

    /** By service, period, rule and identifier. */
    List<Hit> hits() {
        List<Hit> sorted = new ArrayList<>(hits.values());
        sorted.sort(Comparator.comparing((Hit hit) -> hit.head.getDsp())
                .thenComparing(hit -> hit.head.getPeriod())
                .thenComparing(hit -> ruleOrder(hit.head.getRule()))
                .thenComparing(hit -> hit.head.getHitId()));
        return sorted;
    }

    /** By rule and, within it, status: how many there are. */
    SortedMap<String, SortedMap<String, Long>> counts() {
        SortedMap<String, SortedMap<String, Long>> counts =
                new TreeMap<>(Comparator.comparing(ScreeningBook::ruleOrder));
        hits.values().forEach(hit -> counts
                .computeIfAbsent(hit.head.getRule(), rule -> new TreeMap<>())
                .merge(hit.head.getStatus().name(), 1L, Long::sum));
        return counts;
    }

    /** The open hits on the plays, each as {@code RULE HIT_ID}, sorted. */
    SortedSet<String> open(Place place) {
        if (openByPlace == null) {
            openByPlace = new HashMap<>();
            hits.values().stream()
                    .filter(hit -> hit.head.getStatus() == HitStatus.OPEN)
                    .forEach(hit -> hit.plays.keySet().forEach(at -> openByPlace
                            .computeIfAbsent(at, p -> new TreeSet<>())
                            .add(hit.head.getRule() + " " + hit.head.getHitId())));
        }
        return openByPlace.getOrDefault(place, new TreeSet<>());
    }

    /** F2 before F10. */
    private static String ruleOrder(String rule) {
        return String.format("%3d%s", rule.length(), rule);
    }
}
