package angklung.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {

    @ParameterizedTest
    @CsvSource({
        "USRC17607839,USRC17607839",
        "US-RC1-76-07839,USRC17607839",
        "us-rc1-76-07839,USRC17607839",
        "QZ1234567890,QZ1234567890"
    })
    void shouldNormaliseAnIsrc(String text, String isrc) {
        assertThat(Identifiers.normaliseIsrc(text)).isEqualTo(isrc);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "USRC1760783", "USRC176078390", "1SRC17607839", "USRC1760783A", "ÜSRC17607839", "US RC17607839"
            })
    void shouldRefuseWhatIsNoIsrc(String text) {
        assertThat(Identifiers.normaliseIsrc(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "T-034.524.680-1,T0345246801",
        "T-123.456.789-4,T1234567894",
        "T9109247316,T9109247316",
        "t0702472794,T0702472794"
    })
    void shouldNormaliseAnIswc(String text, String iswc) {
        assertThat(Identifiers.normaliseIswc(text)).isEqualTo(iswc);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "T-345.246.800-1", "T0345246802", "T034524680", "0345246801", "T03452468011", "", "T03452468٠1"
            })
    void shouldRefuseWhatIsNoIswc(String text) {
        assertThat(Identifiers.normaliseIswc(text)).isNull();
    }

    @Test
    void shouldKnowIpiNameNumbersByTheirCheck() {
        assertThat(Identifiers.isIpiName("00052210040")).isTrue();
        assertThat(Identifiers.isIpiName("00199337620")).isFalse();
        assertThat(Identifiers.isIpiName("0052210040")).isFalse();
    }

    @Test
    void shouldKnowIpiBaseNumbersByTheirCheck() {
        assertThat(Identifiers.isIpiBase("I-000000229-7")).isTrue();
        assertThat(Identifiers.isIpiBase("I-000000229-8")).isFalse();
        assertThat(Identifiers.isIpiBase("0000002297")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000000121032683", "000000012146438X"})
    void shouldKnowAnIsniByItsCheck(String isni) {
        assertThat(Identifiers.isIsni(isni)).isTrue();
        assertThat(Identifiers.isIsni(isni.substring(0, 15) + "1")).isFalse();
        assertThat(Identifiers.isIsni(isni.substring(1))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PADPIDA2013020802I", "PADPIDA20070627029", "PADPIDA2014111801Y"})
    void shouldKnowADpidByItsCheck(String dpid) {
        assertThat(Identifiers.isDpid(dpid)).isTrue();
        assertThat(Identifiers.isDpid(dpid.substring(0, 17) + "Z")).isFalse();
        assertThat(Identifiers.isDpid(dpid.substring(0, 17))).isFalse();
    }

    @Test
    void shouldNoticeEveryWrongDigitOfADpid() {
        String dpid = "PADPIDA2013020802I";
        for (int at = 7; at < 17; at++) {
            for (char digit = '0'; digit <= '9'; digit++) {
                String changed = dpid.substring(0, at) + digit + dpid.substring(at + 1);
                assertThat(Identifiers.isDpid(changed)).isEqualTo(changed.equals(dpid));
            }
        }
        assertThat(Identifiers.isDpid("PADPIDA2014999999Z")).isFalse();
    }

    @Test
    void shouldKeepSeparatorsOutOfIdentifiers() {
        for (String separator : new String[] {"/", ":", "\0", "\n", " "}) {
            assertThat(Identifiers.isDsp("a" + separator + "b")).isFalse();
            assertThat(Identifiers.isName("a" + separator + "b")).isFalse();
        }
    }

    @Test
    void shouldKnowNames() {
        assertThat(Identifiers.isDsp("spotify")).isTrue();
        assertThat(Identifiers.isDsp("spot.ify")).isFalse();
        assertThat(Identifiers.isName("premium.family-1_x")).isTrue();
        assertThat(Identifiers.isName("-x")).isFalse();
        assertThat(Identifiers.isName("a".repeat(64))).isTrue();
        assertThat(Identifiers.isName("a".repeat(65))).isFalse();
        assertThat(Identifiers.isName("")).isFalse();
    }

    @Test
    void shouldKnowCodes() {
        assertThat(Identifiers.isTerritory("ID")).isTrue();
        assertThat(Identifiers.isTerritory("id")).isFalse();
        assertThat(Identifiers.isTerritory("XX")).isFalse();
        assertThat(Identifiers.isCurrency("IDR")).isTrue();
        assertThat(Identifiers.isCurrency("idr")).isFalse();
        assertThat(Identifiers.isCurrency("ZZZ")).isFalse();
    }

    @Test
    void shouldBoundOpaqueIdentifiers() {
        assertThat(Identifiers.isOpaque("s/1:ü")).isTrue();
        assertThat(Identifiers.isOpaque("x".repeat(128))).isTrue();
        assertThat(Identifiers.isOpaque("x".repeat(129))).isFalse();
        assertThat(Identifiers.isOpaque("")).isFalse();
        assertThat(Identifiers.isOpaque("a\0b")).isFalse();
    }
}
