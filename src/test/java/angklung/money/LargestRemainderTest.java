package angklung.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LargestRemainderTest {

    @Test
    void shouldGiveTheUnitThatIsLeftToTheEarlierOfEquals() {
        assertThat(divide(100, 1, 1, 1)).containsExactly(34, 33, 33);
        assertThat(divide(101, 1, 1, 1)).containsExactly(34, 34, 33);
    }

    @Test
    void shouldGiveTheUnitsThatAreLeftToTheLargestRemainders() {
        // Quotas 1.4, 2.8, 5.8 of 10 over 7, 14, 29: the floors leave two units.
        assertThat(divide(10, 7, 14, 29)).containsExactly(1, 3, 6);
    }

    @Test
    void shouldGiveNothingForNoWeight() {
        assertThat(divide(5, 0, 1, 0)).containsExactly(0, 5, 0);
    }

    @Test
    void shouldSumToTheAmountAndStayWithinOneUnitOfEachQuota() {
        Seeds.cases(3_000, random -> {
            BigInteger[] weights = new BigInteger[random.nextInt(1, 12)];
            int bits = random.nextInt(1, 90);
            Arrays.setAll(weights, i -> new BigInteger(bits, new java.util.Random(random.nextLong())));
            weights[random.nextInt(weights.length)] = BigInteger.ONE.shiftLeft(bits / 2);
            long amount = random.nextLong(0, Long.MAX_VALUE);
            BigInteger total = Arrays.stream(weights).reduce(BigInteger.ZERO, BigInteger::add);

            long[] parts = LargestRemainder.divide(amount, List.of(weights));

            assertThat(LongStream.of(parts).sum()).isEqualTo(amount);
            for (int i = 0; i < parts.length; i++) {
                BigInteger exact = BigInteger.valueOf(amount).multiply(weights[i]);
                BigInteger off = BigInteger.valueOf(parts[i]).multiply(total).subtract(exact);
                assertThat(off.abs()).isLessThan(total);
            }
        });
    }

    @Test
    void shouldRefuseWhatCannotBeDivided() {
        assertThatThrownBy(() -> divide(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> divide(1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> divide(1, 2, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> divide(-1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static long[] divide(long amount, long... weights) {
        return LargestRemainder.divide(
                amount, LongStream.of(weights).mapToObj(BigInteger::valueOf).toList());
    }
}
