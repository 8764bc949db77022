package angklung.intake;

import angklung.model.Period;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.List;

/**
 * Local days of one offering. Consecutive plays of a day cost two comparisons; plays in any order cost a look
 * into a table of hours. Not thread-safe.
 */
final class LocalDays {
    private static final long MILLIS_PER_HOUR = 3_600_000;
    private static final long MILLIS_PER_DAY = 86_400_000;

    /** Hours of six weeks: a whole period and what overlaps with it keeps its place. A power of two. */
    private static final int HOURS = 1024;

    /** The zone that is in force from a UTC date on, until the next one's. */
    record Zone(long firstUtcDay, ZoneRules rules) {}

    private final long[] firstUtcDays;
    private final ZoneRules[] rules;
    private final LocalDay[] byHour = new LocalDay[HOURS];
    private LocalDay last;

    /** @param zones by date, ascending; before the first of them days are those of UTC */
    LocalDays(List<Zone> zones) {
        this.firstUtcDays = zones.stream().mapToLong(Zone::firstUtcDay).toArray();
        this.rules = zones.stream().map(Zone::rules).toArray(ZoneRules[]::new);
        for (int i = 1; i < firstUtcDays.length; i++) {
            if (firstUtcDays[i - 1] >= firstUtcDays[i]) {
                throw new IllegalArgumentException("Dates must ascend: " + Arrays.toString(firstUtcDays));
            }
        }
    }

    /** The local day of an instant. */
    LocalDay at(long millis) {
        LocalDay day = last;
        if (day != null && day.contains(millis)) {
            return day;
        }
        int hour = (int) Math.floorDiv(millis, MILLIS_PER_HOUR) & (HOURS - 1);
        day = byHour[hour];
        if (day == null || !day.contains(millis)) {
            day = find(millis);
            byHour[hour] = day;
        }
        last = day;
        return day;
    }

    /**
     * The local day, cut where the offset from UTC or the zone changes: inside these bounds the offset is
     * constant, so the bounds are exact even where clocks go back over midnight.
     */
    private LocalDay find(long millis) {
        int index = indexOf(Math.floorDiv(millis, MILLIS_PER_DAY));
        long start = index < 0 ? Long.MIN_VALUE : firstUtcDays[index] * MILLIS_PER_DAY;
        long end = index + 1 == firstUtcDays.length ? Long.MAX_VALUE : firstUtcDays[index + 1] * MILLIS_PER_DAY;
        ZoneRules zone = index < 0 ? ZoneOffset.UTC.getRules() : rules[index];
        Instant instant = Instant.ofEpochMilli(millis);
        long offset = zone.getOffset(instant).getTotalSeconds() * 1000L;
        long epochDay = Math.floorDiv(millis + offset, MILLIS_PER_DAY);
        start = Math.max(start, epochDay * MILLIS_PER_DAY - offset);
        end = Math.min(end, (epochDay + 1) * MILLIS_PER_DAY - offset);
        ZoneOffsetTransition before = zone.previousTransition(instant.plusNanos(1));
        if (before != null) {
            start = Math.max(start, before.getInstant().toEpochMilli());
        }
        ZoneOffsetTransition after = zone.nextTransition(instant);
        if (after != null) {
            end = Math.min(end, after.getInstant().toEpochMilli());
        }
        return new LocalDay(start, end, Math.toIntExact(epochDay), UsageRevision.close(Period.of(LocalDate.ofEpochDay(epochDay))));
    }

    /** Index of the zone in force, -1 before the first. */
    private int indexOf(long utcDay) {
        int found = Arrays.binarySearch(firstUtcDays, utcDay);
        return found >= 0 ? found : -found - 2;
    }
}
