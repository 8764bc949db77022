package angklung.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import angklung.config.Failure;
import angklung.config.Settings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class ClusterCheckIT {
    @TempDir
    private Path dir;

    @Test
    @Timeout(value = 5, unit = TimeUnit.SECONDS)
    void shouldSayQuicklyThatNoBrokerAnswers() throws Exception {
        String nobody = "127.0.0.1:" + portThatNobodyHas();
        Settings settings = TestSettings.of(nobody, dir, Map.of());

        Failure failure = catchThrowableOfType(Failure.class, () -> new ClusterCheck(settings).run());

        assertThat(failure.exitCode()).isEqualTo(Failure.NOT_READY);
        assertThat(failure).hasMessageContaining("No broker answers at " + nobody);
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.SECONDS)
    void shouldNotWaitForAHostThatDoesNotExist() {
        Settings settings = TestSettings.of("broker.invalid:9092", dir, Map.of());

        Failure failure = catchThrowableOfType(
                Failure.class, () -> new ClusterCheck(settings, Duration.ofMillis(100)).run());

        assertThat(failure).hasMessageContaining("broker.invalid:9092");
    }

    @Test
    void shouldPassOnlyWhenTheTopicsAreThere() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("broker"))) {
            Settings settings = TestSettings.of(kafka.bootstrapServers(), dir, Map.of());
            assertThat(catchThrowableOfType(Failure.class, () -> new ClusterCheck(settings).run()))
                    .hasMessageContaining("run 'angklung topics apply'");

            new TopicAdmin(settings).apply();
            assertThatCode(() -> new ClusterCheck(settings).run()).doesNotThrowAnyException();
        }
    }

    private static int portThatNobodyHas() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
