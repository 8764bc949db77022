package angklung.screening.generator;

import angklung.avro.Engagement;
import angklung.model.Period;
import angklung.screening.ScreenedPlay;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Writes down what one device plays, one play after the other. Local time is nine hours ahead of UTC. */
final class Diary {
    private static final long OFFSET = 9 * 3_600;
    private static final long DAY = 86_400;

    private final List<ScreenedPlay> plays = new ArrayList<>();
    private final SplittableRandom random;
    private final long first;
    private final long end;
    private String territory = "KR";
    private long device;
    private long now;

    Diary(Period period, SplittableRandom random) {
        this.random = random;
        this.first = period.firstDay().toEpochDay() * DAY;
        this.end = period.next().firstDay().toEpochDay() * DAY;
        this.device = newDevice();
    }

    /** A device that nobody else has. */
    long newDevice() {
        return random.nextLong() | 1;
    }

    Diary on(long newDevice) {
        device = newDevice;
        return this;
    }

    Diary in(String place) {
        territory = place;
        return this;
    }

    /** Goes on at a time of a day, which count from 0. */
    Diary at(int day, int hour, int minute) {
        now = first + day * DAY + hour * 3_600L + minute * 60L + random.nextInt(60);
        return this;
    }

    /** Whether the hour of that day has not begun yet. */
    boolean isBefore(int day, int hour) {
        return now < first + day * DAY + hour * 3_600L;
    }

    /** As people play: two of three to the end, the others stopped somewhere after 30 s. */
    Diary hear(Song song) {
        boolean whole = random.nextInt(3) > 0;
        return hear(song, whole ? song.seconds() : 30 + random.nextInt(Math.max(1, song.seconds() - 30)));
    }

    /** So many seconds of a song; then a short pause. */
    Diary hear(Song song, int seconds) {
        write(song, now, seconds);
        now += seconds + 1 + random.nextInt(4);
        return this;
    }

    /** A play that is said to have begun at the present time, whatever was before. */
    Diary claim(Song song, int seconds) {
        write(song, now, seconds);
        return this;
    }

    Diary pause(int seconds) {
        now += seconds;
        return this;
    }

    private void write(Song song, long start, int seconds) {
        if (start < first || start >= end || seconds < 30) {
            return; // another month, or nothing is owed for it
        }
        int minutes = (song.seconds() + 59) / 60;
        plays.add(new ScreenedPlay(
                territory,
                "Premium",
                song.isrc(),
                random.nextBoolean() ? Engagement.ACTIVE : Engagement.PASSIVE,
                (int) Math.floorDiv(start, DAY),
                minutes > 5 ? minutes : 0,
                start - OFFSET,
                seconds,
                seconds >= song.seconds(),
                device));
    }

    List<ScreenedPlay> plays() {
        return plays;
    }
}
