package angklung.screening.generator;

import angklung.model.Period;
import angklung.screening.ScreenedPlay;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** How people listen for a month. */
final class HonestListening {
    /** Plays a month by tenths of the listeners; the mean is VIBE's 574.5 plays (royalty reports of 2021). */
    private static final int[] PLAYS_A_MONTH = {60, 120, 200, 300, 400, 500, 600, 760, 1_005, 1_800};

    /** VIBE: plays of a track on a day on which a listener plays it, in hundredths. */
    private static final int REPEATS_A_DAY = 227;

    /** VIBE: plays of a track in a month in which a listener plays it, in hundredths. */
    private static final int REPEATS_A_MONTH = 756;

    /** Of a rotation some songs are never chosen; so much larger it must be, in percent. */
    private static final int UNHEARD = 104;

    private final Songs songs;
    private final Period period;
    private final int days;
    private final Scenery scenery;
    private final boolean eventful;

    /** Songs that several listeners have to do with. */
    record Scenery(
            List<Song> noise,
            List<Song> longNoise,
            List<Song> machineNoise,
            List<Song> radioPlays,
            List<Song> machineMusic,
            List<Song> chainList,
            List<Song> largeChainList,
            List<List<Song>> stars,
            Song birthdaySong,
            Song viral) {}

    /** @param eventful whether a song becomes known to everybody, and a birthday is kept */
    HonestListening(Songs songs, Scenery scenery, Period period, boolean eventful) {
        this.songs = songs;
        this.scenery = scenery;
        this.period = period;
        this.eventful = eventful;
        this.days = period.month().lengthOfMonth();
    }

    List<ScreenedPlay> of(Kind kind, int number, SplittableRandom random) {
        Diary diary = new Diary(period, random);
        switch (kind) {
            case LISTENER -> ordinary(diary, playsAMonth(random), random);
            case FAMILY -> family(diary, random);
            case SUPERFAN -> superfan(diary, random);
            case BIRTHDAY -> birthday(diary, random);
            case SLEEPER -> sleeper(diary, number % 2 == 0 ? scenery.longNoise() : scenery.noise(), random);
            case LOOP_SLEEPER -> loopSleeper(diary, random);
            case MIX_SLEEPER -> sleeper(diary, scenery.machineNoise(), random);
            case CHILD -> child(diary, random);
            case RADIO_PLAYS -> radioPlays(diary, random);
            case COMMUTER -> travel(diary, List.of("KR", "SG", "MY"), random);
            case CREW -> travel(diary, List.of("KR", "JP", "SG", "ID", "AU"), random);
            case SHOP -> shop(diary, scenery.chainList(), 10, 22, random);
            case LARGE_CHAIN -> shop(diary, scenery.largeChainList(), 10, 22, random);
            case NIGHT_SHOP -> shop(diary, songs.draw(random, 400), 0, 24, random);
            case SKIMMER -> skimmer(diary, random);
            case SHARED_DEVICE -> guest(diary, number, random);
            case SPEAKERS -> speakers(diary, random);
            case OFFLINE -> offline(diary, random);
            case AI_LISTENER -> background(diary, scenery.machineMusic(), 6 + random.nextInt(4), random);
            default -> throw new IllegalArgumentException(kind + " is not honest");
        }
        return diary.plays();
    }

    static int playsAMonth(SplittableRandom random) {
        return PLAYS_A_MONTH[random.nextInt(PLAYS_A_MONTH.length)];
    }

    /** Sessions of a rotation of songs; on each day some of them, each repeated some times. */
    void ordinary(Diary diary, int playsAMonth, SplittableRandom random) {
        List<Song> rotation =
                songs.draw(random, Math.max(2, playsAMonth * UNHEARD / REPEATS_A_MONTH));
        for (int day = 0; day < days; day++) {
            List<Song> today = new ArrayList<>();
            for (int left = songsOfDay(playsAMonth, random); left > 0; left--) {
                Song song = rotation.get(random.nextInt(rotation.size()));
                if (!today.contains(song)) {
                    repeat(song, today, random);
                }
            }
            if (isViral(day) && random.nextInt(4) == 0) {
                repeat(scenery.viral(), today, random);
            }
            Collections.shuffle(today, new Random(random.nextLong()));
            sessions(diary, day, today, random);
        }
    }

