package angklung.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import angklung.model.Weight;
import angklung.money.Apportion;
import angklung.money.Apportion.Precision;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BucketWeightsTest {
    private static final int TASKS = 4;

    @Test
    void shouldSumUpTheBucketsBeforeEachInThePoolsOrder() {
        BucketWeights weights = BucketWeights.NONE
                .plus(1, TASKS, List.of(5, 253), List.of(big(10), big(7)))
                .plus(0, TASKS, List.of(0), List.of(big(3)));

        assertThat(weights.total()).isEqualTo(20);
        assertThat(weights.prefixes(5).get(5)).isZero();
        assertThat(weights.prefixes(5).get(253)).isEqualTo(10);
        assertThat(weights.prefixes(5).get(0)).isEqualTo(17);
        assertThat(weights.prefixes(5).get(4)).isEqualTo(20);
        assertThat(weights.prefixes(0).get(255)).isEqualTo(20);
    }

    @Test
    void shouldWeighEachPlayAsOne() {
        long[] plays = new long[256];
        plays[3] = 7;

        BucketWeights weights = BucketWeights.ofPlays(UsageTotal.of(plays, 7, 0));

        assertThat(weights.weight(3)).isEqualTo(Weight.ONE.multiply(big(7)));
        assertThat(BucketWeights.text(weights.total())).isEqualTo("7");
    }

    @Test
    void shouldRefuseWhatOneTaskCannotSay() {
        BucketWeights weights = BucketWeights.NONE.plus(1, TASKS, List.of(5), List.of(big(10)));

        assertThatThrownBy(() -> weights.plus(2, TASKS, List.of(9), List.of(big(1))))
                .hasMessageContaining("bucket 9 belongs to task 1 of 4");
        assertThatThrownBy(() -> weights.plus(1, TASKS, List.of(5), List.of(Weight.ONE)))
                .hasMessageContaining("bucket 5 was reported before", "now with 1");
        assertThatThrownBy(() -> weights.plus(1, TASKS, List.of(9, 13), List.of(big(1))))
                .hasMessageContaining("2 buckets have 1 weights");
        assertThatThrownBy(() -> weights.plus(1, TASKS, List.of(9), List.of(big(0))))
                .hasMessageContaining("bucket 9 weighs 0");
        assertThatThrownBy(() -> weights.plus(1, TASKS, List.of(257), List.of(big(1))))
                .hasMessageContaining("bucket 257");
    }

    @Test
    void shouldLetEachBucketApportionAloneWithoutLosingAUnit() {
        Seeds.cases(3_000, random -> {
            BigInteger[] each = weights(random);
            BucketWeights weights = BucketWeights.of(each);
            BigInteger total = weights.total();
            if (total.signum() == 0) {
                return;
            }
            long amount = random.nextLong(Long.MAX_VALUE) >>> random.nextInt(0, 63);
            int first = random.nextInt(0, 256);
            Precision precision = random.nextBoolean() ? Precision.EXACT : Precision.ROUNDED;
            List<BigInteger> prefixes = weights.prefixes(first);
            long given = 0;
            for (int bucket = 0; bucket < 256; bucket++) {
                Apportion part = new Apportion(amount, total, prefixes.get(bucket), precision);
                BigInteger half = each[bucket].shiftRight(1);
                given += part.next(half) + part.next(each[bucket].subtract(half));
                int next = (bucket + 1) % 256;
                assertThat(part.prefix()).isEqualTo(next == first ? total : prefixes.get(next));
            }
            assertThat(given).isEqualTo(amount);
        });
    }

    private static BigInteger[] weights(SplittableRandom random) {
        BigInteger[] weights = new BigInteger[256];
        int density = random.nextInt(0, 4);
        Arrays.setAll(weights, bucket -> random.nextInt(0, 4) < density
                ? Weight.ONE.multiply(big(random.nextLong(1L << 50) >>> random.nextInt(0, 50)))
                        .add(big(random.nextInt(9)))
                : BigInteger.ZERO);
        return weights;
    }

    private static BigInteger big(long number) {
        return BigInteger.valueOf(number);
    }
}
