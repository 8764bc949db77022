package angklung.intake;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.Agreement;
import angklung.avro.AllocationModel;
import angklung.avro.LatePlays;
import angklung.avro.RightType;
import angklung.model.Period;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FollowedPeriodsTest {
    private static final Agreement MARKET = agreement("premium", RightType.RECORDING, "2020-01-01", null);
    private static final Agreement USER = with(
            agreement("premium", RightType.MECHANICAL, "2026-03-16", "2026-05-01"), AllocationModel.USER_CENTRIC);
    private static final Agreement ARTIST = with(
            agreement("family", RightType.RECORDING, "2026-07-31", "2026-08-02"), AllocationModel.ARTIST_CENTRIC);

    @Test
    void shouldFollowNobodyOfAMarketCentricOffering() {
        assertThat(FollowedPeriods.of("premium", List.of(MARKET))).isSameAs(FollowedPeriods.NONE);
        assertThat(FollowedPeriods.of("free", List.of(MARKET, USER))).isSameAs(FollowedPeriods.NONE);
    }

    /** A pool is weighed as the agreement that overlaps its period says, so days before its first count too. */
    @Test
    void shouldFollowWholePeriodsThatAUserCentricAgreementOverlaps() {
        assertThat(followed("premium", MARKET, USER)).containsExactly("2026-03", "2026-04");
    }

    @Test
    void shouldFollowAllOfferingsOfATerritoryWithAnArtistCentricOne() {
        assertThat(followed("free", MARKET, USER, ARTIST)).containsExactly("2026-07", "2026-08");
        assertThat(followed("premium", MARKET, USER, ARTIST))
                .containsExactly("2026-03", "2026-04", "2026-07", "2026-08");
    }

    @Test
    void shouldFollowAnOpenAgreementForEver() {
        FollowedPeriods open = FollowedPeriods.of("premium", List.of(with(MARKET, AllocationModel.USER_CENTRIC)));
        assertThat(open.contains(Period.parse("2019-12"))).isFalse();
        assertThat(open.contains(Period.parse("2020-01"))).isTrue();
        assertThat(open.contains(Period.parse("9999-12"))).isTrue();
    }

    @Test
    void shouldRestateIfAllAgreementsThatCoverTheDaySayso() {
        Agreement restate = Agreement.newBuilder(MARKET).setLatePlays(LatePlays.RESTATE).build();
        Agreement also = Agreement.newBuilder(USER).setLatePlays(LatePlays.RESTATE).build();
        assertThat(restates(List.of(restate, also), "2026-03-20")).isTrue();
        assertThat(restates(List.of(restate, USER), "2026-03-20")).isFalse();
        assertThat(restates(List.of(restate, USER), "2026-03-15")).isTrue();
        assertThat(restates(List.of(restate, USER), "2026-05-01")).isTrue();
        assertThat(restates(List.of(also), "2026-05-01")).isFalse();
        assertThat(restates(List.of(), "2026-03-20")).isFalse();
        Agreement unknown = Agreement.newBuilder(MARKET).setLatePlays(LatePlays.UNKNOWN).build();
        assertThat(restates(List.of(unknown), "2026-03-20")).isFalse();
    }

    private static boolean restates(List<Agreement> agreements, String day) {
        return new LateTerms(agreements).restate((int) LocalDate.parse(day).toEpochDay());
    }

    private static List<String> followed(String offering, Agreement... agreements) {
        FollowedPeriods periods = FollowedPeriods.of(offering, List.of(agreements));
        return Stream.iterate(Period.parse("2025-12"), Period::next)
                .limit(12)
                .filter(periods::contains)
                .map(Period::toString)
                .toList();
    }

    private static Agreement agreement(String offering, RightType right, String from, String to) {
        return IntakeDriver.agreement(
                "melodia", "ID", offering, right, "UTC", LocalDate.parse(from), to == null ? null : LocalDate.parse(to));
    }

    private static Agreement with(Agreement agreement, AllocationModel model) {
        return Agreement.newBuilder(agreement).setModel(model).build();
    }
}
