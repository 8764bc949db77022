package angklung.anchor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KeccakTest {
    @Test
    void shouldHashAsEthereumDoes() {
        assertThat(hash("")).isEqualTo("0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
        assertThat(hash("abc")).isEqualTo("0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
    }

    @Test
    void shouldHashPartsAsOne() {
        assertThat(HexText.of(Keccak.hash(bytes("a"), bytes(""), bytes("bc")))).isEqualTo(hash("abc"));
    }

    private static String hash(String text) {
        return HexText.of(Keccak.hash(bytes(text)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
