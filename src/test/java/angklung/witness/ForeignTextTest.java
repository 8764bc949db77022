package angklung.witness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ForeignTextTest {
    @Test
    void shouldBeOneShortLineWithoutControlCharacters() {
        assertThat(ForeignText.tamed("a\u001b[31mb\r\nc\u009bd\n")).isEqualTo("a [31mb c d");
        assertThat(ForeignText.tamed("x".repeat(5_000))).hasSize(301).endsWith("…");
        assertThat(ForeignText.tamed("")).isEmpty();
    }
}
