package angklung.replay;

import angklung.avro.PlayEvent;
import angklung.intake.PlayRules;
import angklung.model.OfferingKey;
import angklung.model.Period;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final SortedMap<Period, SortedSet<String>> dspsByPeriod = new TreeMap<>();
    private long rows;

    /** Plays of one offering and period. */
    record Group(OfferingKey offering, Period period) implements Comparable<Group> {
        @Override
        public int compareTo(Group other) {
            int byPeriod = period.compareTo(other.period);
            return byPeriod != 0 ? byPeriod : offering.compareTo(other.offering);
        }
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
        return dspsByPeriod;
    }

    /** The first play of each group of the offerings that have an agreement for any time, sorted. */
    List<Line<Group>> groups() {
        return groups.values().stream()
                .sorted((a, b) -> a.value().compareTo(b.value()))
                .toList();
    }

    private void row(CsvTable.Row row) {
        rows++;
        groupOf(row).ifPresent(group -> {
            if (offerings.knows(group.offering())) {
                groups.computeIfAbsent(group, g -> new Line<>(row.file(), row.line(), g));
            }
            dspsByPeriod
                    .computeIfAbsent(group.period(), p -> new TreeSet<>())
                    .add(group.offering().dsp());
        });
    }

    private Optional<Group> groupOf(CsvTable.Row row) {
        try {
            PlayEvent play = PlayRow.parse(row);
            Instant recordTime = RecordTimes.of(play, now);
            if (!rules.accepts(play, offerings.dsps()::contains, recordTime)) {
                return Optional.empty();
            }
            OfferingKey offering = new OfferingKey(play.getDsp(), play.getTerritory(), play.getOffering());
            return Optional.of(new Group(offering, offerings.periodOf(offering, play.getStartedAt())));
        } catch (BadPlay e) {
            return Optional.empty();
        }
    }
}
