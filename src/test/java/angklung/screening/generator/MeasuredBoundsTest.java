package angklung.screening.generator;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.screening.Rule;
import angklung.screening.ScreenedPlay;
import angklung.screening.Thresholds;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the defaults must keep to in any generated world: a change that holds people's money fails here. */
class MeasuredBoundsTest {
    /** People whom a rule mistakes for machines, as docs/screening.md says, and by which rule. */
    private static final Map<Kind, Set<Rule>> KNOWN = Map.of(
            Kind.NIGHT_SHOP, Set.of(Rule.HOURS),
            Kind.BIRTHDAY, Set.of(Rule.VELOCITY),
            Kind.CHILD, Set.of(Rule.VELOCITY),
            Kind.JINGLES, Set.of(Rule.JUST_OVER_THRESHOLD),
            Kind.OFFLINE, Set.of(Rule.LISTENING_TIME));

    /** Machines that no rule is expected to find, or only in part. */
    private static final Set<Kind> HIDDEN = EnumSet.of(Kind.IMITATOR, Kind.AI_SLOW, Kind.SELF, Kind.HIJACKED);

    /** Rules that mistake people for machines more often than others; their bounds are lower. */
    private static final EnumSet<Rule> BOUNDED_APART =
            EnumSet.of(Rule.LISTENING_TIME, Rule.JUST_OVER_THRESHOLD, Rule.VELOCITY);

    @Test
    void shouldSparePeopleAndFindMachines() {
        Seeds.cases(1, random -> {
            Measurement measured = Measurement.of(new World(random.nextLong()), Thresholds.standard());

            for (Kind kind : Kind.values()) {
                for (Rule rule : Rule.values()) {
                    shouldSpare(measured, kind, rule);
                }
                if (kind.isArtificial() && !HIDDEN.contains(kind)) {
                    long found = measured.found(kind).artificialPlays();
                    assertThat(thousandths(found, measured.total(kind).artificialPlays()))
                            .as("artificial plays found, in thousandths: %s", kind.text())
                            .isGreaterThanOrEqualTo(990);
                }
            }
            for (Rule rule : EnumSet.complementOf(BOUNDED_APART)) {
                assertThat(measured.score(rule).precision())
                        .as("precision of %s", rule.id())
                        .isGreaterThanOrEqualTo(970);
                assertThat(measured.score(rule).plays()).as("%s finds something", rule.id()).isPositive();
            }
            assertThat(measured.score(Rule.VELOCITY).precision()).isGreaterThanOrEqualTo(850);
            assertThat(measured.score(Rule.JUST_OVER_THRESHOLD).precision()).isGreaterThanOrEqualTo(900);
            assertThat(measured.score(Rule.LISTENING_TIME).precision()).isGreaterThanOrEqualTo(400);
            assertThat(measured.score().precision()).isGreaterThanOrEqualTo(970);
            assertThat(measured.score().recall()).isGreaterThanOrEqualTo(850);
            assertThat(measured.found(Kind.HIJACKED).artificialPlays() * 2)
                    .isGreaterThan(measured.total(Kind.HIJACKED).artificialPlays());
        });
    }

    private static void shouldSpare(Measurement measured, Kind kind, Rule rule) {
        if (!KNOWN.getOrDefault(kind, Set.of()).contains(rule)) {
            assertThat(thousandths(measured.found(rule, kind).honestPlays(), measured.total(kind).honestPlays()))
                    .as("honest plays found by %s, in thousandths: %s", rule.id(), kind.text())
                    .isLessThanOrEqualTo(10);
        }
    }

    private static long thousandths(long part, long whole) {
        return whole == 0 ? 0 : part * 1_000 / whole;
    }

    @Test
    void shouldListenAsOnVibe() {
        World world = new World(MeasuredTables.SEED);
        long[] sums = new long[4]; // listeners, plays, tracks of listeners, tracks of listeners and days
        world.march().filter(account -> account.kind() == Kind.LISTENER).forEach(account -> {
            Set<String> tracks = new HashSet<>();
            Set<String> trackDays = new HashSet<>();
            account.honest().forEach(play -> {
                tracks.add(play.isrc());
                trackDays.add(play.isrc() + play.day());
            });
            sums[0]++;
            sums[1] += account.honest().size();
            sums[2] += tracks.size();
            sums[3] += trackDays.size();
        });

        assertThat(sums[1] / sums[0]).as("plays a month: 574.5").isBetween(545L, 605L);
        assertThat(sums[1] * 100 / sums[2]).as("plays of a track in a month: 7.56").isBetween(720L, 795L);
        assertThat(sums[1] * 100 / sums[3]).as("plays of a track on a day: 2.27").isBetween(215L, 240L);
    }

    @Test
    void shouldHearHitsByZipfsLaw() {
        Map<String, Long> plays = new HashMap<>();
        World world = new World(MeasuredTables.SEED);
        world.march()
                .filter(account -> account.kind() == Kind.LISTENER)
                .flatMap(account -> account.honest().stream())
                .forEach(play -> plays.merge(play.isrc(), 1L, Long::sum));

        // twenty songs around the hundredth are heard as often as two hundred around the thousandth
        assertThat(plays(plays, 90, 110) * 100 / plays(plays, 900, 1_100)).isBetween(80L, 125L);
    }

    private static long plays(Map<String, Long> plays, int fromRank, int toRank) {
        return IntStream.range(fromRank, toRank)
                .mapToLong(rank -> plays.getOrDefault(String.format("QZANG26%05d", rank), 0L))
                .sum();
    }

    @Test
    void shouldMakeTheSameWorldFromTheSameSeed() {
        Map<String, List<ScreenedPlay>> one = sample(new World(17));

        assertThat(sample(new World(17))).isEqualTo(one);
        assertThat(sample(new World(18))).isNotEqualTo(one);
    }

    /** The first account of each kind. */
    private static Map<String, List<ScreenedPlay>> sample(World world) {
        Map<String, List<ScreenedPlay>> sample = new TreeMap<>();
        world.april()
                .filter(account -> account.id().endsWith("-0"))
                .forEach(account -> sample.put(account.id(), account.all()));
        return sample;
    }
}
