package angklung.intake;

import angklung.avro.Engagement;
import angklung.avro.UsageCount;
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

    /** As many as {@link PlayRules#MAX_TRACK_MINUTES} has. */
    private static final int MINUTES_BITS = 20;

    private static final Comparator<UsageCount> ORDER = Comparator.comparing(UsageCount::getDay)
            .thenComparing(UsageCount::getEngagement)
            .thenComparing(UsageCount::getTrackMinutes);

    private final Map<Group, Map<String, Cells>> groups = new HashMap<>();
    private Group lastGroup;
    private Map<String, Cells> lastCounts;
    private int size;

    /** A place is compared by identity, see {@link Place}. */
    private record Group(Place place, UsageRevision usage) {}

    @Override
    public void add(
            Place place,
            UsageRevision usage,
            String isrc,
            int epochDay,
            Engagement engagement,
            int trackMinutes,
            boolean royaltyBearing) {
        Map<String, Cells> counts = countsOf(place, usage);
        Cells cells = counts.get(isrc);
        if (cells == null) {
            cells = new Cells();
            counts.put(isrc, cells);
            size++;
        }
        long day = (long) epochDay * ENGAGEMENTS.length + engagement.ordinal();
        cells.add(day << MINUTES_BITS | trackMinutes, royaltyBearing);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void drain(Receiver receiver) {
        groups.forEach((group, counts) -> counts.forEach((isrc, cells) ->
                receiver.accept(group.place(), group.usage(), isrc, cells.toCounts())));
        discard();
    }

    @Override
    public void discard() {
        groups.clear();
        lastGroup = null;
        lastCounts = null;
        size = 0;
    }

    private Map<String, Cells> countsOf(Place place, UsageRevision usage) {
        if (lastGroup == null || lastGroup.place() != place || !lastGroup.usage().equals(usage)) {
            lastGroup = new Group(place, usage);
            lastCounts = groups.computeIfAbsent(lastGroup, key -> new HashMap<>());
        }
        return lastCounts;
    }

    /** One count by day, engagement and length; a recording rarely has more than three within a commit interval. */
    private static final class Cells {
        private long[] cells = new long[2];
        private long[] plays = new long[2];
        private long[] shortPlays = new long[2];
        private int used;

        void add(long cell, boolean royaltyBearing) {
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
                long dayAndEngagement = cells[i] >> MINUTES_BITS;
                LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(dayAndEngagement, (long) ENGAGEMENTS.length));
                Engagement engagement = ENGAGEMENTS[Math.floorMod(dayAndEngagement, ENGAGEMENTS.length)];
                int trackMinutes = (int) (cells[i] & PlayRules.MAX_TRACK_MINUTES);
                counts.add(new UsageCount(day, engagement, trackMinutes, plays[i], shortPlays[i]));
            }
            counts.sort(ORDER);
            return counts;
        }

        private int indexOf(long cell) {
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
