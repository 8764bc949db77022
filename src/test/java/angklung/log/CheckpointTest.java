package angklung.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    private static final String EMPTY = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    private static final String ROOT = "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=";

    @Test
    void shouldReadAndWriteItsLines() {
        Checkpoint checkpoint = Checkpoint.parse("example.com/log\n1\n" + ROOT + "\n");

        assertThat(checkpoint).isEqualTo(new Checkpoint("example.com/log", 1, Hash.leaf(new byte[0])));
        assertThat(checkpoint.text()).isEqualTo("example.com/log\n1\n" + ROOT + "\n");
        assertThat(new Checkpoint("o", 0, Hash.EMPTY_ROOT).text()).isEqualTo("o\n0\n" + EMPTY + "\n");
        assertThat(Checkpoint.parse("o\n9223372036854775807\n" + ROOT + "\n").size()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldKeepLinesThatItDoesNotKnow() {
        String text = "o\n1\n" + ROOT + "\nmore\nand more\n";

        assertThat(Checkpoint.parse(text).extensions()).containsExactly("more", "and more");
        assertThat(Checkpoint.parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "\n", "\n\n\n", "o", "o\n1\n", "o\n1\nROOT", "\n1\nROOT\n", "o\n\nROOT\n", "o\n01\nROOT\n", "o\n+1\nROOT\n",
        "o\n-1\nROOT\n", "o\n 1\nROOT\n", "o\n1 \nROOT\n", "o\n1.0\nROOT\n", "o\n0x1\nROOT\n", "o\n1e3\nROOT\n",
        "o\n\u0661\nROOT\n", "o\n9223372036854775808\nROOT\n", "o\n18446744073709551617\nROOT\n", "o\n0\nROOT\n",
        "o\n1\n\n", "o\n1\nROOT\n\n", "o\n1\nROOT\n\nmore\n", "o\n1\nROOT\nmore", "o\n1\nROOT \n", "o\r\n1\r\nROOT\r\n",
        "o\n1\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0\n", "o\n1\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB1=\n",
        "o\n1\nbjQLnP-zepicpUTmu3gKLHiQHT-zNzh2hRGjBhevoB0=\n", "o\n1\nAAAA\n", "o\n1\nROOTROOT\n",
    })
    void shouldRefuseWhatIsNoCheckpoint(String pattern) {
        assertThatThrownBy(() -> Checkpoint.parse(pattern.replace("ROOT", ROOT)))
                .isInstanceOf(LogFormatException.class);
    }

    /** A checkpoint has one text, so that whoever signs it signs what another reads. */
    @Test
    void shouldReadNoTwoTextsAsOne() {
        String text = "example.com/log\n20\n" + ROOT + "\nmore\n";
        Checkpoint right = Checkpoint.parse(text);
        Bits.flipEach(text.getBytes(ISO_8859_1), wrong -> {
            String other = new String(wrong, ISO_8859_1);
            try {
                assertThat(Checkpoint.parse(other)).isNotEqualTo(right);
                assertThat(Checkpoint.parse(other).text()).isEqualTo(other);
            } catch (LogFormatException e) {
                assertThat(e).hasMessageMatching("\\P{Cntrl}+");
            }
        });
    }

    @Test
    void shouldNotBeMadeOfWhatItsTextCannotSay() {
        Hash root = Hash.leaf(new byte[0]);
        assertThatThrownBy(() -> new Checkpoint("", 1, root)).isInstanceOf(LogFormatException.class);
        assertThatThrownBy(() -> new Checkpoint("a\nb", 1, root)).isInstanceOf(LogFormatException.class);
        assertThatThrownBy(() -> new Checkpoint("a", -1, root)).isInstanceOf(LogFormatException.class);
        assertThatThrownBy(() -> new Checkpoint("a", 0, root)).isInstanceOf(LogFormatException.class);
        assertThatThrownBy(() -> new Checkpoint("a", 1, root, List.of(""))).isInstanceOf(LogFormatException.class);
        assertThatThrownBy(() -> new Checkpoint("a", 1, root, List.of("b\nc"))).isInstanceOf(LogFormatException.class);
    }
}