    /** A song that nobody knew is everywhere in the second half of the month. */
    private boolean isViral(int day) {
        return eventful && day >= days / 2;
    }

    private int songsOfDay(int playsAMonth, SplittableRandom random) {
        int hundredths = playsAMonth * 100 * 100 / REPEATS_A_DAY / days;
        return hundredths / 100 + (random.nextInt(100) < hundredths % 100 ? 1 : 0);
    }

    private static void repeat(Song song, List<Song> today, SplittableRandom random) {
        do {
            today.add(song);
        } while (random.nextInt(REPEATS_A_DAY) >= 100);
    }

    private static void sessions(Diary diary, int day, List<Song> today, SplittableRandom random) {
        int[] hours = {7, 12, 18, 21};
        int each = Math.max(5, (today.size() + hours.length - 1) / hours.length);
        int session = random.nextInt(2);
        diary.at(day, hours[session], random.nextInt(45));
        for (int i = 0; i < today.size(); i++) {
            if (i > 0 && i % each == 0 && session < hours.length - 1) {
                session++;
                if (diary.isBefore(day, hours[session])) {
                    diary.at(day, hours[session], random.nextInt(45));
                }
            }
            diary.hear(today.get(i));
        }
    }

    private void family(Diary diary, SplittableRandom random) {
        for (int person = 0; person < 4; person++) {
            diary.on(diary.newDevice());
            ordinary(diary, playsAMonth(random), random);
        }
        diary.on(diary.newDevice());
        for (int day = 0; day < days; day++) {
            night(diary, day, scenery.noise(), 8, random);
        }
    }

    private void superfan(Diary diary, SplittableRandom random) {
        List<Song> star = scenery.stars().get(random.nextInt(scenery.stars().size()));
        List<Song> favourites = star.subList(0, 20);
        int hours = 2 + random.nextInt(5);
        int release = random.nextInt(days);
        for (int day = 0; day < days; day++) {
            boolean party = day >= release && day < release + 7;
            diary.at(day, 8, random.nextInt(60));
            int until = 8 + (party ? hours + 8 : hours);
            while (diary.isBefore(day, until)) {
                boolean newSong = party && random.nextInt(5) < 3;
                boolean favourite = random.nextInt(10) < 6;
                diary.hear(newSong ? star.get(0) : favourite ? any(favourites, random) : any(star, random));
            }
            diary.hear(songs.draw(random)).hear(songs.draw(random));
        }
    }

    private void birthday(Diary diary, SplittableRandom random) {
        ordinary(diary, playsAMonth(random), random);
        diary.on(diary.newDevice()).at(19, 9, random.nextInt(60));
        for (int i = 30 + random.nextInt(30); eventful && i > 0; i--) {
            diary.hear(scenery.birthdaySong(), scenery.birthdaySong().seconds());
        }
    }

    private void sleeper(Diary diary, List<Song> noise, SplittableRandom random) {
        ordinary(diary, playsAMonth(random) / 2 + 10, random);
        diary.on(diary.newDevice());
        for (int day = 0; day < days; day++) {
            night(diary, day, noise, 7 + random.nextInt(2), random);
        }
    }

    private static void night(Diary diary, int day, List<Song> noise, int hours, SplittableRandom random) {
        diary.at(day, 0, random.nextInt(60));
        while (diary.isBefore(day, hours)) {
            Song song = any(noise, random);
            diary.hear(song, song.seconds());
        }
    }

    private void loopSleeper(Diary diary, SplittableRandom random) {
        ordinary(diary, 150, random);
        diary.on(diary.newDevice());
        Song song = any(scenery.noise(), random);
        for (int day = 0; day < days; day++) {
            night(diary, day, List.of(song), 7 + random.nextInt(2), random);
        }
    }

