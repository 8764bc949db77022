package angklung.close;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.model.Period;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeriodEndTest {
    private static final Period OCTOBER = Period.parse("2026-10");
    private static final List<ZoneId> ZONES =
            List.of(ZoneId.of("Asia/Jakarta"), ZoneId.of("America/Los_Angeles"), ZoneId.of("UTC"));

    @Test
    void shouldEndInTheWesternmostZone() {
        // Midnight of 1 November in Los Angeles, where daylight saving time ends two hours later.
        assertThat(PeriodEnd.of(OCTOBER, ZONES)).isEqualTo("2026-11-01T07:00:00Z");
    }

    @Test
    void shouldEndInUtcWithoutAnyAgreement() {
        assertThat(PeriodEnd.of(OCTOBER, List.of())).isEqualTo("2026-11-01T00:00:00Z");
    }

    @Test
    void shouldBeOverOnceTheGraceHasPassed() {
        Instant over = Instant.parse("2026-11-03T07:00:00Z");

        assertThat(PeriodEnd.isOver(OCTOBER, ZONES, over, Duration.ofDays(2))).isTrue();
        assertThat(PeriodEnd.isOver(OCTOBER, ZONES, over.minusMillis(1), Duration.ofDays(2))).isFalse();
    }
}
