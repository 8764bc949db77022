package angklung.oracle;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** All royalty-bearing plays that are known so far, by the period that they count in. */
final class Usage {
    private final Map<Group, SortedMap<YearMonth, List<Heard>>> plays = new HashMap<>();

    /**
     * One play.
     *
     * @param day local one
     * @param startSecond in epoch seconds
     * @param device empty if it is not known
     * @param counted as whatever else it is counted by: engagement and length of the track
     */
    record Heard(
            String id, String subscriber, String isrc, LocalDate day, boolean active, long startSecond,
            long playedSeconds, String device, String counted) {}

    /** Notes that the offering was used in the period, if only by plays that are too short. */
    void touch(Group group, YearMonth period) {
        in(group, period);
    }

    void add(Group group, YearMonth period, Heard heard) {
        in(group, period).add(heard);
    }

    private List<Heard> in(Group group, YearMonth period) {
        return plays.computeIfAbsent(group, g -> new TreeMap<>()).computeIfAbsent(period, p -> new ArrayList<>());
    }

    Set<Group> groups() {
        return plays.keySet();
    }

    Set<YearMonth> periods(Group group) {
        return plays.get(group).keySet();
    }

    List<Heard> heard(Group group, YearMonth period) {
        SortedMap<YearMonth, List<Heard>> periods = plays.get(group);
        return periods == null ? List.of() : periods.getOrDefault(period, List.of());
    }

    long plays(Group group, YearMonth period) {
        return heard(group, period).size();
    }

    /** Plays of any of the recordings over all offerings of the service and territory. */
    long playsOf(Set<String> isrcs, Group group, YearMonth period) {
        return plays.keySet().stream()
                .filter(group::sharesTerritory)
                .mapToLong(g -> count(heard(g, period), h -> isrcs.contains(h.isrc)))
                .sum();
    }

    /** Subscribers with such a play, each once. */
    long listenersOf(Set<String> isrcs, Group group, YearMonth period) {
        Set<String> listeners = new HashSet<>();
        plays.keySet().stream().filter(group::sharesTerritory).forEach(g -> heard(g, period).stream()
                .filter(h -> isrcs.contains(h.isrc))
                .forEach(h -> listeners.add(h.subscriber)));
        return listeners.size();
    }

    private static long count(List<Heard> heard, Predicate<Heard> which) {
        return heard.stream().filter(which).count();
    }
}
