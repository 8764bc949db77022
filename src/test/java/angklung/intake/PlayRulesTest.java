package angklung.intake;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.avro.PlayEvent;
import angklung.avro.RejectReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlayRulesTest {
    private static final int HORIZON_DAYS = 60;
    private static final long NOON = IntakeDriver.NOON.toEpochMilli();

    private final PlayRules rules = new PlayRules(HORIZON_DAYS, Duration.ofDays(1));

    @Test
    void shouldAcceptAGoodPlay() {
        assertThat(check(play -> {})).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tab\there", "nul\u0000"})
    void shouldRefuseAnIdentifierThatIsEmptyOrHasControlCharacters(String id) {
        assertRefused(RejectReason.BAD_IDENTIFIER, play -> play.setPlayId(id));
        assertRefused(RejectReason.BAD_IDENTIFIER, play -> play.setSubscriberId(id));
        assertRefused(RejectReason.BAD_IDENTIFIER, play -> play.setDeviceId(id));
    }

    @Test
    void shouldAcceptAnIdentifierOf128CharactersAndNoLongerOne() {
        assertThat(check(play -> play.setPlayId("x".repeat(128)))).isNull();
        assertRefused(RejectReason.BAD_IDENTIFIER, play -> play.setPlayId("x".repeat(129)));
    }

    @Test
    void shouldRefuseNamesThatWouldBreakKeys() {
        assertRefused(RejectReason.BAD_IDENTIFIER, play -> play.setDsp("melo/dia"));
        assertRefused(RejectReason.BAD_IDENTIFIER, play -> play.setDsp("melo.dia"));
        assertRefused(RejectReason.BAD_IDENTIFIER, play -> play.setOffering("family plan"));
        assertRefused(RejectReason.BAD_IDENTIFIER, play -> play.setOffering(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ID-A01-26-00001", "ida012600001", "IDA012600001"})
    void shouldAcceptAnIsrcWithHyphensAndInLowerCase(String isrc) {
        assertThat(check(play -> play.setIsrc(isrc))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "IDA01260000", "IDA0126000012", "1DA012600001", "IDA01260000X"})
    void shouldRefuseWhatIsNoIsrc(String isrc) {
        assertRefused(RejectReason.BAD_IDENTIFIER, play -> play.setIsrc(isrc));
    }

    @Test
    void shouldRefuseAKeyThatIsNotTheSubscriber() {
        PlayEvent play = IntakeDriver.play("p").build();
        for (String key : new String[] {"", "listener-", "listener-2", "listener-10"}) {
            assertThat(rules.check(play, false, utf8(key), "melodia", dsp -> true, NOON).reason())
                    .isEqualTo(RejectReason.KEY_MISMATCH);
        }
        assertThat(rules.check(play, false, null, "melodia", dsp -> true, NOON).reason())
                .isEqualTo(RejectReason.KEY_MISMATCH);
    }

    @Test
    void shouldCompareKeysBeyondAscii() {
        PlayEvent play = IntakeDriver.play("p").setSubscriberId("청취자-é").build();
        assertThat(rules.check(play, false, utf8("청취자-é"), "melodia", dsp -> true, NOON)).isNull();
        assertThat(rules.check(play, false, utf8("청취자-e"), "melodia", dsp -> true, NOON)).isNotNull();
    }

    @Test
    void shouldRefuseAServiceWhosePlaysAreNotRead() {
        PlayEvent play = IntakeDriver.play("p").build();
        Refusal refusal = rules.check(play, false, utf8("listener-1"), "melodia", dsp -> false, NOON);
        assertThat(refusal.reason()).isEqualTo(RejectReason.UNKNOWN_DSP);
        assertThat(refusal.detail()).contains("melodia");
    }

    @Test
    void shouldRefuseAServiceOnAnothersTopic() {
        PlayEvent play = IntakeDriver.play("p").build();
        assertThat(rules.check(play, false, utf8("listener-1"), "other", dsp -> true, NOON).reason())
                .isEqualTo(RejectReason.DSP_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "id", "XX", "IDN"})
    void shouldRefuseWhatIsNoCountryCode(String territory) {
        assertRefused(RejectReason.INVALID_TERRITORY, play -> play.setTerritory(territory));
    }

    @ParameterizedTest
    @CsvSource({
        "0, , true",
        "-1, , false",
        "86400000, , true",
        "86400001, , false",
        "1, 0, false",
        "1, -5, false",
        "1, 1, true",
        // Ten times the track is allowed, and so are ten minutes beyond it.
        "600001, 1, true",
        "600002, 1, false",
        "2000000, 200000, true",
        "2000001, 200000, false",
        "1, 9223372036854775807, true"
    })
    void shouldRefuseDurationsThatCannotBe(long playedMs, Long trackMs, boolean good) {
        Refusal refusal = check(play -> play.setPlayedMs(playedMs).setTrackMs(trackMs));
        assertThat(refusal == null).isEqualTo(good);
        if (!good) {
            assertThat(refusal.reason()).isEqualTo(RejectReason.DURATION_OUT_OF_RANGE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, true",
        "86400000, true",
        "86400001, false",
        "-5184000000, true",
        "-5184000001, false",
    })
    void shouldRefuseAStartTooFarFromTheRecord(long fromRecordMs, boolean good) {
        Refusal refusal = check(play -> play.setStartedAt(IntakeDriver.NOON.plusMillis(fromRecordMs)));
        assertThat(refusal == null).isEqualTo(good);
        if (!good) {
            assertThat(refusal.reason()).isEqualTo(RejectReason.CLOCK_OUT_OF_RANGE);
        }
    }

    @Test
    void shouldRefuseClocksThatWereNeverSet() {
        PlayEvent.Builder play = IntakeDriver.play("p");
        long record = Instant.parse("1999-12-31T23:59:59.999Z").toEpochMilli();
        assertThat(at(play.setStartedAt(Instant.ofEpochMilli(record)), record).reason())
                .isEqualTo(RejectReason.CLOCK_OUT_OF_RANGE);
        assertThat(at(play.setStartedAt(Instant.ofEpochMilli(record + 1)), record)).isNull();
        assertThat(at(play.setStartedAt(Instant.ofEpochMilli(Long.MAX_VALUE)), Long.MAX_VALUE).reason())
                .isEqualTo(RejectReason.CLOCK_OUT_OF_RANGE);
        assertThat(at(play.setStartedAt(Instant.ofEpochMilli(Long.MIN_VALUE)), 0).reason())
                .isEqualTo(RejectReason.CLOCK_OUT_OF_RANGE);
    }

    @Test
    void shouldReportTheFirstReasonInTheStatedOrder() {
        PlayEvent.Builder play = IntakeDriver.play("")
                .setTerritory("XX")
                .setPlayedMs(-1)
                .setStartedAt(Instant.EPOCH);
        byte[] wrongKey = utf8("someone");
        byte[] key = utf8("listener-1");
        assertThat(rules.check(play.build(), false, wrongKey, "other", dsp -> false, NOON).reason())
                .isEqualTo(RejectReason.BAD_IDENTIFIER);
        play.setPlayId("p");
        assertThat(rules.check(play.build(), false, wrongKey, "other", dsp -> false, NOON).reason())
                .isEqualTo(RejectReason.KEY_MISMATCH);
        assertThat(rules.check(play.build(), false, key, "other", dsp -> false, NOON).reason())
                .isEqualTo(RejectReason.UNKNOWN_DSP);
        assertThat(rules.check(play.build(), false, key, "other", dsp -> true, NOON).reason())
                .isEqualTo(RejectReason.DSP_MISMATCH);
        assertThat(rules.check(play.build(), false, key, "melodia", dsp -> true, NOON).reason())
                .isEqualTo(RejectReason.INVALID_TERRITORY);
        play.setTerritory("ID");
        assertThat(rules.check(play.build(), false, key, "melodia", dsp -> true, NOON).reason())
                .isEqualTo(RejectReason.DURATION_OUT_OF_RANGE);
        play.setPlayedMs(1);
        assertThat(rules.check(play.build(), false, key, "melodia", dsp -> true, NOON).reason())
                .isEqualTo(RejectReason.CLOCK_OUT_OF_RANGE);
    }

    @Test
    void shouldNotShowThePseudonymOfAListener() {
        String secret = "pseudonym\u0001";
        assertThat(check(play -> play.setSubscriberId(secret)).detail()).doesNotContain("pseudonym");
        assertThat(check(play -> play.setDeviceId(secret)).detail()).doesNotContain("pseudonym");
        PlayEvent play = IntakeDriver.play("p").setSubscriberId("pseudonym").build();
        assertThat(rules.check(play, false, utf8("pseudonym2"), "melodia", dsp -> true, NOON).detail())
                .doesNotContain("pseudonym");
    }

    @ParameterizedTest
    @CsvSource({
        "29999, , false",
        "30000, , true",
        "29999, 200000, false",
        "30000, 200000, true",
        "19999, 20000, false",
        "20000, 20000, true",
        "29999, 30000, false",
        "0, , false",
    })
    void shouldPayFrom30SecondsOrFromTheWholeOfAShorterTrack(long playedMs, Long trackMs, boolean pays) {
        assertThat(PlayRules.isRoyaltyBearing(playedMs, trackMs)).isEqualTo(pays);
    }

    @Test
    void shouldNeverFailOnAnyNumbers() {
        Seeds.cases(5_000, random -> {
            long[] edges = {Long.MIN_VALUE, -1, 0, 1, 30_000, 86_400_000, Long.MAX_VALUE, random.nextLong()};
            PlayEvent.Builder play = IntakeDriver.play("p")
                    .setStartedAt(Instant.ofEpochMilli(edges[random.nextInt(edges.length)]))
                    .setPlayedMs(edges[random.nextInt(edges.length)])
                    .setTrackMs(edges[random.nextInt(edges.length)]);
            long recordTime = Math.max(0, edges[random.nextInt(edges.length)]);
            Refusal refusal = at(play, recordTime);
            assertThat(refusal == null || !refusal.detail().isEmpty()).isTrue();
        });
    }

    private void assertRefused(RejectReason reason, Consumer<PlayEvent.Builder> change) {
        Refusal refusal = check(change);
        assertThat(refusal).isNotNull();
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.detail()).isNotEmpty();
    }

    private Refusal check(Consumer<PlayEvent.Builder> change) {
        PlayEvent.Builder play = IntakeDriver.play("p");
        change.accept(play);
        return at(play, NOON);
    }

    private Refusal at(PlayEvent.Builder builder, long recordTime) {
        PlayEvent play = builder.build();
        return rules.check(play, false, utf8(play.getSubscriberId()), "melodia", dsp -> true, recordTime);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
