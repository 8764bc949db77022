package angklung.screening.generator;

import static angklung.screening.generator.HonestListening.any;

import angklung.model.Period;
import angklung.screening.ScreenedPlay;
import java.util.List;
import java.util.SplittableRandom;

/** How machines play for a month. What an account's owner plays besides is honest. */
final class ArtificialListening {
    /** Day on which the five days of lifting old songs begin. */
    private static final int BOOST_FROM = 12;

    private final Songs songs;
    private final HonestListening people;
    private final Scenery scenery;
    private final Period period;
    private final int days;

    /** Songs that farms play. */
    record Scenery(
            List<Song> farmList,
            List<Song> manyNames,
            List<Song> oneName,
            List<Song> slowName,
            List<Song> shortPlays,
            List<Song> nightSongs,
            List<Song> ownSongs,
            List<Song> oldSongs,
            List<Song> imitators) {}

    ArtificialListening(Songs songs, HonestListening people, Scenery scenery, Period period) {
        this.songs = songs;
        this.people = people;
        this.scenery = scenery;
        this.period = period;
        this.days = period.month().lengthOfMonth();
    }

    Account of(Kind kind, int number, SplittableRandom random) {
        Diary owner = new Diary(period, random);
        Diary machine = new Diary(period, random);
        switch (kind) {
            case FARM -> {
                machine.on(1_001 + number % 2);
                hours(machine, scenery.farmList(), 14, 40, 200, random);
            }
            case AI_SPREAD -> hours(machine, scenery.manyNames(), 24, 31, 160, random);
            case AI_ONE_NAME -> hours(machine, scenery.oneName(), 14, 31, 120, random);
            case AI_SLOW -> slow(machine, random);
            case SHORT_PLAYS -> hours(machine, scenery.shortPlays(), 6, 31, 34, random);
            case HIJACKED -> hijacked(owner, machine, random);
            case SELF -> self(machine, number, random);
            case LOOP -> hours(machine, List.of(songs.draw(random)), 23, 150, 150, random);
            case BOOST -> boost(owner, machine, random);
            case DOUBLED -> doubled(owner, machine, random);
            case IMITATOR -> imitator(owner, machine, random);
            default -> throw new IllegalArgumentException(kind + " is honest");
        }
        return new Account(kind + "-" + number, kind, owner.plays(), machine.plays());
    }

    /** Any songs of a list for so many hours a day. */
    private void hours(
            Diary machine, List<Song> list, int hours, int shortest, int longest, SplittableRandom random) {
        for (int day = 0; day < days; day++) {
            machine.at(day, 0, 0);
            while (machine.isBefore(day, hours)) {
                machine.hear(any(list, random), shortest + random.nextInt(longest - shortest + 1));
            }
        }
    }

    private void slow(Diary machine, SplittableRandom random) {
        for (int day = 0; day < days; day++) {
            machine.at(day, 8, random.nextInt(60));
            for (int i = 0; i < 180; i++) {
                machine.hear(any(scenery.slowName(), random), 60 + random.nextInt(100)).pause(60);
            }
        }
    }

    private void hijacked(Diary owner, Diary machine, SplittableRandom random) {
        people.ordinary(owner, HonestListening.playsAMonth(random), random);
        for (int day = random.nextInt(days / 2); day < days; day++) {
            machine.at(day, 2, random.nextInt(60));
            for (int i = 60 + random.nextInt(40); i > 0; i--) {
                machine.hear(any(scenery.nightSongs(), random), 31 + random.nextInt(4)).pause(20);
            }
        }
    }

    private void self(Diary machine, int number, SplittableRandom random) {
        List<Song> own = scenery.ownSongs().subList(10 * number, 10 * number + 1 + random.nextInt(8));
        hours(machine, own, 8 + random.nextInt(16), 60, 120, random);
    }

    private void boost(Diary owner, Diary machine, SplittableRandom random) {
        people.ordinary(owner, 120, random);
        for (int day = BOOST_FROM; day < BOOST_FROM + 5; day++) {
            machine.at(day, 1, 0);
            for (int i = 0; i < 400; i++) {
                machine.hear(any(scenery.oldSongs(), random), 60 + random.nextInt(60));
            }
        }
    }

    private void doubled(Diary owner, Diary machine, SplittableRandom random) {
        people.ordinary(owner, HonestListening.playsAMonth(random), random);
        owner.plays().forEach(play -> machine.plays().add(copy(play)));
    }

    private static ScreenedPlay copy(ScreenedPlay play) {
        // a second longer, so that it comes behind the play that it copies
        return new ScreenedPlay(
                play.territory(), play.offering(), play.isrc(), play.engagement(), play.day(), play.trackMinutes(),
                play.startSecond(), play.playedSeconds() + 1, play.complete(), play.device());
    }

    private void imitator(Diary owner, Diary machine, SplittableRandom random) {
        people.ordinary(owner, HonestListening.playsAMonth(random), random);
        for (int day = 0; day < days; day++) {
            machine.at(day, 19, random.nextInt(60));
            for (int i = 3 + random.nextInt(6); i > 0; i--) {
                machine.hear(any(scenery.imitators(), random));
            }
        }
    }
}
