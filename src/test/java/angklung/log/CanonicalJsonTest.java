package angklung.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8785, as far as records of this log need it. */
class CanonicalJsonTest {
    /** The string of section 3.2.2, with its UTF-8 of section 3.2.4. */
    @Test
    void shouldEscapeAsTheRfc() {
        byte[] json = new CanonicalJson()
                .add("string", "\u20ac$\u000f\nA'\u0042\"\\\\\"/")
                .toBytes();

        assertThat(HexFormat.of().formatHex(json)).isEqualTo("7b22737472696e67223a22"
                + "e282ac245c75303030665c6e4127425c225c5c5c5c5c222f" + "227d");
        assertThat(new CanonicalJson().add("c", "\b\t\n\f\r\u0000\u001f\u007f\u2028<&>"))
                .hasToString("{\"c\":\"\\b\\t\\n\\f\\r\\u0000\\u001f\u007f\u2028<&>\"}");
    }

    /** The names of section 3.2.3 in the order that it gives: by UTF-16 code unit. */
    @Test
    void shouldTakeNamesInTheOrderOfTheRfcAlone() {
        List<String> order = List.of("\r", "1", "\u0080", "\u00f6", "\u20ac", "\ud83d\ude00", "\ufb33");
        CanonicalJson json = new CanonicalJson();
        order.forEach(name -> json.add(name, ""));
        assertThat(json).hasToString("{\"\\r\":\"\",\"1\":\"\",\"\u0080\":\"\",\"\u00f6\":\"\",\"\u20ac\":\"\","
                + "\"\ud83d\ude00\":\"\",\"\ufb33\":\"\"}");
        for (int i = 1; i < order.size(); i++) {
            CanonicalJson wrong = new CanonicalJson().add(order.get(i), "");
            String before = order.get(i - 1);
            assertThatThrownBy(() -> wrong.add(before, "")).isInstanceOf(IllegalStateException.class);
        }
        CanonicalJson twice = new CanonicalJson().add("a", "");
        assertThatThrownBy(() -> twice.add("a", 1)).isInstanceOf(IllegalStateException.class);
    }

    /** Appendix B: what is above cannot be told from its neighbour in a double. */
    @Test
    void shouldWriteNumbersThatADoubleHolds() {
        assertThat(new CanonicalJson().add("a", 9_007_199_254_740_992L).add("b", -9_007_199_254_740_992L).add("c", 0))
                .hasToString("{\"a\":9007199254740992,\"b\":-9007199254740992,\"c\":0}");
        for (long large : new long[] {
            9_007_199_254_740_993L, -9_007_199_254_740_993L, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1
        }) {
            assertThatThrownBy(() -> new CanonicalJson().add("a", large)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldNest() {
        assertThat(new CanonicalJson()).hasToString("{}");
        assertThat(new CanonicalJson()
                        .add("a", new CanonicalJson().add("z", List.of()).add("zz", List.of("2", "\"1")))
                        .addIfThere("b", null)
                        .addIfThere("c", "d"))
                .hasToString("{\"a\":{\"z\":[],\"zz\":[\"2\",\"\\\"1\"]},\"c\":\"d\"}");
    }

    /** Java would write each as the same question mark. */
    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "\udc00", "a\udbffb", "\ude00\ud83d", "\ud83d\ude00\ud83d"})
    void shouldRefuseHalfAPair(String text) {
        assertThatThrownBy(() -> new CanonicalJson().add("a", text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CanonicalJson().add(text, "a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CanonicalJson().add("a", List.of(text)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
