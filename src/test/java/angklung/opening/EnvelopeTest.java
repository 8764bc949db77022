package angklung.opening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvelopeTest {
    @Test
    void shouldWriteTheLeafOfAStatementInItsOneForm() {
        byte[] commitment = HexFormat.of().parseHex(Fixture.COMMITMENT);

        assertThat(text(Envelope.statement("2026-10", 17, commitment))).isEqualTo(
                "{\"c\":\"1S+a+EYMlS/RGuAT3ynbpUB2Sb9xx9BYiWQJdUrAmw4=\",\"kind\":\"statement\","
                        + "\"period\":\"2026-10\",\"seq\":17,\"v\":1}");
    }

    @Test
    void shouldWriteFactsAsTheyAre() {
        assertThat(text(Envelope.facts(LeafKind.PERIOD_CLOSE, "2026-10", 5, "{\"dsp\":\"alpha\"}"))).isEqualTo(
                "{\"facts\":{\"dsp\":\"alpha\"},\"kind\":\"period-close\",\"period\":\"2026-10\",\"seq\":5,\"v\":1}");
    }

    @Test
    void shouldLeaveOutAPeriodThatThereIsNot() {
        assertThat(text(Envelope.facts(LeafKind.POLICY, "", 0, "{}")))
                .isEqualTo("{\"facts\":{},\"kind\":\"policy\",\"seq\":0,\"v\":1}");
    }

    @Test
    void shouldTakeWhatABundleCanHoldAndNoByteMore() {
        int around = Envelope.facts(LeafKind.POLICY, "", 0, "{\"a\":\"\"}").length;
        String longest = "x".repeat(65_535 - around);

        assertThat(Envelope.facts(LeafKind.POLICY, "", 0, "{\"a\":\"" + longest + "\"}")).hasSize(65_535);
        assertThatThrownBy(() -> Envelope.facts(LeafKind.POLICY, "", 0, "{\"a\":\"" + longest + "x\"}"))
                .hasMessageContaining("65536");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "null", " {}"})
    void shouldRefuseFactsThatAreNoObject(String facts) {
        assertThatThrownBy(() -> Envelope.facts(LeafKind.POLICY, "", 0, facts))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseAStatementInTheOpenAndACommitmentOfAnotherLength() {
        assertThatThrownBy(() -> Envelope.facts(LeafKind.STATEMENT, "2026-10", 0, "{\"party\":\"P-1\"}"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Envelope.statement("2026-10", 0, new byte[31]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource
    void shouldKnowEveryKindByItsWord(LeafKind kind) {
        assertThat(LeafKind.of(kind.word())).isEqualTo(kind);
    }

    private static String text(byte[] leaf) {
        return new String(leaf, StandardCharsets.UTF_8);
    }
}
