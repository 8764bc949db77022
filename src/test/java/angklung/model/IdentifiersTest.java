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
