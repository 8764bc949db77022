package angklung.stage;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InvariantTest {
    @TempDir
    private Path dir;

    @Test
    void shouldNameTheRecordThatBrokeIt() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "angklung-tally");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        MockProcessorContext<Void, Void> context =
                new MockProcessorContext<>(config, new TaskId(0, 3), dir.toFile());
        Invariant invariant = new Invariant(context);

        assertThatThrownBy(() -> invariant.require(false, () -> "2 is not 3"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("2 is not 3 (task 0_3 of angklung-tally, no record)");
        context.setRecordMetadata("usage", 3, 17);
        assertThatThrownBy(() -> invariant.require(false, () -> "2 is not 3"))
                .hasMessage("2 is not 3 (task 0_3 of angklung-tally, usage-3 at offset 17)");
        assertThatCode(() -> invariant.require(true, () -> "never asked")).doesNotThrowAnyException();
    }
}
