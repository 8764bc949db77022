package angklung.theory;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.oracle.Fraction;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The same properties on the pipeline's own rules: exact where no rounding is in the way, else within it. */
class PipelineTheoryTest {
    private static final int CASES = 5_000;

    private final PipelineAmounts proRata = PipelineAmounts.proRata();
    private final PipelineAmounts userCentric = PipelineAmounts.userCentric();

    @Test
    void shouldPayTheSameByBothModelsWhenAllPlayEquallyMuch() {
        Seeds.cases(CASES, random -> {
            Listening alike = Listening.randomAlike(random);
            long micros = micros(random);
            SortedMap<String, Long> market = proRata.pay(micros, alike);
            userCentric.pay(micros, alike).forEach((isrc, amount) ->
                    assertThat(amount).isBetween(market.get(isrc) - 1, market.get(isrc) + 1));
        });
    }

    @Test
    void shouldNotChangeUserCentricWhenOneSubscriberPlaysAllOfItMoreOften() {
        Seeds.cases(CASES, random -> {
            Listening listening = Listening.random(random);
            long micros = micros(random);
            Listening scaled = listening.scaled(listening.anySubscriber(random), 2 + random.nextInt(50));
            assertThat(userCentric.pay(micros, scaled)).isEqualTo(userCentric.pay(micros, listening));
        });
    }

    @Test
    void shouldNotAskProRataWhoMadeThePlays() {
        Seeds.cases(CASES, random -> {
            Listening listening = Listening.random(random);
            long micros = micros(random);
            assertThat(proRata.pay(micros, listening.dealtAnew(random))).isEqualTo(proRata.pay(micros, listening));
        });
    }

    @Test
    void shouldDivideExactlyThePoolWithinOneMicroOfEachQuota() {
        OracleAmounts byPlays = new OracleAmounts("MARKET_CENTRIC");
        OracleAmounts bySubscribers = new OracleAmounts("USER_CENTRIC");
        Seeds.cases(CASES / 5, random -> {
            Listening listening = Listening.random(random);
            long units = 1 + random.nextLong(1_000_000);
            assertDivided(units, proRata.pay(units * 1_000_000, listening), byPlays.pay(units, listening));
            assertDivided(units, userCentric.pay(units * 1_000_000, listening), bySubscribers.pay(units, listening));
        });
    }

    private static void assertDivided(long units, SortedMap<String, Long> paid, SortedMap<String, Fraction> quotas) {
        assertThat(paid.values().stream().mapToLong(a -> a).sum()).isEqualTo(units * 1_000_000);
        assertThat(paid.keySet()).isEqualTo(quotas.keySet());
        paid.forEach((isrc, amount) -> assertThat(quotas.get(isrc).minus(Fraction.of(amount)).abs())
                .as("%s: %s of %s", isrc, amount, quotas.get(isrc))
                .isLessThan(Fraction.ONE));
    }

    @Test
    void shouldAddUpWhenACatalogueIsSplitInTwo() {
        String other = Listening.isrc(99);
        Seeds.cases(CASES, random -> {
            Listening listening = Listening.random(random);
            long micros = micros(random);
            String isrc = listening.anyRecording(random);
            Listening split = listening.split(isrc, other, random);
            for (PipelineAmounts model : new PipelineAmounts[] {proRata, userCentric}) {
                SortedMap<String, Long> after = new TreeMap<>(model.pay(micros, split));
                Long moved = after.remove(other);
                if (moved != null) {
                    after.merge(isrc, moved, Long::sum);
                }
                assertWithin(3, model.pay(micros, listening), after); // each of three amounts is within one
            }
        });
    }

    private static void assertWithin(long micros, Map<String, Long> expected, Map<String, Long> found) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        found.forEach((isrc, amount) ->
                assertThat(amount).as(isrc).isBetween(expected.get(isrc) - micros, expected.get(isrc) + micros));
    }

    @Test
    void shouldNeverMoveMoreThanTheFeeByOneSubscribersPlays() {
        Seeds.cases(CASES, random -> {
            Listening before = Listening.random(random);
            long micros = micros(random);
            Listening after = before.with(before.anySubscriber(random),
                    Listening.playsOfOne(random, 1 + random.nextInt(9), 1 + random.nextInt(200)));
            SortedMap<String, Long> was = userCentric.pay(micros, before);
            long gained = 0;
            for (Map.Entry<String, Long> is : userCentric.pay(micros, after).entrySet()) {
                gained += Math.max(0, is.getValue() - was.getOrDefault(is.getKey(), 0L));
            }
            long rounding = 2L * 9; // two roundings of at most nine recordings
            assertThat(gained).isLessThanOrEqualTo(micros / before.plays().size() + rounding);
        });
    }

    /** As small as a pool of a few micros, where every rounding shows, and as large as an amount can be. */
    private static long micros(SplittableRandom random) {
        return random.nextLong(1L << (1 + random.nextInt(62)));
    }
}
