package angklung.screening;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/**
 * One subscriber's plays in order, with what several rules need of them. Plays, recordings, days and devices go by
 * number, so that most of it is arrays.
 */
final class Listening {
    /** Hours are told apart in one word: a local day, even in several time zones, has less than 64 of them. */
    private static final int HOURS = 64;

    private static final int HOUR_SECONDS = 3_600;

    private final ScreenedPlay[] plays;
    private final Catalogue catalogue;
    private final int[] recordingOf;
    private final String[] isrcs;
    private final int[] playsOf;
    private final int[] days;
    private final int[] dayOf;
    private final int[] playsOn;
    private final long[] devices;
    private final int[] deviceOf;
    private int[] byRecording;
    private int[] recordingStart;
    private int[] byDay;
    private int[] dayStart;

    Listening(Collection<ScreenedPlay> given, Catalogue catalogue) {
        this(sorted(given), catalogue);
    }

    private Listening(ScreenedPlay[] sorted, Catalogue catalogue) {
        this.plays = sorted;
        this.catalogue = catalogue;
        this.recordingOf = new int[plays.length];
        this.isrcs = numberRecordings();
        this.playsOf = count(recordingOf, isrcs.length);
        this.days = distinctDays();
        this.dayOf = new int[plays.length];
        this.devices = distinctDevices();
        this.deviceOf = new int[plays.length];
        for (int i = 0; i < plays.length; i++) {
            dayOf[i] = Arrays.binarySearch(days, plays[i].day());
            deviceOf[i] = Arrays.binarySearch(devices, plays[i].device());
        }
        this.playsOn = count(dayOf, days.length);
    }

    private static ScreenedPlay[] sorted(Collection<ScreenedPlay> given) {
        ScreenedPlay[] plays = given.toArray(ScreenedPlay[]::new);
        Arrays.sort(plays, ScreenedPlay.ORDER);
        return plays;
    }

