package angklung.intake;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.model.Weighing;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Against fractions: numerator and denominator as integers of any size, nothing rounded. */
class SubscriberWeightsTest {
    private static final int CASES = 5_000;
    private static final BigInteger UNIT = BigInteger.TEN.pow(24);

    /** A number n/d, d positive. */
    private record Fraction(BigInteger n, BigInteger d) {
        static final Fraction ZERO = of(0);

        static Fraction of(long n) {
            return new Fraction(BigInteger.valueOf(n), BigInteger.ONE);
        }

        static Fraction of(BigDecimal number) {
            BigDecimal scaled = number.setScale(12);
            return new Fraction(scaled.unscaledValue(), BigInteger.TEN.pow(12));
        }

        Fraction plus(Fraction o) {
            return new Fraction(n.multiply(o.d).add(o.n.multiply(d)), d.multiply(o.d)).reduced();
        }

        Fraction times(Fraction o) {
            return new Fraction(n.multiply(o.n), d.multiply(o.d)).reduced();
        }

        Fraction over(Fraction o) {
            return times(new Fraction(o.d, o.n));
        }

        boolean isMoreThan(Fraction o) {
            return n.multiply(o.d).compareTo(o.n.multiply(d)) > 0;
        }

        /** Whether a weight in units of 10^-24 is less than one unit off. */
        boolean isNear(BigInteger units) {
            BigInteger off = n.multiply(UNIT).subtract(units.multiply(d)).abs();
            return off.compareTo(d) < 0;
        }

        private Fraction reduced() {
            BigInteger gcd = n.gcd(d);
            return gcd.signum() == 0 ? this : new Fraction(n.divide(gcd), d.divide(gcd));
        }
    }

    @Test
    void shouldGiveEverySubscriberExactlyOne() {
        Seeds.cases(CASES, random -> {
            List<DayPlays> plays = plays(random);
            List<BigInteger> weights = SubscriberWeights.subscribers(plays);
            assertThat(sum(weights)).isEqualTo(UNIT);
            long total = plays.stream().mapToLong(DayPlays::plays).sum();
            for (int i = 0; i < plays.size(); i++) {
                Fraction part = Fraction.of(plays.get(i).plays()).over(Fraction.of(total));
                assertThat(part.isNear(weights.get(i))).as("%s of %s: %s", plays.get(i), total, weights.get(i)).isTrue();
            }
        });
    }

    @Test
    void shouldNotChangeWhenAllPlaysOfASubscriberAreMultiplied() {
        Seeds.cases(CASES, random -> {
            List<DayPlays> plays = plays(random);
            long factor = random.nextLong(1, 1_000);
            List<DayPlays> more = plays.stream()
                    .map(day -> new DayPlays(day.isrc(), day.epochDay(), day.plays() * factor, 0))
                    .toList();
            assertThat(SubscriberWeights.subscribers(more)).isEqualTo(SubscriberWeights.subscribers(plays));
        });
    }

    @Test
    void shouldBoostPlaysAndScaleASubscriberDownToTheCap() {
        Seeds.cases(CASES, random -> {
            List<DayPlays> plays = plays(random);
            BigDecimal cap = random.nextInt(3) == 0 ? null : decimal(random, 1_000);
            Weighing.Artist terms = new Weighing.Artist(1, 1, decimal(random, 4), decimal(random, 4), cap);
            Predicate<String> boosted = isrc -> isrc.hashCode() % 2 == 0;
            List<BigInteger> weights = SubscriberWeights.artist(terms, plays, boosted);

            List<Fraction> exact = new ArrayList<>();
            Fraction total = Fraction.ZERO;
            for (DayPlays day : plays) {
                Fraction weight = Fraction.ZERO;
                weight = weight.plus(Fraction.of(day.activePlays()).times(Fraction.of(terms.activeBoost())));
                weight = weight.plus(Fraction.of(day.plays() - day.activePlays()));
                weight = boosted.test(day.isrc()) ? weight.times(Fraction.of(terms.artistBoost())) : weight;
                exact.add(weight);
                total = total.plus(weight);
            }
            boolean capped = cap != null && total.isMoreThan(Fraction.of(cap));
            if (capped) {
                assertThat(sum(weights)).isEqualTo(cap.setScale(24).unscaledValue());
            }
            for (int i = 0; i < plays.size(); i++) {
                if (capped) {
                    Fraction part = exact.get(i).times(Fraction.of(cap)).over(total);
                    assertThat(part.isNear(weights.get(i))).as("%s: %s", part, weights.get(i)).isTrue();
                } else {
                    assertThat(weights.get(i).multiply(exact.get(i).d()))
                            .isEqualTo(exact.get(i).n().multiply(UNIT));
                }
            }
        });
    }

    @Test
    void shouldWeighAsTheDoubleBoostDoes() {
        Weighing.Artist terms = new Weighing.Artist(1_000, 500, new BigDecimal(2), new BigDecimal(2), null);
        List<DayPlays> plays = List.of(
                new DayPlays("IDA012600001", 0, 2, 1), new DayPlays("IDA012600002", 0, 2, 1));
        assertThat(SubscriberWeights.artist(terms, plays, "IDA012600001"::equals))
                .containsExactly(UNIT.multiply(BigInteger.valueOf(6)), UNIT.multiply(BigInteger.valueOf(3)));
    }

    @Test
    void shouldDivideNothingAmongPlaysThatWeighNothing() {
        Weighing.Artist terms = new Weighing.Artist(0, 0, BigDecimal.ZERO, BigDecimal.ONE, BigDecimal.ONE);
        assertThat(SubscriberWeights.artist(terms, List.of(new DayPlays("IDA012600001", 0, 9, 1)), isrc -> true))
                .containsExactly(BigInteger.ZERO);
    }

    private static List<DayPlays> plays(SplittableRandom random) {
        TreeMap<String, DayPlays> plays = new TreeMap<>();
        int entries = 1 + random.nextInt(random.nextInt(4) == 0 ? 60 : 6);
        long most = random.nextInt(4) == 0 ? 1_000_000_000 : 20;
        for (int i = 0; i < entries; i++) {
            String isrc = String.format("IDA0126%05d", random.nextInt(20));
            int day = 20_500 + random.nextInt(31);
            long count = random.nextLong(1, most + 1);
            plays.put(isrc + day, new DayPlays(isrc, day, count, random.nextLong(count + 1)));
        }
        return List.copyOf(plays.values());
    }

    private static BigDecimal decimal(SplittableRandom random, int below) {
        return BigDecimal.valueOf(random.nextLong(1, below * 1_000_000_000_000L), 12);
    }

    private static BigInteger sum(List<BigInteger> weights) {
        return weights.stream().reduce(BigInteger.ZERO, BigInteger::add);
    }
}
