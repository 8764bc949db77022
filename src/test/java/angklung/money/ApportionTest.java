package angklung.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import angklung.money.Apportion.Precision;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ApportionTest {

    @Test
    void shouldGiveTheDifferencesOfTheFloorsOfThePrefixes() {
        Apportion apportion = apportion(100, 3, 0);
        assertThat(apportion.next(big(1))).isEqualTo(33); // 33.3…
        assertThat(apportion.next(big(1))).isEqualTo(33); // 66.6…
        assertThat(apportion.next(big(1))).isEqualTo(34); // 100
        assertThat(apportion.prefix()).isEqualTo(big(3));
    }

    @Test
    void shouldSumToTheAmountAndStayWithinOneUnitOfEachQuota() {
        Seeds.cases(3_000, random -> {
            long[] weights = weights(random);
            long total = sum(weights);
            long amount = random.nextLong(0, 1L << random.nextInt(1, 63));
            Apportion apportion = apportion(amount, total, 0);
            long given = 0;
            for (long weight : weights) {
                long part = apportion.next(big(weight));
                BigInteger exact = BigInteger.valueOf(amount).multiply(BigInteger.valueOf(weight));
                BigInteger off = BigInteger.valueOf(part).multiply(BigInteger.valueOf(total)).subtract(exact);
                assertThat(off.abs()).isLessThan(BigInteger.valueOf(total));
                given += part;
            }
            assertThat(given).isEqualTo(amount);
        });
    }

    @Test
    void shouldGiveTheSameWhenItStartsInTheMiddle() {
        Seeds.cases(3_000, random -> {
            long[] weights = weights(random);
            long amount = random.nextLong(0, 1L << random.nextInt(1, 63));
            int cut = random.nextInt(weights.length);
            Apportion whole = apportion(amount, sum(weights), 0);
            for (int i = 0; i < cut; i++) {
                whole.next(big(weights[i]));
            }
            Apportion rest = apportion(amount, sum(weights), whole.prefix().longValueExact());
            for (int i = cut; i < weights.length; i++) {
                assertThat(rest.next(big(weights[i]))).isEqualTo(whole.next(big(weights[i])));
            }
        });
    }

    @Test
    void shouldGiveNothingForNoWeight() {
        assertThat(apportion(100, 3, 1).next(BigInteger.ZERO)).isZero();
    }

    @Test
    void shouldRefuseWhatCannotBeApportioned() {
        assertThatThrownBy(() -> apportion(-1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> apportion(1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> apportion(1, 1, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> apportion(1, 3, 2).next(big(2))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> apportion(1, 3, 2).next(big(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldTakeAPointAHairBelowAUnitAsOnItIfWeightsAreRounded() {
        BigInteger third = BigInteger.TEN.pow(24).divide(big(3));
        BigInteger total = BigInteger.TEN.pow(24);
        Apportion exact = new Apportion(9, total, BigInteger.ZERO, Precision.EXACT);
        Apportion rounded = new Apportion(9, total, BigInteger.ZERO, Precision.ROUNDED);
        assertThat(exact.next(third)).isEqualTo(2);
        assertThat(rounded.next(third)).isEqualTo(3);
        assertThat(rounded.next(third)).isEqualTo(3);
        assertThat(rounded.next(total.subtract(third.multiply(big(2))))).isEqualTo(3);
    }

    @Test
    void shouldDivideBySubscribersAsExactFractionsDo() {
        Seeds.cases(3_000, random -> {
            int recordings = random.nextInt(1, 8);
            int subscribers = random.nextInt(1, 8);
            BigInteger one = BigInteger.TEN.pow(24);
            BigInteger[] rounded = new BigInteger[recordings];
            long[] sixtieths = new long[recordings]; // 60 is a multiple of every number of plays below 7
            Arrays.fill(rounded, BigInteger.ZERO);
            for (int subscriber = 0; subscriber < subscribers; subscriber++) {
                int[] plays = plays(random, recordings);
                int all = Arrays.stream(plays).sum();
                int sum = 0;
                BigInteger before = BigInteger.ZERO;
                for (int i = 0; i < recordings; i++) {
                    sum += plays[i];
                    BigInteger reached = one.multiply(big(sum)).divide(big(all));
                    rounded[i] = rounded[i].add(reached.subtract(before));
                    before = reached;
                    sixtieths[i] += 60L * plays[i] / all;
                }
            }
            long amount = random.nextLong(0, 1L << random.nextInt(1, 50));
            BigInteger total = one.multiply(big(subscribers));
            Apportion byWeight = new Apportion(amount, total, BigInteger.ZERO, Precision.ROUNDED);
            Apportion exact = apportion(amount, 60L * subscribers, 0);
            for (int i = 0; i < recordings; i++) {
                assertThat(byWeight.next(rounded[i])).isEqualTo(exact.next(big(sixtieths[i])));
            }
        });
    }

    /** One to six plays of so many recordings. */
    private static int[] plays(SplittableRandom random, int recordings) {
        int[] plays = new int[recordings];
        for (int left = random.nextInt(1, 7); left > 0; left--) {
            plays[random.nextInt(recordings)]++;
        }
        return plays;
    }

    private static Apportion apportion(long amount, long total, long prefix) {
        return new Apportion(amount, big(total), big(prefix), Precision.EXACT);
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }

    /** Up to 40 weights, of one to nine digits or near the largest that fit, at least one of them positive. */
    private static long[] weights(SplittableRandom random) {
        long bound = random.nextInt(4) == 0 ? Long.MAX_VALUE / 50 : 1L << random.nextInt(1, 30);
        long[] weights = random.longs(random.nextInt(1, 40), 0, bound).toArray();
        weights[random.nextInt(weights.length)] += 1;
        return weights;
    }

    private static long sum(long[] weights) {
        long sum = 0;
        for (long weight : weights) {
            sum = Math.addExact(sum, weight);
        }
        return sum;
    }
}
