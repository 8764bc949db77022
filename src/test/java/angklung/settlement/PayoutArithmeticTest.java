package angklung.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import angklung.avro.FxRate;
import angklung.avro.TaxProfile;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Roundings, against decimals of any size. */
class PayoutArithmeticTest {
    private static final long WHOLE = 1_000_000;

    @Test
    void shouldTakeTheFloorOfAPartOfAnyAmount() {
        Seeds.cases(20_000, random -> {
            long amount = amount(random);
            long part = random.nextLong(WHOLE + 1);
            BigInteger expected =
                    BigInteger.valueOf(amount).multiply(BigInteger.valueOf(part)).divide(BigInteger.valueOf(WHOLE));
            assertThat(Millionths.floor(amount, part)).isEqualTo(expected.longValueExact());
        });
        assertThat(Millionths.floor(Long.MAX_VALUE, WHOLE)).isEqualTo(Long.MAX_VALUE);
        assertThat(Millionths.floor(Long.MAX_VALUE, 0)).isZero();
        assertThatThrownBy(() -> Millionths.floor(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Millionths.floor(1, WHOLE + 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRoundTaxDownOnceAndNeverTakeMoreThanThePayment() {
        Seeds.cases(20_000, random -> {
            long gross = amount(random);
            long base = random.nextLong(WHOLE + 1);
            long rate = random.nextLong(WHOLE + 1);
            int scale = random.nextInt(7);
            LocalDate from = LocalDate.EPOCH;
            long tax = WithholdingRules.tax(
                    gross, new TaxProfile("t", from, null, "ID", "PPh23", base, rate, scale, null));
            BigDecimal exact = BigDecimal.valueOf(gross, 6)
                    .multiply(BigDecimal.valueOf(base, 6))
                    .multiply(BigDecimal.valueOf(rate, 6));
            assertThat(BigDecimal.valueOf(tax, 6)).isEqualByComparingTo(exact.setScale(scale, RoundingMode.DOWN));
            assertThat(tax).isBetween(0L, gross);
        });
    }

    @Test
    void shouldConvertBothWaysAndRoundDown() {
        Seeds.cases(20_000, random -> {
            BigDecimal rate = BigDecimal.valueOf(1 + random.nextLong(50_000_000_000_000_000L), 12);
            FxRate published = new FxRate(LocalDate.EPOCH, "USD", "IDR", rate, "bank");
            long amount = random.nextLong(100_000_000_000L);
            BigDecimal units = BigDecimal.valueOf(amount, 6);
            Conversion there = new Conversion(published, false);
            BigDecimal product = units.multiply(rate).setScale(6, RoundingMode.DOWN);
            assertThat(BigDecimal.valueOf(there.floor(amount), 6)).isEqualByComparingTo(product);
            assertThat(BigDecimal.valueOf(there.floor(-amount), 6))
                    .isEqualByComparingTo(units.negate().multiply(rate).setScale(6, RoundingMode.FLOOR));
            Conversion back = new Conversion(published, true);
            BigDecimal quotient = units.divide(rate, 6, RoundingMode.DOWN);
            if (quotient.precision() <= 18) {
                assertThat(BigDecimal.valueOf(back.floor(amount), 6)).isEqualByComparingTo(quotient);
            }
            // what is rounded off stays in the account of the pair: nobody gains by going there and back
            assertThat(back.floor(there.floor(amount))).isLessThanOrEqualTo(amount);
        });
    }

    @Test
    void shouldConvertPartsToWhatTheirSumConvertsTo() {
        Seeds.cases(5_000, random -> {
            BigDecimal rate = BigDecimal.valueOf(1 + random.nextLong(5_000_000_000_000L), 12);
            FxRate published = new FxRate(LocalDate.EPOCH, "USD", "KRW", rate, "bank");
            SortedMap<String, Long> micros = new TreeMap<>();
            for (String right : List.of("MECHANICAL", "PERFORMANCE", "RECORDING")) {
                micros.put(right, random.nextLong(-50, 100_000));
            }
            long sum = micros.values().stream().mapToLong(Long::longValue).sum();
            Conversion there = new Conversion(published, false);
            SortedMap<String, Long> converted = there.parts(micros);
            assertThat(converted.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(there.floor(sum));
            micros.forEach((right, amount) -> assertThat(converted.get(right))
                    .isBetween(there.floor(amount), there.floor(amount) + 1));
        });
    }

    @Test
    void shouldRefuseAConversionThatNoAccountHolds() {
        FxRate absurd =
                new FxRate(LocalDate.EPOCH, "USD", "IDR", new BigDecimal("16000000000.000000000000"), "bank");
        assertThatThrownBy(() -> new Conversion(absurd, false).floor(Long.MAX_VALUE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("USD/IDR")
                .hasMessageContaining("correct the rate");
    }

    /** Small, near a million, or near the largest. */
    private static long amount(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> random.nextLong(3_000_000);
            case 1 -> Long.MAX_VALUE - random.nextLong(3_000_000);
            default -> random.nextLong(Long.MAX_VALUE);
        };
    }
}
