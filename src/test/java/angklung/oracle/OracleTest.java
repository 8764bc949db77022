package angklung.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import java.math.BigInteger;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The oracle itself keeps the properties that it is used to check, so that a wrong oracle shows. */
class OracleTest {

    @Test
    void shouldConserveEveryPoolAndStayWithinOneMicroOfTheQuota() {
        Seeds.cases(300, random -> {
            Oracle oracle = new RandomInput(random, 200, List.of(YearMonth.of(2026, 3))).oracle();
            Map<String, Long> sums = new HashMap<>();
            oracle.earnings().forEach((key, amount) -> {
                sums.merge(key.pool(), amount.micros(), Long::sum);
                Fraction error = amount.quota().minus(Fraction.of(amount.micros()));
                assertThat(error.numerator().abs()).as("%s: %s", key, amount).isLessThan(error.denominator());
            });
            oracle.pools().forEach((pool, amount) ->
                    assertThat(sums.getOrDefault(pool, 0L)).as(pool).isEqualTo(amount));
        });
    }

    @Test
    void shouldAccountForEveryPlay() {
        Seeds.cases(300, random -> {
            RandomInput input = new RandomInput(random, 200, List.of(YearMonth.of(2026, 3), YearMonth.of(2026, 4)));
            Oracle.Counts counts = input.oracle().counts();
            assertThat(counts.accepted() + counts.duplicates() + counts.rejected()).isEqualTo(counts.received());
            assertThat(counts.late()).isEqualTo(input.latePlays.size());
        });
    }

    @Test
    void shouldRoundNegativeFractionsDown() {
        assertThat(Fraction.of("-1.5").floor()).isEqualTo(BigInteger.valueOf(-2));
        assertThat(Fraction.of("1.5").floor()).isEqualTo(BigInteger.ONE);
    }
}
