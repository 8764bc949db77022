package angklung.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

final class RetentionTest {
    private static final LocalDate BOOKED = LocalDate.of(2026, 11, 5);

    @Test
    void shouldHoldUntilTheSameDayYearsLater() {
        Retention ten = new Retention(10);

        assertThat(ten.holds(BOOKED, BOOKED)).isTrue();
        assertThat(ten.holds(BOOKED, LocalDate.of(2036, 11, 4))).isTrue();
        assertThat(ten.holds(BOOKED, LocalDate.of(2036, 11, 5))).isFalse();
        assertThat(ten.endsOn(LocalDate.of(2028, 2, 29))).isEqualTo(LocalDate.of(2038, 2, 28));
    }

    @Test
    void shouldHoldNothingForNoYears() {
        assertThat(new Retention(0).holds(BOOKED, BOOKED)).isFalse();
    }
}
