package angklung.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ApportionTest {

    @Test
    void shouldGiveTheDifferencesOfTheFloorsOfThePrefixes() {
        Apportion apportion = new Apportion(100, 3, 0);
        assertThat(apportion.next(1)).isEqualTo(33); // 33.3…
        assertThat(apportion.next(1)).isEqualTo(33); // 66.6…
        assertThat(apportion.next(1)).isEqualTo(34); // 100
        assertThat(apportion.prefix()).isEqualTo(3);
    }

    @Test
    void shouldSumToTheAmountAndStayWithinOneUnitOfEachQuota() {
        Seeds.cases(3_000, random -> {
            long[] weights = weights(random);
            long total = sum(weights);
            long amount = random.nextLong(0, 1L << random.nextInt(1, 63));
            Apportion apportion = new Apportion(amount, total, 0);
            long given = 0;
            for (long weight : weights) {
                long part = apportion.next(weight);
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
            Apportion whole = new Apportion(amount, sum(weights), 0);
            for (int i = 0; i < cut; i++) {
                whole.next(weights[i]);
            }
            Apportion rest = new Apportion(amount, sum(weights), whole.prefix());
            for (int i = cut; i < weights.length; i++) {
                assertThat(rest.next(weights[i])).isEqualTo(whole.next(weights[i]));
            }
        });
    }

    @Test
    void shouldGiveNothingForNoWeight() {
        assertThat(new Apportion(100, 3, 1).next(0)).isZero();
    }

    @Test
    void shouldRefuseWhatCannotBeApportioned() {
        assertThatThrownBy(() -> new Apportion(-1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Apportion(1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Apportion(1, 1, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Apportion(1, 3, 2).next(2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Apportion(1, 3, 2).next(-1)).isInstanceOf(IllegalArgumentException.class);
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
