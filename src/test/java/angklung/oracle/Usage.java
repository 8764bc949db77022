package angklung.oracle;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** All royalty-bearing plays that are known so far, by the period that they count in. */
final class Usage {
    private final Map<Group, SortedMap<YearMonth, Map<Heard, Long>>> plays = new HashMap<>();

    /** What one subscriber heard of one recording on one local day. */
    record Heard(String subscriber, String isrc, LocalDate day, boolean active) {}

    /** Notes that the offering was used in the period, if only by plays that are too short. */
    void touch(Group group, YearMonth period) {
        in(group, period);
    }

    void add(Group group, YearMonth period, Heard heard) {
        in(group, period).merge(heard, 1L, Long::sum);
    }

    private Map<Heard, Long> in(Group group, YearMonth period) {
        return plays.computeIfAbsent(group, g -> new TreeMap<>()).computeIfAbsent(period, p -> new HashMap<>());
    }

    Set<Group> groups() {
        return plays.keySet();
    }

    Set<YearMonth> periods(Group group) {
        return plays.get(group).keySet();
    }

    Map<Heard, Long> heard(Group group, YearMonth period) {
        return plays.getOrDefault(group, Collections.emptySortedMap()).getOrDefault(period, Map.of());
    }

    long plays(Group group, YearMonth period) {
        return sum(heard(group, period), h -> true);
    }

    long subscribers(Group group, YearMonth period) {
        return heard(group, period).keySet().stream().map(Heard::subscriber).distinct().count();
    }

    /** Plays of a recording in the period and those before it, {@code window} periods in all. */
    long plays(Group group, YearMonth period, int window, String isrc) {
        long sum = 0;
        for (int back = 0; back < window; back++) {
            sum += sum(heard(group, period.minusMonths(back)), h -> h.isrc.equals(isrc));
        }
        return sum;
    }

    /** Plays of any of the recordings over all offerings of the service and territory. */
    long playsOf(Set<String> isrcs, Group group, YearMonth period) {
        return plays.keySet().stream()
                .filter(group::sharesTerritory)
                .mapToLong(g -> sum(heard(g, period), h -> isrcs.contains(h.isrc)))
                .sum();
    }

    /** Subscribers with such a play, each once. */
    long listenersOf(Set<String> isrcs, Group group, YearMonth period) {
        Set<String> listeners = new HashSet<>();
        plays.keySet().stream().filter(group::sharesTerritory).forEach(g -> heard(g, period).keySet().stream()
                .filter(h -> isrcs.contains(h.isrc))
                .forEach(h -> listeners.add(h.subscriber)));
        return listeners.size();
    }

    private static long sum(Map<Heard, Long> counts, Predicate<Heard> which) {
        return counts.entrySet().stream()
                .filter(e -> which.test(e.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
