package angklung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"--help", "topics --help", "topics apply --help", "ledger tail --help"})
    void shouldHelpOnStandardOutput(String args) {
        assertThat(run(Map.of(), args.split(" "))).isEqualTo(ExitCode.DONE.code());
        assertThat(out.toString()).contains("Usage: angklung").contains("Exit codes:");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldPrintAVersion() {
        assertThat(run(Map.of(), "--version")).isEqualTo(0);
        assertThat(out.toString()).startsWith("angklung ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "topics", "ledger", "toopics", "topics plan --jsn", "ledger tail -n ten"})
    void shouldEndWith2OnWrongUsageAndPointToTheHelp(String args) {
        assertThat(run(Map.of(), args.isEmpty() ? new String[0] : args.split(" "))).isEqualTo(2);
        assertThat(err.toString()).startsWith("angklung: ").contains("--help'");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldSayInOneLineWhichSettingIsUnknown() {
        int code = run(Map.of("ANGKLUNG_DSPP", "alpha"), "topics", "plan");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains("ANGKLUNG_DSPP").contains("did you mean ANGKLUNG_DSPS?");
    }

    @Test
    void shouldShowTheStackTraceOnlyWhenAsked() {
        run(Map.of(), "topics", "plan", "--verbose");
        assertThat(err.toString()).contains("\tat angklung.");

        err.getBuffer().setLength(0);
        run(Map.of("ANGKLUNG_DEBUG", "1"), "topics", "plan");
        assertThat(err.toString()).contains("\tat angklung.");
    }

    @Test
    void shouldAskForServicesBeforeAnythingElse() {
        assertThat(run(Map.of(), "topics", "apply")).isEqualTo(2);
        assertThat(err.toString()).contains("No service is named").contains("ANGKLUNG_DSPS");
    }

    @Test
    void shouldEndWith5WhenNoBrokerAnswers() throws Exception {
        String nobody = "127.0.0.1:" + portThatNobodyHas();

        assertThat(run(Map.of("ANGKLUNG_DSPS", "alpha"), "topics", "plan", "--bootstrap-servers", nobody))
                .isEqualTo(5);
        assertThat(err.toString()).isEqualTo("angklung: No broker answers at " + nobody
                + "; start Kafka or set bootstrap.servers" + System.lineSeparator());
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldReadFileAndFlags(@TempDir Path dir) throws Exception {
        Path file = Files.write(dir.resolve("a.properties"), List.of("dsps=alpha", "bootstrap.servers=nowhere.invalid:1"));
        String nobody = "127.0.0.1:" + portThatNobodyHas();

        run(Map.of(), "topics", "plan", "--config", file.toString());
        assertThat(err.toString()).contains("nowhere.invalid:1");
        run(Map.of(), "topics", "plan", "--config", file.toString(), "--set", "bootstrap.servers=" + nobody);
        assertThat(err.toString()).contains(nobody);
    }

    @Test
    void shouldRefuseTheSameSettingByTwoFlags() {
        int code = run(
                Map.of(), "topics", "plan", "--bootstrap-servers", "a:1", "--set", "bootstrap.servers=b:1");

        assertThat(code).isEqualTo(2);
    }

    private int run(Map<String, String> environment, String... args) {
        return Main.run(environment, new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private static int portThatNobodyHas() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
