package angklung.screening.generator;

import angklung.model.Period;
import angklung.screening.ScreenedPlay;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A service's listening of April, every play labelled, and that of March, when all were honest. The same seed gives
 * the same world.
 */
public final class World {
    public static final Period APRIL = Period.parse("2026-04");
    public static final Period MARCH = Period.parse("2026-03");

    /** Accounts of each kind. Kinds that rules find are many more here than anywhere, so that there is something to see. */
    private static final Map<Kind, Integer> ACCOUNTS = new EnumMap<>(Map.ofEntries(
            Map.entry(Kind.LISTENER, 2_000),
            Map.entry(Kind.FAMILY, 60),
            Map.entry(Kind.SUPERFAN, 80),
            Map.entry(Kind.BIRTHDAY, 100),
            Map.entry(Kind.SLEEPER, 60),
            Map.entry(Kind.LOOP_SLEEPER, 10),
            Map.entry(Kind.MIX_SLEEPER, 10),
            Map.entry(Kind.CHILD, 60),
            Map.entry(Kind.RADIO_PLAYS, 40),
            Map.entry(Kind.COMMUTER, 40),
            Map.entry(Kind.CREW, 5),
            Map.entry(Kind.SHOP, 30),
            Map.entry(Kind.LARGE_CHAIN, 60),
            Map.entry(Kind.NIGHT_SHOP, 3),
            Map.entry(Kind.SKIMMER, 40),
            Map.entry(Kind.SHARED_DEVICE, 120),
            Map.entry(Kind.SPEAKERS, 10),
            Map.entry(Kind.OFFLINE, 10),
            Map.entry(Kind.AI_LISTENER, 40),
            Map.entry(Kind.FARM, 80),
            Map.entry(Kind.AI_SPREAD, 60),
            Map.entry(Kind.AI_ONE_NAME, 20),
            Map.entry(Kind.AI_SLOW, 20),
            Map.entry(Kind.SHORT_PLAYS, 20),
            Map.entry(Kind.HIJACKED, 40),
            Map.entry(Kind.SELF, 20),
            Map.entry(Kind.LOOP, 10),
            Map.entry(Kind.BOOST, 30),
            Map.entry(Kind.DOUBLED, 10),
            Map.entry(Kind.IMITATOR, 30)));

    private final Songs songs;
    private final HonestListening people;
    private final HonestListening peopleInMarch;
    private final ArtificialListening machines;
    private final List<Plan> plans = new ArrayList<>();

    /** An account; what it plays is made anew whenever it is asked for, because a world does not fit in memory. */
    private record Plan(Kind kind, int number, long seed) {}

    public World(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        this.songs = new Songs(random.split());
        HonestListening.Scenery scenery = honest(songs);
        this.people = new HonestListening(songs, scenery, APRIL, true);
        this.peopleInMarch = new HonestListening(songs, scenery, MARCH, false);
        this.machines = new ArtificialListening(songs, people, artificial(songs), APRIL);
        for (Kind kind : Kind.values()) {
            for (int i = 0; i < ACCOUNTS.get(kind); i++) {
                plans.add(new Plan(kind, i, random.nextLong()));
            }
        }
    }

    private static HonestListening.Scenery honest(Songs songs) {
        List<List<Song>> stars = IntStream.range(0, 4)
                .mapToObj(star -> songs.upload(150 + 50 * star, "Star " + star, 160, 240, false))
                .toList();
        return new HonestListening.Scenery(
                songs.upload(40, "Rain", 110, 170, false),
                songs.upload(20, "Rain", 1_800, 3_600, false),
                songs.upload(3_000, "Deep Sleep", 100, 140, true),
                songs.upload(1_500, "Radio Plays", 150, 210, false),
                songs.upload(500, "Study Beats", 120, 200, true),
                songs.upload(260, "In Store", 170, 250, false),
                songs.upload(300, "In Store", 170, 250, false),
                stars,
                songs.hit(300),
                songs.upload(1, "Nobody", 180, 180, false).get(0));
    }

    private static ArtificialListening.Scenery artificial(Songs songs) {
        List<Song> manyNames = new ArrayList<>();
        for (int name = 0; name < 20; name++) {
            manyNames.addAll(songs.upload(150, "Upload " + name, 90, 170, true));
        }
        return new ArtificialListening.Scenery(
                songs.upload(80, "Farm", 150, 210, false),
                manyNames,
                songs.upload(4_000, "Endless", 90, 130, true),
                songs.upload(2_000, "Endless Two", 120, 180, true),
                songs.upload(120, "Short", 120, 180, false),
                songs.upload(30, "Night", 150, 210, false),
                songs.upload(10 * ACCOUNTS.get(Kind.SELF), "Own", 120, 200, false),
                IntStream.range(260, 270).mapToObj(songs::hit).toList(),
                songs.upload(25, "Imitated", 150, 210, false));
    }

    public Songs songs() {
        return songs;
    }

    /** Everybody's April, one account after the other. */
    public Stream<Account> april() {
        return plans.stream().map(plan -> {
            SplittableRandom random = new SplittableRandom(plan.seed());
            return plan.kind().isArtificial()
                    ? machines.of(plan.kind(), plan.number(), random)
                    : honest(plan, people, random);
        });
    }

    /** March of those who are honest. */
    public Stream<Account> march() {
        return plans.stream()
                .filter(plan -> !plan.kind().isArtificial())
                .map(plan -> honest(plan, peopleInMarch, new SplittableRandom(~plan.seed())));
    }

    private static Account honest(Plan plan, HonestListening people, SplittableRandom random) {
        List<ScreenedPlay> plays = people.of(plan.kind(), plan.number(), random);
        return new Account(plan.kind() + "-" + plan.number(), plan.kind(), plays, List.of());
    }
}