    private void child(Diary diary, SplittableRandom random) {
        ordinary(diary, playsAMonth(random) / 3 + 20, random);
        diary.on(diary.newDevice());
        Song song = songs.draw(random);
        int times = 20 + random.nextInt(50);
        for (int day = 0; day < days; day++) {
            diary.at(day, 15, random.nextInt(60));
            for (int i = random.nextInt(times) + times / 2; i > 0; i--) {
                diary.hear(song);
            }
        }
    }

    private void radioPlays(Diary diary, SplittableRandom random) {
        int chapter = random.nextInt(scenery.radioPlays().size());
        int hours = 2 + random.nextInt(4);
        for (int day = 0; day < days; day++) {
            diary.at(day, 14, random.nextInt(60));
            while (diary.isBefore(day, 14 + hours)) {
                Song song = scenery.radioPlays().get(chapter++ % scenery.radioPlays().size());
                diary.hear(song, song.seconds());
            }
        }
    }

    private void travel(Diary diary, List<String> territories, SplittableRandom random) {
        for (int day = 0; day < days; day++) {
            int places = 2 + random.nextInt(territories.size() - 1);
            for (int place = 0; place < places; place++) {
                diary.in(territories.get(place)).at(day, 7 + 3 * place, random.nextInt(60));
                for (int i = 3 + random.nextInt(6); i > 0; i--) {
                    diary.hear(songs.draw(random));
                }
            }
        }
    }

    private void shop(Diary diary, List<Song> list, int open, int close, SplittableRandom random) {
        for (int day = 0; day < days; day++) {
            diary.at(day, open, 0);
            while (diary.isBefore(day, close)) {
                Song song = any(list, random);
                diary.hear(song, song.seconds());
            }
        }
    }

    private void skimmer(Diary diary, SplittableRandom random) {
        for (int day = 0; day < days; day++) {
            diary.at(day, 17, random.nextInt(60));
            for (int i = 20 + random.nextInt(50); i > 0; i--) {
                Song song = songs.draw(random);
                diary.hear(song, random.nextInt(4) == 0 ? song.seconds() : 30 + random.nextInt(30));
            }
        }
    }

    private void guest(Diary diary, int number, SplittableRandom random) {
        ordinary(diary, playsAMonth(random), random);
        diary.on(1 + number % 2).at(random.nextInt(days), 10 + random.nextInt(10), 0);
        for (int i = 5 + random.nextInt(20); i > 0; i--) {
            diary.hear(songs.draw(random));
        }
    }

    /** Every play is reported by a second speaker as well. */
    private void speakers(Diary diary, SplittableRandom random) {
        ordinary(diary, playsAMonth(random), random);
        long second = diary.newDevice();
        List<ScreenedPlay> alone = List.copyOf(diary.plays());
        alone.forEach(play -> diary.plays().add(new ScreenedPlay(
                play.territory(), play.offering(), play.isrc(), play.engagement(), play.day(), play.trackMinutes(),
                play.startSecond(), play.playedSeconds(), play.complete(), second)));
    }

    /** What was heard on a long flight is reported as begun when the device was online again. */
    private void offline(Diary diary, SplittableRandom random) {
        ordinary(diary, playsAMonth(random), random);
        for (int trip = 0; trip < 2; trip++) {
            diary.at(random.nextInt(days), 3, 0);
            for (int i = 30 + random.nextInt(60); i > 0; i--) {
                Song song = songs.draw(random);
                diary.claim(song, song.seconds()).pause(1);
            }
        }
    }

    private void background(Diary diary, List<Song> music, int hours, SplittableRandom random) {
        for (int day = 0; day < days; day++) {
            diary.at(day, 9, random.nextInt(60));
            while (diary.isBefore(day, 9 + hours)) {
                diary.hear(any(music, random));
            }
        }
    }

    static Song any(List<Song> songs, SplittableRandom random) {
        return songs.get(random.nextInt(songs.size()));
    }
}
