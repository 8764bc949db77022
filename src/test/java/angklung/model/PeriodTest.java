package angklung.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodTest {

    @Test
    void shouldBeACalendarMonth() {
        Period period = Period.parse("2028-02");
        assertThat(period).hasToString("2028-02");
        assertThat(period.firstDay()).isEqualTo(LocalDate.of(2028, 2, 1));
        assertThat(period.lastDay()).isEqualTo(LocalDate.of(2028, 2, 29));
        assertThat(Period.of(LocalDate.of(2028, 2, 29))).isEqualTo(period);
    }

    @Test
    void shouldBeFollowedByTheNextMonth() {
        assertThat(Period.parse("2026-12").next()).isEqualTo(Period.parse("2027-01"));
        assertThat(Period.parse("2026-12")).isLessThan(Period.parse("2027-01"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "2026", "2026-4", "2026-13", "2026-00", "2026/04", "2026-04-01", "+2026-04", "２０２６-04"})
    void shouldRefuseAnotherForm(String text) {
        assertThatThrownBy(() -> Period.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("YYYY-MM");
    }
}