    private String[] numberRecordings() {
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < plays.length; i++) {
            Integer next = numbers.size();
            Integer known = numbers.putIfAbsent(plays[i].isrc(), next);
            recordingOf[i] = known == null ? next : known;
        }
        String[] found = new String[numbers.size()];
        numbers.forEach((isrc, number) -> found[number] = isrc);
        return found;
    }

    private int[] distinctDays() {
        int[] all = new int[plays.length];
        int used = 0;
        for (ScreenedPlay play : plays) {
            if (used == 0 || all[used - 1] != play.day()) {
                all[used++] = play.day();
            }
        }
        return Arrays.stream(all, 0, used).sorted().distinct().toArray();
    }

    private long[] distinctDevices() {
        long[] all = new long[plays.length];
        int used = 0;
        for (ScreenedPlay play : plays) {
            if (used == 0 || all[used - 1] != play.device()) {
                all[used++] = play.device();
            }
        }
        return Arrays.stream(all, 0, used).sorted().distinct().toArray();
    }

    private static int[] count(int[] values, int size) {
        int[] counts = new int[size];
        for (int value : values) {
            counts[value]++;
        }
        return counts;
    }

    List<ScreenedPlay> plays() {
        return Collections.unmodifiableList(Arrays.asList(plays));
    }

    int size() {
        return plays.length;
    }

    ScreenedPlay play(int index) {
        return plays[index];
    }

    /** Number of a play's recording. */
    int recordingOf(int play) {
        return recordingOf[play];
    }

    int recordings() {
        return isrcs.length;
    }

    String isrc(int recording) {
        return isrcs[recording];
    }

    int playsOfRecording(int recording) {
        return playsOf[recording];
    }

    Collection<String> artists(int recording) {
        return catalogue.artists(isrcs[recording]);
    }

    int days() {
        return days.length;
    }

    /** Epoch day by number, ascending. */
    int day(int number) {
        return days[number];
    }

    /** Number of a play's day. */
    int dayOf(int play) {
        return dayOf[play];
    }

    int playsOnDay(int day) {
        return playsOn[day];
    }

    int mostPlaysInDay() {
        return Arrays.stream(playsOn).max().orElse(0);
    }

    /** Number of a play's device; plays without one have the same. */
    int deviceOf(int play) {
        return deviceOf[play];
    }

    int devices() {
        return devices.length;
    }

    /** Digest of a device by number. */
    long device(int number) {
        return devices[number];
    }

    DeviceDay deviceDay(int play) {
        return new DeviceDay(deviceOf[play], dayOf[play]);
    }

    BitSet all() {
        BitSet found = new BitSet(plays.length);
        found.set(0, plays.length);
        return found;
    }

    BitSet where(Predicate<ScreenedPlay> condition) {
        BitSet found = new BitSet();
        for (int i = 0; i < plays.length; i++) {
            if (condition.test(plays[i])) {
                found.set(i);
            }
        }
        return found;
    }

    BitSet onDay(int day) {
        if (byDay == null) {
            dayStart = starts(playsOn);
            byDay = grouped(dayOf, dayStart);
        }
        BitSet found = new BitSet();
        for (int i = dayStart[day]; i < dayStart[day + 1]; i++) {
            found.set(byDay[i]);
        }
        return found;
    }

    /** Plays of one recording by the day's number. */
    int[] playsByDay(int recording) {
        int[] counts = new int[days.length];
        forEachPlayOf(recording, play -> counts[dayOf[play]]++);
        return counts;
    }

    /** Hands out the plays of one recording, ascending. */
    void forEachPlayOf(int recording, IntConsumer receiver) {
        if (byRecording == null) {
            recordingStart = starts(playsOf);
            byRecording = grouped(recordingOf, recordingStart);
        }
        for (int i = recordingStart[recording]; i < recordingStart[recording + 1]; i++) {
            receiver.accept(byRecording[i]);
        }
    }

    BitSet ofRecordings(BitSet recordings) {
        BitSet found = new BitSet();
        for (int i = 0; i < plays.length; i++) {
            if (recordings.get(recordingOf[i])) {
                found.set(i);
            }
        }
        return found;
    }

    /** Plays of recordings made by a machine. */
    BitSet aiGenerated() {
        BitSet recordings = new BitSet();
        for (int recording = 0; recording < isrcs.length; recording++) {
            if (catalogue.aiGenerated(isrcs[recording])) {
                recordings.set(recording);
            }
        }
        return ofRecordings(recordings);
    }

    /** Some of the plays on their own, with numbers of their own. */
    Listening only(BitSet some) {
        return new Listening(some.stream().mapToObj(play -> plays[play]).toArray(ScreenedPlay[]::new), catalogue);
    }

    boolean hasUnknownDevice(int day) {
        return onDay(day).stream().anyMatch(play -> plays[play].device() == ScreenedPlay.UNKNOWN_DEVICE);
    }

    /** Devices that are known on a day. */
    int knownDevices(int day) {
        return (int) onDay(day).stream()
                .filter(play -> plays[play].device() != ScreenedPlay.UNKNOWN_DEVICE)
                .map(play -> deviceOf[play])
                .distinct()
                .count();
    }

    /** Distinct hours in which a play began, by the day's number. */
    int[] hoursByDay() {
        long[] hours = new long[days.length];
        for (int i = 0; i < plays.length; i++) {
            hours[dayOf[i]] |= hour(plays[i]);
        }
        return Arrays.stream(hours).mapToInt(Long::bitCount).toArray();
    }

    /** Distinct hours in which a play began on a device. */
    Map<DeviceDay, Integer> hoursByDevice() {
        Map<DeviceDay, Long> hours = new HashMap<>();
        for (int i = 0; i < plays.length; i++) {
            hours.merge(deviceDay(i), hour(plays[i]), (one, other) -> one | other);
        }
        Map<DeviceDay, Integer> counts = new HashMap<>();
        hours.forEach((where, bits) -> counts.put(where, Long.bitCount(bits)));
        return counts;
    }

    private static long hour(ScreenedPlay play) {
        return 1L << Math.floorMod(Math.floorDiv(play.startSecond(), (long) HOUR_SECONDS), HOURS);
    }

    /** Where each group begins if groups of these sizes are laid one after the other; and the end. */
    private static int[] starts(int[] sizes) {
        int[] starts = new int[sizes.length + 1];
        for (int i = 0; i < sizes.length; i++) {
            starts[i + 1] = starts[i] + sizes[i];
        }
        return starts;
    }

    private static int[] grouped(int[] groupOf, int[] starts) {
        int[] next = starts.clone();
        int[] grouped = new int[groupOf.length];
        for (int play = 0; play < groupOf.length; play++) {
            grouped[next[groupOf[play]]++] = play;
        }
        return grouped;
    }
}
