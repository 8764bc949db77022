package angklung.replay;

import angklung.avro.PlayEvent;
import angklung.intake.PlayRules;
import angklung.model.OfferingKey;
import angklung.model.Period;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The first pass over files of plays: finds what keeps a file from being read whole, and which periods and
 * offerings its plays touch. Plays that intake will refuse touch none. Holds one entry an
 * agreed offering and period, never the plays.
 */
final class PlayCensus {
    private final Offerings offerings;
    private final PlayRules rules;
    private final Instant now;
    private final InputErrors errors;
    private final Map<Group, Line<Group>> groups = new HashMap<>();
    private final Found restating = new Found();
    private final Found carried = new Found();
    private long rows;

    /** Plays of one offering and period. */
    record Group(OfferingKey offering, Period period) implements Comparable<Group> {
        @Override
        public int compareTo(Group other) {
            int byPeriod = period.compareTo(other.period);
            return byPeriod != 0 ? byPeriod : offering.compareTo(other.offering);
        }
    }

    /** Where and when plays were. */
    private static final class Found {
        private final Map<Group, Line<Group>> groups = new HashMap<>();
        private final SortedMap<Period, SortedSet<String>> dspsByPeriod = new TreeMap<>();
    }

    /**
     * @param rules by which intake will judge the plays
     * @param now no record is sent with a later time
     */
    PlayCensus(Offerings offerings, PlayRules rules, Instant now, InputErrors errors) {
        this.rules = rules;
        this.offerings = offerings;
        this.now = now;
        this.errors = errors;
    }

    PlayCensus read(List<InputFile> files) {
        files.forEach(file -> new CsvTable(file, PlayRow.COLUMNS, errors).forEach(this::row));
        return this;
    }

    /** Well-formed rows, bad plays included. */
    long rows() {
        return rows;
    }

    /** The services with plays, by period. */
    SortedMap<Period, SortedSet<String>> dspsByPeriod() {
        SortedMap<Period, SortedSet<String>> all = new TreeMap<>();
        for (Found found : List.of(restating, carried)) {
            found.dspsByPeriod.forEach((period, dsps) ->
                    all.computeIfAbsent(period, p -> new TreeSet<>()).addAll(dsps));
        }
        return all;
    }

    /** The services with plays that would, or would not, restate their period if it were closed; by period. */
    SortedMap<Period, SortedSet<String>> dspsByPeriod(boolean restate) {
        return (restate ? restating : carried).dspsByPeriod;
    }

    /** The first play of each group of the offerings that have an agreement for any time, sorted. */
    List<Line<Group>> groups() {
        return sorted(groups);
    }

    /** As {@link #groups()}, of the plays that would, or would not, restate their period if it were closed. */
    List<Line<Group>> groups(boolean restate) {
        return sorted((restate ? restating : carried).groups);
    }

    private static List<Line<Group>> sorted(Map<Group, Line<Group>> groups) {
        return groups.values().stream()
                .sorted((a, b) -> a.value().compareTo(b.value()))
                .toList();
    }

    private void row(CsvTable.Row row) {
        rows++;
        try {
            PlayEvent play = PlayRow.parse(row);
            if (rules.accepts(play, offerings.dsps()::contains, RecordTimes.of(play, now))) {
                accepted(row, play);
            }
        } catch (BadPlay e) {
            // It is rejected and reported when it is sent, and touches no period.
        }
    }

    private void accepted(CsvTable.Row row, PlayEvent play) {
        OfferingKey offering = new OfferingKey(play.getDsp(), play.getTerritory(), play.getOffering());
        LocalDate day = offerings.dayOf(offering, play.getStartedAt());
        Group group = new Group(offering, Period.of(day));
        Found found = offerings.restatesLate(offering, day) ? restating : carried;
        if (offerings.knows(offering)) {
            groups.computeIfAbsent(group, g -> new Line<>(row.file(), row.line(), g));
            found.groups.computeIfAbsent(group, g -> new Line<>(row.file(), row.line(), g));
        }
        found.dspsByPeriod
                .computeIfAbsent(group.period(), p -> new TreeSet<>())
                .add(offering.dsp());
    }
}
