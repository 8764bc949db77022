package angklung.screening;

import angklung.stage.StateReader;
import angklung.stage.StateWriter;
import java.util.Arrays;

/**
 * What some subscribers have to do with one subject. Addition is associative and commutative, with {@link #NONE}; each
 * subscriber must be added once. Immutable.
 *
 * <ul>
 *   <li>RECORDING: subscribers who played it, plays, plays stopped after 30 to 35 s, and, where a rule asks for them,
 *       plays by local epoch day.
 *   <li>DEVICE: subscribers who played on it, and plays.
 *   <li>COHORT: subscribers who belong to it, and the recordings of each, added up.
 * </ul>
 */
public final class SubjectSums {
    /** Nothing was played. */
    public static final SubjectSums NONE = new SubjectSums(0, 0, 0, 0, new int[0], new long[0]);

    private static final int FORMAT = 1;

    private final long subscribers;
    private final long plays;
    private final long justOver;
    private final long recordings;
    private final int[] days; // ascending
    private final long[] playsOn; // positive

    private SubjectSums(long subscribers, long plays, long justOver, long recordings, int[] days, long[] playsOn) {
        this.subscribers = subscribers;
        this.plays = plays;
        this.justOver = justOver;
        this.recordings = recordings;
        this.days = days;
        this.playsOn = playsOn;
    }

    /**
     * Of a recording and one subscriber.
     *
     * @param days ascending
     * @param playsOn of each, positive
     */
    static SubjectSums ofRecording(long plays, long justOver, int[] days, long[] playsOn) {
        return new SubjectSums(1, plays, justOver, 0, days, playsOn);
    }

    /** Of a device and one subscriber. */
    static SubjectSums ofDevice(long plays) {
        return new SubjectSums(1, plays, 0, 0, NONE.days, NONE.playsOn);
    }

    /** Of a cohort and one subscriber. */
    static SubjectSums ofCohort(long recordings) {
        return new SubjectSums(1, 0, 0, recordings, NONE.days, NONE.playsOn);
    }

    public long subscribers() {
        return subscribers;
    }

    public long plays() {
        return plays;
    }

    long justOver() {
        return justOver;
    }

    long recordings() {
        return recordings;
    }

    /** Plays on a local epoch day. */
    long on(int day) {
        int at = Arrays.binarySearch(days, day);
        return at < 0 ? 0 : playsOn[at];
    }

    /** Both together. */
    public SubjectSums plus(SubjectSums other) {
        int[] mergedDays = new int[days.length + other.days.length];
        long[] mergedPlays = new long[mergedDays.length];
        int used = 0;
        for (int i = 0, j = 0; i < days.length || j < other.days.length; used++) {
            boolean mine = j == other.days.length || i < days.length && days[i] <= other.days[j];
            boolean its = i == days.length || j < other.days.length && other.days[j] <= days[i];
            mergedDays[used] = mine ? days[i] : other.days[j];
            mergedPlays[used] = Math.addExact(mine ? playsOn[i] : 0, its ? other.playsOn[j] : 0);
            i += mine ? 1 : 0;
            j += its ? 1 : 0;
        }
        return new SubjectSums(
                Math.addExact(subscribers, other.subscribers),
                Math.addExact(plays, other.plays),
                Math.addExact(justOver, other.justOver),
                Math.addExact(recordings, other.recordings),
                Arrays.copyOf(mergedDays, used),
                Arrays.copyOf(mergedPlays, used));
    }

    /** A few bytes for each number; equal sums have equal bytes. */
    public byte[] encode() {
        StateWriter writer = new StateWriter(FORMAT)
                .number(subscribers)
                .number(plays)
                .number(justOver)
                .number(recordings)
                .number(days.length);
        int last = 0;
        for (int i = 0; i < days.length; i++) {
            writer.number(days[i] - last).number(playsOn[i]);
            last = days[i];
        }
        return writer.toBytes();
    }

    /** Of what {@link #encode} wrote. */
    public static SubjectSums decode(byte[] bytes) {
        StateReader reader = new StateReader(bytes, FORMAT);
        long subscribers = reader.number();
        long plays = reader.number();
        long justOver = reader.number();
        long recordings = reader.number();
        int[] days = new int[reader.integer()];
        long[] playsOn = new long[days.length];
        int last = 0;
        for (int i = 0; i < days.length; i++) {
            days[i] = last + reader.integer();
            playsOn[i] = reader.number();
            last = days[i];
        }
        return new SubjectSums(subscribers, plays, justOver, recordings, days, playsOn);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SubjectSums sums
                && subscribers == sums.subscribers
                && plays == sums.plays
                && justOver == sums.justOver
                && recordings == sums.recordings
                && Arrays.equals(days, sums.days)
                && Arrays.equals(playsOn, sums.playsOn);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(new long[] {subscribers, plays, justOver, recordings, days.length});
    }

    @Override
    public String toString() {
        return subscribers + " subscribers, " + plays + " plays, " + justOver + " of them stopped after 30 to 35 s, "
                + recordings + " recordings, on " + days.length + " days";
    }
}
