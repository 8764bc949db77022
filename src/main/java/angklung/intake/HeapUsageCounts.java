package angklung.intake;

import angklung.avro.Engagement;
import angklung.avro.UsageCount;
import angklung.model.Period;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts in the heap: two maps deep, so that a play needs no key of its own. */
final class HeapUsageCounts implements UsageCounts {
    private static final Engagement[] ENGAGEMENTS = Engagement.values();

    private final Map<Group, Map<String, Cells>> groups = new HashMap<>();
    private Group lastGroup;
    private Map<String, Cells> lastCounts;
    private int size;

    /** A place is compared by identity, see {@link Place}. */
    private record Group(Place place, Period period) {}

    @Override
    public void add(
            Place place, Period period, String isrc, int epochDay, Engagement engagement, boolean royaltyBearing) {
        Map<String, Cells> counts = countsOf(place, period);
        Cells cells = counts.get(isrc);
        if (cells == null) {
            cells = new Cells();
            counts.put(isrc, cells);
            size++;
        }
        int cell = Math.addExact(Math.multiplyExact(epochDay, ENGAGEMENTS.length), engagement.ordinal());
        cells.add(cell, royaltyBearing);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void drain(Receiver receiver) {
        groups.forEach((group, counts) -> counts.forEach((isrc, cells) ->
                receiver.accept(group.place(), group.period(), isrc, cells.toCounts())));
        discard();
    }

    @Override
    public void discard() {
        groups.clear();
        lastGroup = null;
        lastCounts = null;
        size = 0;
    }

    private Map<String, Cells> countsOf(Place place, Period period) {
        if (lastGroup == null || lastGroup.place() != place || !lastGroup.period().equals(period)) {
            lastGroup = new Group(place, period);
            lastCounts = groups.computeIfAbsent(lastGroup, key -> new HashMap<>());
        }
        return lastCounts;
    }

    /** One count by day and engagement; a recording rarely has more than three within a commit interval. */
    private static final class Cells {
        private int[] cells = new int[2];
        private long[] plays = new long[2];
        private long[] shortPlays = new long[2];
        private int used;

        void add(int cell, boolean royaltyBearing) {
            int at = indexOf(cell);
            if (royaltyBearing) {
                plays[at]++;
            } else {
                shortPlays[at]++;
            }
        }

        List<UsageCount> toCounts() {
            List<UsageCount> counts = new ArrayList<>(used);
            for (int i = 0; i < used; i++) {
                LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(cells[i], ENGAGEMENTS.length));
                Engagement engagement = ENGAGEMENTS[Math.floorMod(cells[i], ENGAGEMENTS.length)];
                counts.add(new UsageCount(day, engagement, 0, plays[i], shortPlays[i]));
            }
            counts.sort(Comparator.comparing(UsageCount::getDay).thenComparing(UsageCount::getEngagement));
            return counts;
        }

        private int indexOf(int cell) {
            for (int i = 0; i < used; i++) {
                if (cells[i] == cell) {
                    return i;
                }
            }
            if (used == cells.length) {
                cells = Arrays.copyOf(cells, 2 * used);
                plays = Arrays.copyOf(plays, 2 * used);
                shortPlays = Arrays.copyOf(shortPlays, 2 * used);
            }
            cells[used] = cell;
            return used++;
        }
    }
}
