package angklung.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class MicrosTest {

    @Test
    void shouldConvertExactly() {
        assertThat(Micros.exact(new BigDecimal("1.25"))).isEqualTo(1_250_000);
        assertThat(Micros.exact(new BigDecimal("-0.000001"))).isEqualTo(-1);
        assertThat(Micros.exact(new BigDecimal("1E+3"))).isEqualTo(1_000_000_000);
        assertThat(Micros.toPlain(1_250_000)).isEqualTo("1.250000");
        assertThat(Micros.toPlain(-1)).isEqualTo("-0.000001");
        assertThat(Micros.toPlain(0)).isEqualTo("0.000000");
    }

    @Test
    void shouldGoBackAndForthWithoutLoss() {
        Seeds.cases(2_000, random -> {
            long micros = random.nextLong();
            assertThat(Micros.exact(Micros.toDecimal(micros))).isEqualTo(micros);
            assertThat(Micros.exact(new BigDecimal(Micros.toPlain(micros)))).isEqualTo(micros);
        });
    }

    @Test
    void shouldRefuseWhatIsNoWholeNumberOfMicros() {
        assertThatThrownBy(() -> Micros.exact(new BigDecimal("0.0000001"))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Micros.exact(new BigDecimal("1E+13"))).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void shouldRoundAPaymentDownToItsScale() {
        assertThat(Micros.floorToScale(1_999_999, 0)).isEqualTo(1_000_000);
        assertThat(Micros.floorToScale(1_999_999, 2)).isEqualTo(1_990_000);
        assertThat(Micros.floorToScale(1_999_999, 6)).isEqualTo(1_999_999);
        assertThatThrownBy(() -> Micros.floorToScale(-1, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Micros.floorToScale(1, 7)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRoundAQuotientDown() {
        assertThat(Micros.floorQuotient(BigInteger.valueOf(2), BigInteger.valueOf(3))).isEqualTo(666_666);
        assertThat(Micros.floorQuotient(BigInteger.valueOf(-2), BigInteger.valueOf(3))).isEqualTo(-666_667);
        assertThatThrownBy(() -> Micros.floorQuotient(BigInteger.ONE, BigInteger.ZERO))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Micros.floorQuotient(BigInteger.TEN.pow(13), BigInteger.ONE))
                .isInstanceOf(ArithmeticException.class);
    }
}
