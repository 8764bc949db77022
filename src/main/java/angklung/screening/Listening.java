package angklung.screening;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One subscriber's plays in order, with what several rules need of them. Plays, recordings and days go by number. */
final class Listening {
    private final ScreenedPlay[] plays;
    private final int[] recordings;
    private final String[] isrcs;
    private final int[] playsOf;
    private final int[] days;
    private final int[] dayOf;
    private final int[] playsOn;

    Listening(Collection<ScreenedPlay> given) {
        this.plays = given.toArray(ScreenedPlay[]::new);
        Arrays.sort(plays, ScreenedPlay.ORDER);
        this.recordings = new int[plays.length];
        this.isrcs = numberRecordings();
        this.playsOf = count(recordings, isrcs.length);
        this.days = Arrays.stream(plays).mapToInt(ScreenedPlay::day).sorted().distinct().toArray();
        this.dayOf = Arrays.stream(plays)
                .mapToInt(play -> Arrays.binarySearch(days, play.day()))
                .toArray();
        this.playsOn = count(dayOf, days.length);
    }

    private String[] numberRecordings() {
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < plays.length; i++) {
            Integer next = numbers.size();
            Integer known = numbers.putIfAbsent(plays[i].isrc(), next);
            recordings[i] = known == null ? next : known;
        }
        String[] found = new String[numbers.size()];
        numbers.forEach((isrc, number) -> found[number] = isrc);
        return found;
    }

    private static int[] count(int[] values, int size) {
        int[] counts = new int[size];
        for (int value : values) {
            counts[value]++;
        }
        return counts;
    }

    List<ScreenedPlay> plays() {
        return List.of(plays);
    }

    int size() {
        return plays.length;
    }

    ScreenedPlay play(int index) {
        return plays[index];
    }

    /** Number of a play's recording. */
    int recordingOf(int play) {
        return recordings[play];
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
}
