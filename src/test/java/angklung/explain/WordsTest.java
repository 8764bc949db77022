package angklung.explain;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.model.Period;
import angklung.money.Micros;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordsTest {
    private static String say(Language language, Value value) {
        return new Words(language).say(value);
    }

    private static String money(Language language, String amount, String currency) {
        return say(language, new Value.Money(Micros.exact(new BigDecimal(amount)), currency));
    }

    @Test
    void shouldWriteAmountsByTheTableOfTheLanguageAndTheCurrency() {
        assertThat(money(Language.EN, "1234567.89", "USD")).isEqualTo("US$1,234,567.89");
        assertThat(money(Language.ID, "1234567.89", "USD")).isEqualTo("US$1.234.567,89");
        assertThat(money(Language.KO, "1234567.89", "USD")).isEqualTo("US$1,234,567.89");
        assertThat(money(Language.EN, "1234568", "KRW")).isEqualTo("₩1,234,568");
        assertThat(money(Language.ID, "1234568", "KRW")).isEqualTo("₩1.234.568");
        assertThat(money(Language.KO, "1234568", "IDR")).isEqualTo("Rp1,234,568");
        assertThat(money(Language.ID, "1234568", "IDR")).isEqualTo("Rp1.234.568");
        assertThat(money(Language.EN, "12", "SGD")).isEqualTo("SGD\u00a012.00");
        assertThat(money(Language.EN, "1", "KWD")).isEqualTo("KWD\u00a01.000");
        assertThat(money(Language.EN, "-0.5", "EUR")).isEqualTo("-€0.50");
        assertThat(money(Language.EN, "0", "IDR")).isEqualTo("Rp0");
    }

    @Test
    void shouldHideNoMicro() {
        assertThat(money(Language.KO, "0.000001", "KRW")).isEqualTo("₩0.000001");
        assertThat(money(Language.ID, "1000.5", "IDR")).isEqualTo("Rp1.000,5");
        assertThat(money(Language.EN, "1.230000", "USD")).isEqualTo("US$1.23");
        Seeds.cases(2_000, random -> {
            long micros = random.nextLong();
            String plain = say(Language.ID, new Value.Money(micros, "IDR"))
                    .replace("Rp", "").replace(".", "").replace(',', '.');
            assertThat(new BigDecimal(plain)).isEqualByComparingTo(Micros.toDecimal(micros));
        });
    }

    /** A platform of another language, and one that calls Indonesian "in", say the same. */
    @Test
    void shouldNotDependOnThePlatform() {
        Locale before = Locale.getDefault();
        try {
            for (Locale platform : List.of(Locale.GERMANY, Locale.KOREA, Locale.forLanguageTag("ar-EG"))) {
                Locale.setDefault(platform);
                assertThat(money(Language.EN, "1234.5", "USD")).isEqualTo("US$1,234.50");
                assertThat(say(Language.ID, new Value.Month(Period.parse("2026-08")))).isEqualTo("Agustus 2026");
                assertThat(say(Language.KO, new Value.Country("KR"))).isEqualTo("대한민국");
            }
        } finally {
            Locale.setDefault(before);
        }
        assertThat(Language.ID.tag()).isEqualTo("id");
    }

    @Test
    void shouldWriteDatesAsEachLanguageDoes() {
        Value day = new Value.Day(LocalDate.parse("2026-11-23"));

        assertThat(say(Language.EN, day)).isEqualTo("23 November 2026");
        assertThat(say(Language.ID, day)).isEqualTo("23 November 2026");
        assertThat(say(Language.KO, day)).isEqualTo("2026년 11월 23일");
        assertThat(say(Language.KO, new Value.Month(Period.parse("2026-04")))).isEqualTo("2026년 4월");
        assertThat(say(Language.ID, new Value.Country("US"))).isEqualTo("Amerika Serikat");
    }

    @Test
    void shouldShowWhereANumberIsCutOff() {
        assertThat(say(Language.EN, new Value.Percent(new BigDecimal("0.333333333333")))).isEqualTo("33.333333…%");
        assertThat(say(Language.ID, new Value.Percent(new BigDecimal("0.125")))).isEqualTo("12,5%");
        assertThat(say(Language.EN, new Value.Rate(new BigDecimal("0.003787878787"), false)))
                .isEqualTo("0.003787878787…");
    }

    @Test
    void shouldCountOneAndMany() {
        assertThat(say(Language.EN, new Value.Counted("plays", 1))).isEqualTo("1 play");
        assertThat(say(Language.EN, new Value.Counted("plays", 12_000))).isEqualTo("12,000 plays");
        assertThat(say(Language.ID, new Value.Counted("plays", 12_000))).isEqualTo("12.000 pemutaran");
    }

    @Test
    void shouldFillInCalculations() {
        Value calculation = new Value.Calculation(
                "max(greatest of - performance_royalties, 0)",
                Map.of("greatest of", "151000", "performance_royalties", "60000"));

        assertThat(say(Language.EN, calculation)).isEqualTo("max(greatest of these 151,000 − performance royalties 60,000; 0)");
        assertThat(say(Language.KO, calculation)).isEqualTo("max(가장 큰 금액 151,000 − 공연 사용료 60,000; 0)");
        assertThat(say(Language.EN, new Value.Calculation("a of another form ^ b", Map.of())))
                .isEqualTo("a of another form ^ b");
    }

    @Test
    void shouldAlignHangulAsTwoColumns() {
        assertThat(Columns.width("저작권료")).isEqualTo(8);
        assertThat(Columns.width("₩1,234")).isEqualTo(6);
        assertThat(Columns.aligned(List.of(List.of("재원", "1"), List.of("pool", "22")), false, true))
                .containsExactly("  재원   1", "  pool  22");
    }
}
