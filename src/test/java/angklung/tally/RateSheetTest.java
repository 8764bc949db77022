package angklung.tally;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;

class RateSheetTest {

    @Test
    void shouldRoundPlaysTimesRateTimesShareDown() {
        Seeds.cases(5_000, random -> {
            long plays = random.nextLong(1L << random.nextInt(1, 31));
            long rate = random.nextLong(1L << random.nextInt(1, 41));
            long share = random.nextLong(100_000_001);
            BigDecimal exact = BigDecimal.valueOf(plays)
                    .multiply(BigDecimal.valueOf(rate, 12))
                    .multiply(BigDecimal.valueOf(share, 8));
            assertThat(sheet("2026-03", 1, rate).estimate(plays, share))
                    .isEqualTo(exact.setScale(6, RoundingMode.DOWN).unscaledValue().longValueExact());
        });
    }

    @Test
    void shouldBeLaterByPeriodThenByVersion() {
        assertThat(sheet("2026-03", 1, 1).isAfter(sheet("2026-02", 9, 1))).isTrue();
        assertThat(sheet("2026-02", 9, 1).isAfter(sheet("2026-03", 1, 1))).isFalse();
        assertThat(sheet("2026-03", 2, 1).isAfter(sheet("2026-03", 1, 1))).isTrue();
        assertThat(sheet("2026-03", 1, 1).isAfter(sheet("2026-03", 1, 1))).isFalse();
    }

    private static RateSheet sheet(String period, int version, long rate) {
        return new RateSheet("pool@v" + version, period, version, "USD", BigInteger.valueOf(rate));
    }
}
