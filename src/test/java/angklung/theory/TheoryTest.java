package angklung.theory;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.oracle.Fraction;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Properties of pro-rata and user-centric division that are proved in the literature
 * (<a href="https://arxiv.org/html/2412.18628v1">2412.18628</a>), on exact amounts before rounding.
 */
class TheoryTest {
    private static final int CASES = 1_000;

    private final OracleAmounts proRata = new OracleAmounts("MARKET_CENTRIC");
    private final OracleAmounts userCentric = new OracleAmounts("USER_CENTRIC");

    @Test
    void shouldPayTheSameByBothModelsWhenAllPlayEquallyMuch() {
        Seeds.cases(CASES, random -> {
            Listening alike = Listening.randomAlike(random);
            long units = units(random);
            assertThat(userCentric.pay(units, alike)).isEqualTo(proRata.pay(units, alike));
        });
    }

    @Test
    void shouldNotChangeUserCentricWhenOneSubscriberPlaysAllOfItMoreOften() {
        Seeds.cases(CASES, random -> {
            Listening listening = Listening.random(random);
            long units = units(random);
            Listening scaled = listening.scaled(listening.anySubscriber(random), 2 + random.nextInt(5));
            assertThat(userCentric.pay(units, scaled)).isEqualTo(userCentric.pay(units, listening));
        });
    }

    @Test
    void shouldNotAskProRataWhoMadeThePlays() {
        Seeds.cases(CASES, random -> {
            Listening listening = Listening.random(random);
            long units = units(random);
            assertThat(proRata.pay(units, listening.dealtAnew(random))).isEqualTo(proRata.pay(units, listening));
        });
    }

    @Test
    void shouldDivideExactlyThePoolByEveryModel() {
        OracleAmounts held = new OracleAmounts("USER_CENTRIC", "idle_subscribers", "HOLD");
        OracleAmounts artists = new OracleAmounts("ARTIST_CENTRIC", "subscriber_cap", "5");
        Seeds.cases(CASES, random -> {
            Listening listening = Listening.random(random);
            long units = units(random);
            int subscribers = listening.plays().size() + random.nextInt(4);
            for (OracleAmounts model : Set.of(proRata, userCentric, held, artists)) {
                Fraction sum = model.pay(units, subscribers, listening).values().stream()
                        .reduce(Fraction.ZERO, Fraction::plus);
                assertThat(sum).isEqualTo(micros(units));
            }
        });
    }

    @Test
    void shouldNotChangeByARecordingWithoutARoyaltyBearingPlay() {
        Seeds.cases(CASES, random -> {
            Listening listening = Listening.random(random);
            long units = units(random);
            for (OracleAmounts model : Set.of(proRata, userCentric)) {
                assertThat(model.payBesideShortPlays(units, listening)).isEqualTo(model.pay(units, listening));
            }
        });
    }

    @Test
    void shouldAddUpWhenACatalogueIsSplitInTwo() {
        String other = Listening.isrc(99);
        Seeds.cases(CASES, random -> {
            Listening listening = Listening.random(random);
            long units = units(random);
            String isrc = listening.anyRecording(random);
            Listening split = listening.split(isrc, other, random);
            for (OracleAmounts model : Set.of(proRata, userCentric)) {
                SortedMap<String, Fraction> after = new TreeMap<>(model.pay(units, split));
                Fraction moved = after.remove(other);
                if (moved != null) {
                    after.merge(isrc, moved, Fraction::plus);
                }
                assertThat(after).isEqualTo(model.pay(units, listening));
            }
        });
    }

    /** Two subscribers: the first plays A and B, the second A. Split in A and C, A's owner has 3/4 become 5/6. */
    @Test
    void shouldNotAddUpByTheShapleyIndexWhichIsWhyNoPoolIsDividedByIt() {
        Listening whole = new Listening(new TreeMap<>(Map.of(
                "s1", new TreeMap<>(Map.of("A", 2, "B", 1)), "s2", new TreeMap<>(Map.of("A", 1)))));
        Listening split = whole.with("s1", new TreeMap<>(Map.of("A", 1, "B", 1, "C", 1)));

        Fraction before = shapley(whole).get("A");
        Fraction after = shapley(split).get("A").plus(shapley(split).get("C"));

        assertThat(before).isEqualTo(Fraction.of(3, 4));
        assertThat(after).isEqualTo(Fraction.of(5, 6));
    }

