package angklung.replay;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.Agreement;
import angklung.avro.AllocationModel;
import angklung.avro.ClaimsPolicy;
import angklung.avro.IdleSubscribers;
import angklung.avro.LatePlays;
import angklung.avro.ScreeningPolicy;
import angklung.model.Weighing;
import angklung.stage.AgreedWeighing;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AgreementTermsTest {
    private static final String REVENUE_WITH_SUBSCRIBERS = """
            dsp,territory,offering,period,currency,net_revenue,subscribers,label_payments
            alpha,ID,premium,2026-04,IDR,1000000,10,500000
            """;

    @TempDir
    private Path directory;

    private InputFixture input() {
        return new InputFixture(directory).with("revenue.csv", REVENUE_WITH_SUBSCRIBERS);
    }

    private static String lines(String... lines) {
        return Arrays.stream(lines).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String with(String model, String column, String value) {
        return lines(
                "dsp,territory,offering,right_type,model,revenue_share,valid_from," + column,
                "alpha,ID,premium,RECORDING," + model + ",0.5,2026-01-01," + value);
    }

    private List<String> errors(String model, String column, String value) {
        return input().with("agreements.csv", with(model, column, value)).errors();
    }

    private Agreement read(String model, String column, String value) {
        return input().with("agreements.csv", with(model, column, value)).read().agreements().get(0);
    }

    @Test
    void shouldReadEveryColumn() {
        List<Agreement> agreements = input().with("agreements.csv", lines(
                        "dsp,territory,offering,right_type,model,revenue_share,label_payments_share,per_play_minimum,"
                                + "per_subscriber_minimum,floor_per_subscriber,minimum_track_plays,"
                                + "minimum_track_window,artist_min_plays,artist_min_listeners,artist_boost,"
                                + "active_boost,subscriber_cap,idle_subscribers,late_plays,screening,claims,"
                                + "time_zone,valid_from,valid_to",
                        "alpha,ID,premium,RECORDING,ARTIST_CENTRIC,0.52,0.262,0.7,700,0.6,1000,6,1000,500,2,1.5,"
                                + "1000.5,SPREAD,RESTATE,NONE,PAY_UNDISPUTED,Asia/Jakarta,2026-01-01,2027-01-01",
                        "alpha,ID,premium,MECHANICAL,USER_CENTRIC,0.1,,,,,,,,,,,,HOLD,RESTATE,,,Asia/Jakarta,"
                                + "2026-01-01,"))
                .read()
                .agreements();

        Agreement artist = agreements.get(0);
        assertThat(artist.getModel()).isEqualTo(AllocationModel.ARTIST_CENTRIC);
        assertThat(artist.getRevenueShareMillionths()).isEqualTo(520_000);
        assertThat(artist.getLabelPaymentsShareMillionths()).isEqualTo(262_000);
        assertThat(artist.getPerPlayMinimum()).isEqualByComparingTo("0.7");
        assertThat(artist.getPerSubscriberMinimum()).isEqualByComparingTo("700");
        assertThat(artist.getFloorPerSubscriber()).isEqualByComparingTo("0.6");
        assertThat(artist.getMinimumTrackPlays()).isEqualTo(1000);
        assertThat(artist.getMinimumTrackWindow()).isEqualTo(6);
        assertThat(AgreedWeighing.of(artist)).isEqualTo(new Weighing.Artist(
                1000, 500, new BigDecimal("2"), new BigDecimal("1.5"), new BigDecimal("1000.5")));
        assertThat(artist.getIdleSubscribers()).isEqualTo(IdleSubscribers.SPREAD);
        assertThat(artist.getLatePlays()).isEqualTo(LatePlays.RESTATE);
        assertThat(artist.getScreening()).isEqualTo(ScreeningPolicy.NONE);
        assertThat(artist.getClaims()).isEqualTo(ClaimsPolicy.PAY_UNDISPUTED);
        assertThat(artist.getTimeZone()).isEqualTo("Asia/Jakarta");
        assertThat(artist.getValidFrom()).isEqualTo(LocalDate.parse("2026-01-01"));
        assertThat(artist.getValidTo()).isEqualTo(LocalDate.parse("2027-01-01"));
        Agreement user = agreements.get(1);
        assertThat(AgreedWeighing.of(user)).isEqualTo(Weighing.SUBSCRIBERS);
        assertThat(user.getIdleSubscribers()).isEqualTo(IdleSubscribers.HOLD);
        assertThat(user.getMinimumTrackPlays()).isNull();
        assertThat(user.getMinimumTrackWindow()).isEqualTo(12);
        assertThat(user.getClaims()).isEqualTo(ClaimsPolicy.HOLD_ALL);
        assertThat(user.getValidTo()).isNull();
    }

    @Test
    void shouldWriteFactorsWithTheDecimalsOfTheirRecord() {
        assertThat(read("ARTIST_CENTRIC", "artist_boost", "2").getArtistBoost().scale()).isEqualTo(12);
        assertThat(read("ARTIST_CENTRIC", "active_boost", "0.5").getActiveBoost().scale()).isEqualTo(12);
        assertThat(read("ARTIST_CENTRIC", "subscriber_cap", "1000").getSubscriberCap().scale()).isEqualTo(12);
    }

    @ParameterizedTest
    @EnumSource(names = {"MARKET_CENTRIC", "USER_CENTRIC", "ARTIST_CENTRIC"})
    void shouldApplyAMinimumOfPlaysInEveryModel(AllocationModel model) {
        assertThat(read(model.name(), "minimum_track_plays", "1000").getMinimumTrackPlays()).isEqualTo(1000);
        assertThat(read(model.name(), "minimum_track_plays", "0").getMinimumTrackPlays()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "artist_min_plays,1000", "artist_min_listeners,500", "artist_boost,2", "active_boost,0.5",
        "subscriber_cap,1000"})
    void shouldRefuseATermThatTheModelDoesNotUse(String column, String value) {
        for (String model : List.of("MARKET_CENTRIC", "USER_CENTRIC")) {
            assertThat(errors(model, column, value)).containsExactly("agreements.csv:2: " + column + " '" + value
                    + "' belongs to the model ARTIST_CENTRIC, and " + model
                    + " does not use it; leave it empty, or change the model");
        }
        assertThat(errors("ARTIST_CENTRIC", column, value)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "artist_min_plays,0", "artist_min_listeners,0", "artist_boost,1", "active_boost,1.0", "subscriber_cap,",
        "minimum_track_window,6", "late_plays,NEXT_PERIOD", "late_plays,RESTATE", "screening,NONE",
        "screening,REBASE", "screening,HOLD", "claims,PAY_UNDISPUTED", "idle_subscribers,HOLD"})
    void shouldAcceptTermsThatChangeNothingOrAreForAllModels(String column, String value) {
        assertThat(errors("MARKET_CENTRIC", column, value == null ? "" : value)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "minimum_track_plays | -1 | is not in the range 0 to 9223372036854775807",
        "minimum_track_plays | 1.5 | is not a whole number",
        "minimum_track_window | 0 | is not in the range 1 to 1200",
        "minimum_track_window | 1201 | is not in the range 1 to 1200",
        "artist_min_plays | -1 | is not in the range 0 to 9223372036854775807",
        "artist_min_listeners | many | is not a whole number",
        "artist_boost | -2 | is negative",
        "active_boost | 1.1234567890123 | has more than 12 decimals",
        "subscriber_cap | 1e3 | is not a plain decimal such as 1234.56",
        "idle_subscribers | DROP | is none of [SPREAD, HOLD]",
        "late_plays | UNKNOWN | is none of [NEXT_PERIOD, RESTATE]",
        "screening | ALL | is none of [NONE, REBASE, HOLD]",
        "claims | PAY | is none of [HOLD_ALL, PAY_UNDISPUTED]",
        "label_payments_share | 1.01 | is more than the largest possible, 1",
        "per_play_minimum | -0.7 | is negative",
        "per_subscriber_minimum | x | is not a plain decimal such as 1234.56",
        "floor_per_subscriber | 0.1234567890123 | has more than 12 decimals"})
    void shouldRefuseATermThatIsNone(String column, String value, String reason) {
        assertThat(errors("ARTIST_CENTRIC", column, value))
                .containsExactly("agreements.csv:2: " + column + " '" + value + "' " + reason);
    }

    @ParameterizedTest
    @CsvSource({"artist_boost", "active_boost", "subscriber_cap"})
    void shouldRefuseAFactorThatLeavesNoWeight(String column) {
        assertThat(errors("ARTIST_CENTRIC", column, "0")).containsExactly(
                "agreements.csv:2: " + column + " is 0, so that plays would weigh nothing; leave it empty for none");
    }

    @Test
    void shouldRefuseACapThatLeavesPlaysNoWeight() {
        assertThat(errors("ARTIST_CENTRIC", "subscriber_cap", "0.000000999999")).containsExactly(
                "agreements.csv:2: subscriber_cap 0.000000999999 is below 0.000001, the smallest that leaves a"
                        + " subscriber's plays a weight each; raise it, or leave it empty");
        assertThat(errors("ARTIST_CENTRIC", "subscriber_cap", "0.000001")).isEmpty();
        assertThat(errors("ARTIST_CENTRIC", "artist_boost", "0.333333333333")).isEmpty();
    }

    @Test
    void shouldRefuseAgreementsOfOneOfferingThatTreatLatePlaysInTwoWays() {
        String header = "dsp,territory,offering,right_type,model,revenue_share,valid_from,late_plays";

        assertThat(input().with("agreements.csv", lines(
                                header,
                                "alpha,ID,premium,RECORDING,MARKET_CENTRIC,0.5,2026-01-01,RESTATE",
                                "alpha,ID,premium,MECHANICAL,MARKET_CENTRIC,0.1,2026-01-01,",
                                "alpha,ID,free,MECHANICAL,MARKET_CENTRIC,0.1,2026-01-01,NEXT_PERIOD"))
                        .errors())
                .containsExactly("agreements.csv:3: late_plays NEXT_PERIOD differs from RESTATE in line 2;"
                        + " alpha/ID/premium counts a late play once for all rights: give all its agreements the same");
    }

    @Test
    void shouldRefuseRevenueWithoutSubscribersWhereIdleOnesAreHeld() {
        assertThat(input().with("revenue.csv", InputFixture.REVENUE)
                        .with("agreements.csv", with("USER_CENTRIC", "idle_subscribers", "HOLD"))
                        .errors())
                .containsExactly("revenue.csv:2: subscribers is empty, but the RECORDING agreement from 2026-01-01 has"
                        + " idle_subscribers HOLD; fill it in");
        assertThat(input().with("revenue.csv", InputFixture.REVENUE)
                        .with("agreements.csv", with("USER_CENTRIC", "idle_subscribers", "SPREAD"))
                        .errors())
                .isEmpty();
    }

    @Test
    void shouldRefuseLatePlaysThatRestateAPeriodWithoutRevenue() {
        String agreements = "dsp,territory,offering,right_type,model,revenue_share,valid_from,late_plays\n"
                + "alpha,ID,premium,RECORDING,MARKET_CENTRIC,0.5,2026-01-01,RESTATE\n"
                + "alpha,ID,family,RECORDING,MARKET_CENTRIC,0.5,2026-01-01,RESTATE\n";

        assertThat(input().with("agreements.csv", agreements)
                        .with("late-plays.csv", lines(
                                "play_id,dsp,subscriber_id,isrc,territory,offering,started_at,played_ms",
                                "l1,alpha,s1,IDA012600001,ID,premium,2026-04-02T00:00:00Z,60000",
                                "l2,alpha,s1,IDA012600001,ID,family,2026-04-02T00:00:00Z,60000",
                                "l3,alpha,s1,IDA012600001,ID,family,2026-05-02T00:00:00Z,60000"))
                        .errors())
                .containsExactly("late-plays.csv:3: plays of alpha/ID/family in 2026-04 fall under the agreement for"
                        + " RECORDING, but revenue.csv has no line for dsp alpha, territory ID, offering family,"
                        + " period 2026-04; add one, with 0 if there was none");
    }
}
