package angklung.screening;

import angklung.stage.StateReader;
import angklung.stage.StateWriter;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What some subscribers have to do with one subject. Addition is associative and commutative, with {@link #NONE}; each
 * subscriber must be added once.
 *
 * @param subscribers who played the recording, used the device or belong to the cohort
 * @param plays of the recording, on the device or of the cohort's subscribers
 * @param justOver of a recording: plays stopped after 30 to 35 s; else 0
 * @param byDay of a recording, where it is asked for: plays by local epoch day, positive; else empty
 */
public record SubjectSums(long subscribers, long plays, long justOver, SortedMap<Integer, Long> byDay) {
    /** Nothing was played. */
    public static final SubjectSums NONE = new SubjectSums(0, 0, 0, Collections.emptySortedMap());

    private static final int FORMAT = 1;

    public SubjectSums {
        byDay = Collections.unmodifiableSortedMap(new TreeMap<>(byDay));
    }

    /** Both together. */
    public SubjectSums plus(SubjectSums other) {
        TreeMap<Integer, Long> days = new TreeMap<>(byDay);
        other.byDay.forEach((day, more) -> days.merge(day, more, Math::addExact));
        return new SubjectSums(
                Math.addExact(subscribers, other.subscribers),
                Math.addExact(plays, other.plays),
                Math.addExact(justOver, other.justOver),
                days);
    }

    /** A few bytes for each number; equal sums have equal bytes. */
    public byte[] encode() {
        StateWriter writer = new StateWriter(FORMAT)
                .number(subscribers)
                .number(plays)
                .number(justOver)
                .number(byDay.size());
        int last = 0;
        for (var day : byDay.entrySet()) {
            writer.number(day.getKey() - last).number(day.getValue());
            last = day.getKey();
        }
        return writer.toBytes();
    }

    /** Of what {@link #encode} wrote. */
    public static SubjectSums decode(byte[] bytes) {
        StateReader reader = new StateReader(bytes, FORMAT);
        long subscribers = reader.number();
        long plays = reader.number();
        long justOver = reader.number();
        TreeMap<Integer, Long> byDay = new TreeMap<>();
        int day = 0;
        for (int left = reader.integer(); left > 0; left--) {
            day += reader.integer();
            byDay.put(day, reader.number());
        }
        return new SubjectSums(subscribers, plays, justOver, byDay);
    }
}