    private static SortedMap<String, Fraction> shapley(Listening listening) {
        SortedMap<String, Fraction> index = new TreeMap<>();
        listening.plays().values().forEach(own -> own.keySet().forEach(isrc -> index.merge(
                isrc, Fraction.of(1, (long) listening.plays().size() * own.size()), Fraction::plus)));
        return index;
    }

    @Test
    void shouldNeverMoveMoreThanTheFeeByOneSubscribersPlays() {
        Seeds.cases(CASES, random -> {
            Listening before = Listening.random(random);
            long units = units(random);
            Listening after = before.with(before.anySubscriber(random),
                    Listening.playsOfOne(random, 1 + random.nextInt(9), 1 + random.nextInt(200)));
            Fraction fee = micros(units).over(Fraction.of(before.plays().size()));
            assertThat(gained(userCentric.pay(units, before), userCentric.pay(units, after)))
                    .isLessThanOrEqualTo(fee);
        });
    }

    @Test
    void shouldHoldExactlyTheFeeOfASubscriberWhoStopsPlaying() {
        OracleAmounts held = new OracleAmounts("USER_CENTRIC", "idle_subscribers", "HOLD");
        Seeds.cases(CASES, random -> {
            Listening before = Listening.random(random);
            if (before.plays().size() < 2) {
                return;
            }
            long units = units(random);
            int subscribers = before.plays().size() + random.nextInt(3);
            Listening after = before.with(before.anySubscriber(random), new TreeMap<>());
            SortedMap<String, Fraction> now = held.pay(units, subscribers, after);
            Fraction fee = micros(units).over(Fraction.of(subscribers));
            Fraction idle = Fraction.of(subscribers - after.plays().size()).times(fee);
            assertThat(now.get("")).isEqualTo(idle);
            assertThat(gained(held.pay(units, subscribers, before), now)).isEqualTo(fee); // all of it by the hold
        });
    }

    @Test
    void shouldBeProRataWithoutBoostsAndUserCentricWhenAllReachTheCap() {
        OracleAmounts plain = new OracleAmounts("ARTIST_CENTRIC");
        OracleAmounts capped = new OracleAmounts("ARTIST_CENTRIC", "subscriber_cap", "1");
        Seeds.cases(CASES, random -> {
            Listening listening = Listening.random(random);
            long units = units(random);
            assertThat(plain.pay(units, listening)).isEqualTo(proRata.pay(units, listening));
            assertThat(capped.pay(units, listening)).isEqualTo(userCentric.pay(units, listening));
        });
    }

    @Test
    void shouldGiveTheMoneyOfRecordingsBelowTheMinimumToTheOthersByTheirWeights() {
        Seeds.cases(CASES, random -> {
            Listening listening = Listening.random(random);
            long units = units(random);
            String minimum = Integer.toString(1 + random.nextInt(20));
            SortedMap<String, Fraction> all = userCentric.pay(units, listening);
            SortedMap<String, Fraction> rest =
                    new OracleAmounts("USER_CENTRIC", "minimum_track_plays", minimum).pay(units, listening);
            if (rest.containsKey("")) {
                assertThat(rest).hasSize(1); // nobody reaches it: held
                return;
            }
            Fraction paid = rest.keySet().stream().map(all::get).reduce(Fraction.ZERO, Fraction::plus);
            rest.forEach((isrc, amount) -> assertThat(amount)
                    .isEqualTo(all.get(isrc).times(micros(units)).over(paid)));
        });
    }

    /** What some get more than before, together; what others lose is as much. */
    private static Fraction gained(SortedMap<String, Fraction> before, SortedMap<String, Fraction> after) {
        Set<String> all = new HashSet<>(before.keySet());
        all.addAll(after.keySet());
        return all.stream()
                .map(isrc -> after.getOrDefault(isrc, Fraction.ZERO)
                        .minus(before.getOrDefault(isrc, Fraction.ZERO))
                        .max(Fraction.ZERO))
                .reduce(Fraction.ZERO, Fraction::plus);
    }

    private static Fraction micros(long units) {
        return Fraction.of(units).times(Fraction.of(1_000_000));
    }

    private static long units(SplittableRandom random) {
        return 1 + random.nextLong(5_000_000);
    }
}
