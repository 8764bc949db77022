package angklung.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class StateCodecTest {
    private static final Serde<String> SERDE =
            StateSerdes.fields(3, (text, writer) -> writer.text(text), StateReader::text);

    @Test
    void shouldReadWhatItWrote() {
        Seeds.cases(2_000, random -> {
            long[] numbers = {random.nextLong(), random.nextLong() >>> random.nextInt(64), -1, 0, Long.MIN_VALUE};
            int integer = random.nextInt();
            String text = "ü".repeat(random.nextInt(200));
            byte[] bytes = bytes(random);
            byte[] written = new StateWriter(7)
                    .numbers(numbers)
                    .number(integer)
                    .text(text)
                    .flag(true)
                    .bytes(bytes)
                    .optionalText(null)
                    .optionalBytes(bytes)
                    .optionalBytes(null)
                    .optionalText(text)
                    .toBytes();
            StateReader reader = new StateReader(written, 7);
            assertThat(reader.numbers()).isEqualTo(numbers);
            assertThat(reader.integer()).isEqualTo(integer);
            assertThat(reader.text()).isEqualTo(text);
            assertThat(reader.flag()).isTrue();
            assertThat(reader.bytes()).isEqualTo(bytes);
            assertThat(reader.optionalText()).isNull();
            assertThat(reader.optionalBytes()).isEqualTo(bytes);
            assertThat(reader.optionalBytes()).isNull();
            assertThat(reader.optionalText()).isEqualTo(text);
        });
    }

    @Test
    void shouldWriteTheBytesOfItsFormat() {
        byte[] written = new StateWriter(2)
                .number(127)
                .number(300)
                .flag(true)
                .text("ü")
                .optionalText("a")
                .optionalBytes(null)
                .numbers(new long[] {0, 128})
                .toBytes();

        assertThat(written)
                .containsExactly(2, 127, 0xAC, 2, 1, 2, 0xC3, 0xBC, 1, 1, 'a', 0, 2, 0, 0x80, 1);
    }

    @Test
    void shouldKeepNullAsNull() {
        assertThat(SERDE.serializer().serialize("t", null)).isNull();
        assertThat(SERDE.deserializer().deserialize("t", null)).isNull();
    }

    @Test
    void shouldRefuseStateOfAnotherFormat() {
        byte[] bytes = SERDE.serializer().serialize("t", "text");
        bytes[0] = 9;

        assertThatThrownBy(() -> SERDE.deserializer().deserialize("t", bytes))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("state of t", "format 9", "reads 3");
    }

    @Test
    void shouldRefuseStateThatIsCutShort() {
        byte[] whole = SERDE.serializer().serialize("t", "text");
        for (int length = 0; length < whole.length; length++) {
            byte[] bytes = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> SERDE.deserializer().deserialize("t", bytes))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("state of t", "cut short");
        }
    }

    private static byte[] bytes(SplittableRandom random) {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return bytes;
    }
}
