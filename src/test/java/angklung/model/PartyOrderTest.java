package angklung.model;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PartyOrderTest {

    @Test
    void shouldCompareNumbersAsNumbersAndPutThemFirst() {
        assertThat(Stream.of("b", "10", "B", "9", "a", "1a", "-", "18446744073709551616")
                        .sorted(PartyOrder.INSTANCE))
                .containsExactly("9", "10", "18446744073709551616", "-", "1a", "B", "a", "b");
    }

    @Test
    void shouldTellIdentifiersOfTheSameNumberApart() {
        assertThat(PartyOrder.INSTANCE.compare("007", "7")).isNegative();
        assertThat(PartyOrder.INSTANCE.compare("7", "7")).isZero();
    }

    @Test
    void shouldBeATotalOrder() {
        Seeds.cases(3_000, random -> {
            String a = id(random);
            String b = id(random);
            String c = id(random);
            PartyOrder order = PartyOrder.INSTANCE;
            assertThat(Integer.signum(order.compare(a, b))).isEqualTo(-Integer.signum(order.compare(b, a)));
            assertThat(order.compare(a, b) == 0).isEqualTo(a.equals(b));
            if (order.compare(a, b) <= 0 && order.compare(b, c) <= 0) {
                assertThat(order.compare(a, c)).isNotPositive();
            }
        });
    }

    private static String id(SplittableRandom random) {
        StringBuilder id = new StringBuilder();
        String letters = random.nextBoolean() ? "0129" : "019aAz";
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            id.append(letters.charAt(random.nextInt(letters.length())));
        }
        return id.toString();
    }
}
