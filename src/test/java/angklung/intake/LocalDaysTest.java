package angklung.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import angklung.avro.Agreement;
import angklung.avro.RightType;
import angklung.model.Period;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LocalDaysTest {
    private static final List<String> ZONES = List.of(
            "Asia/Jakarta", "Asia/Seoul", "America/New_York", "UTC", "Europe/London", "Asia/Kolkata",
            "Australia/Lord_Howe", "America/St_Johns", "America/Havana", "Africa/Casablanca", "Pacific/Apia",
            "America/Sao_Paulo", "Asia/Kathmandu");
    private static final long FROM = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();
    private static final long TO = Instant.parse("2040-01-01T00:00:00Z").toEpochMilli();

    @Test
    void shouldAgreeWithJavaTimeInAnyZoneAndOrder() {
        Seeds.cases(1_000, random -> {
            String zone = ZONES.get(random.nextInt(ZONES.size()));
            LocalDays days = TimeZones.daysOf(List.of(agreement(RightType.RECORDING, zone, "1990-01-01", null)));
            long start = random.nextLong(FROM, TO);
            for (int i = 0; i < 100; i++) {
                long millis = near(random, start);
                assertDay(days, millis, LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneId.of(zone)));
            }
        });
    }

    @Test
    void shouldAgreeWithJavaTimeAroundEveryChangeOfOffset() {
        for (String name : ZONES) {
            ZoneId zone = ZoneId.of(name);
            LocalDays days = TimeZones.daysOf(List.of(agreement(RightType.RECORDING, name, "1990-01-01", null)));
            Instant change = Instant.ofEpochMilli(FROM);
            for (var next = zone.getRules().nextTransition(change);
                    next != null && next.getInstant().toEpochMilli() < TO;
                    next = zone.getRules().nextTransition(next.getInstant())) {
                for (int minute = -1_500; minute <= 1_500; minute += 29) {
                    long millis = next.getInstant().toEpochMilli() + minute * 60_000L;
                    assertDay(days, millis, LocalDate.ofInstant(Instant.ofEpochMilli(millis), zone));
                }
                long exactly = next.getInstant().toEpochMilli();
                assertDay(days, exactly, LocalDate.ofInstant(Instant.ofEpochMilli(exactly), zone));
                assertDay(days, exactly - 1, LocalDate.ofInstant(Instant.ofEpochMilli(exactly - 1), zone));
            }
        }
    }

    @Test
    void shouldReturnTheSameStretchForPlaysOfTheSameDay() {
        LocalDays days = TimeZones.daysOf(List.of(agreement(RightType.RECORDING, "Asia/Jakarta", "2020-01-01", null)));
        LocalDay day = days.at(Instant.parse("2026-02-28T17:00:00Z").toEpochMilli());
        assertThat(day.epochDay()).isEqualTo(LocalDate.of(2026, 3, 1).toEpochDay());
        assertThat(day.usage().period()).isEqualTo(Period.parse("2026-03"));
        assertThat(days.at(Instant.parse("2026-03-01T16:59:59.999Z").toEpochMilli())).isSameAs(day);
        assertThat(days.at(Instant.parse("2026-03-01T17:00:00Z").toEpochMilli())).isNotSameAs(day);
    }

    @Test
    void shouldUseUtcWithoutAgreement() {
        LocalDays days = TimeZones.daysOf(List.of());
        assertThat(days.at(Instant.parse("2026-03-31T23:59:59.999Z").toEpochMilli()).usage().period())
                .isEqualTo(Period.parse("2026-03"));
        assertThat(days.at(Instant.parse("2026-04-01T00:00:00Z").toEpochMilli()).usage().period())
                .isEqualTo(Period.parse("2026-04"));
    }

    @Test
    void shouldFollowTheAgreementOfTheUtcDate() {
        LocalDays days = TimeZones.daysOf(List.of(
                agreement(RightType.RECORDING, "Asia/Seoul", "2026-01-10", "2026-02-01"),
                agreement(RightType.RECORDING, "America/New_York", "2026-03-01", null)));
        // Before the first agreement: UTC.
        assertDay(days, at("2026-01-09T20:00:00Z"), LocalDate.of(2026, 1, 9));
        assertDay(days, at("2026-01-10T20:00:00Z"), LocalDate.of(2026, 1, 11));
        // Between the two: the nearest earlier one.
        assertDay(days, at("2026-02-15T20:00:00Z"), LocalDate.of(2026, 2, 16));
        assertDay(days, at("2026-02-28T20:00:00Z"), LocalDate.of(2026, 3, 1));
        assertDay(days, at("2026-03-01T02:00:00Z"), LocalDate.of(2026, 2, 28));
    }

    @Test
    void shouldTakeTheFirstRightByNameIfZonesDiffer() {
        LocalDays days = TimeZones.daysOf(List.of(
                agreement(RightType.RECORDING, "America/New_York", "2026-01-01", null),
                agreement(RightType.MECHANICAL, "Asia/Seoul", "2026-01-01", null)));
        assertDay(days, at("2026-02-10T20:00:00Z"), LocalDate.of(2026, 2, 11));
    }

    @Test
    void shouldNameTheAgreementWithAnUnknownZone() {
        Agreement agreement = agreement(RightType.RECORDING, "Mars/Olympus", "2026-01-01", null);
        assertThatThrownBy(() -> TimeZones.daysOf(List.of(agreement)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Mars/Olympus")
                .hasMessageContaining("melodia/ID/premium");
    }

    @Test
    void shouldChooseTheSameZoneAsASearchThroughAllAgreements() {
        Seeds.cases(2_000, random -> {
            Agreement[] agreements = new Agreement[1 + random.nextInt(4)];
            for (int i = 0; i < agreements.length; i++) {
                LocalDate from = LocalDate.of(2026, 1, 1).plusDays(random.nextInt(60));
                LocalDate to = random.nextBoolean() ? null : from.plusDays(1 + random.nextInt(40));
                agreements[i] = IntakeDriver.agreement(
                        "melodia", "ID", "premium", RightType.values()[1 + i % 3],
                        ZONES.get(random.nextInt(ZONES.size())), from, to);
            }
            LocalDays days = TimeZones.daysOf(List.of(agreements));
            for (int i = 0; i < 50; i++) {
                long millis = at("2025-12-20T00:00:00Z") + random.nextLong(120L * 86_400_000);
                LocalDate utc = LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
                LocalDate expected = LocalDate.ofInstant(Instant.ofEpochMilli(millis), zoneOn(agreements, utc));
                assertDay(days, millis, expected);
            }
        });
    }

    /** The rule in plain loops: first right that covers the date, else the agreement that ended last, else UTC. */
    private static ZoneId zoneOn(Agreement[] agreements, LocalDate date) {
        Agreement best = null;
        for (Agreement a : agreements) {
            boolean covers = !date.isBefore(a.getValidFrom())
                    && (a.getValidTo() == null || date.isBefore(a.getValidTo()));
            if (covers && (best == null || before(a, best))) {
                best = a;
            }
        }
        if (best == null) {
            for (Agreement a : agreements) {
                boolean ended = a.getValidTo() != null && !a.getValidTo().isAfter(date);
                if (ended && (best == null || a.getValidTo().isAfter(best.getValidTo())
                        || (a.getValidTo().equals(best.getValidTo()) && before(a, best)))) {
                    best = a;
                }
            }
        }
        return best == null ? ZoneOffset.UTC : ZoneId.of(best.getTimeZone());
    }

    private static boolean before(Agreement a, Agreement b) {
        int byRight = a.getRightType().name().compareTo(b.getRightType().name());
        return byRight < 0 || (byRight == 0 && a.getValidFrom().isAfter(b.getValidFrom()));
    }

    private static void assertDay(LocalDays days, long millis, LocalDate expected) {
        LocalDay day = days.at(millis);
        assertThat(LocalDate.ofEpochDay(day.epochDay()))
                .as("day of %s", Instant.ofEpochMilli(millis))
                .isEqualTo(expected);
        assertThat(day.usage().period()).isEqualTo(Period.of(expected));
        assertThat(day.contains(millis)).isTrue();
    }

    private static long near(SplittableRandom random, long start) {
        return switch (random.nextInt(3)) {
            case 0 -> start + random.nextLong(3_600_000);
            case 1 -> start + random.nextLong(40L * 86_400_000);
            default -> random.nextLong(FROM, TO);
        };
    }

    private static Agreement agreement(RightType right, String zone, String from, String to) {
        return IntakeDriver.agreement(
                "melodia", "ID", "premium", right, zone, LocalDate.parse(from),
                to == null ? null : LocalDate.parse(to));
    }

    private static long at(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }
}
