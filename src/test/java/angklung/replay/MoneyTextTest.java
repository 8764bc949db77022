package angklung.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1234567890000 | KRW | 1,234,567", "1999999 | IDR | 1", "1999999 | USD | 1.99", "-1999999 | USD | -1.99",
        "0 | USD | 0.00", "92233720368547758070000 | USD | 92,233,720,368,547,758.07", "1234567 | KWD | 1.234"})
    void shouldShowTheDigitsOfTheCurrencyRoundedTowardsZero(String micros, String currency, String expected) {
        assertThat(MoneyText.of(new BigInteger(micros), currency)).isEqualTo(expected);
    }

    @Test
    void shouldShowExactAmountsWhole() {
        assertThat(MoneyText.exact(new BigDecimal("1234567.1"))).isEqualTo("1,234,567.100000");
        assertThat(MoneyText.exact(new BigDecimal("9223372036854.775807"))).isEqualTo("9,223,372,036,854.775807");
    }
}
