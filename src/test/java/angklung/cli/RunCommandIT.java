package angklung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.config.Settings;
import angklung.runtime.EmbeddedKafka;
import angklung.runtime.TopicAdmin;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The application as a process of its own, on one broker. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class RunCommandIT {
    @TempDir
    private static Path dir;

    private static EmbeddedKafka kafka;

    @BeforeAll
    static void startBroker() {
        kafka = EmbeddedKafka.start(dir.resolve("broker"));
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @Test
    void shouldRunAllStagesUntilATerminationSignalAndEndWith0(TestInfo test) throws Exception {
        Map<String, String> keys = keys(test);
        new TopicAdmin(Settings.of(keys)).apply();

        Process process = start(keys);
        try (BufferedReader output = process.inputReader()) {
            awaitLine(
                    output, "angklung: running intake, rights, tally, pool, settlement on " + kafka.bootstrapServers());
            process.toHandle().destroy(); // Process.destroy would close the output too

            assertThat(process.waitFor()).as(rest(output)).isEqualTo(0);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldEndWith1WhenAStageFails(TestInfo test) throws Exception {
        Map<String, String> keys = keys(test);
        Settings settings = Settings.of(keys);
        new TopicAdmin(settings).apply();

        Process process = start(keys, "--stages", "settlement");
        try (BufferedReader output = process.inputReader()) {
            awaitLine(output, "angklung: running settlement on ");
            try (Admin admin = settings.clients().admin()) {
                admin.deleteTopics(List.of(settings.topics().earnings.name())).all().get();
            }

            awaitLine(output, "angklung: Stage settlement failed: ");
            assertThat(process.waitFor()).as(rest(output)).isEqualTo(1);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldEndWith5WithoutTheTopics(TestInfo test) throws Exception {
        Process process = start(keys(test));
        try (BufferedReader output = process.inputReader()) {
            awaitLine(output, "angklung: Missing topics: ");

            assertThat(process.waitFor()).as(rest(output)).isEqualTo(5);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Map<String, String> keys(TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName();
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("bootstrap.servers", kafka.bootstrapServers());
        keys.put("schema.registry.url", "mock://run");
        keys.put("topic.prefix", name);
        keys.put("application.id.prefix", name);
        keys.put("dsps", "alpha");
        keys.put("state.dir", dir.resolve(name).toString());
        keys.put("threads", "1");
        keys.put("replication.factor", "1");
        keys.put("min.insync.replicas", "1");
        return keys;
    }

    private static Process start(Map<String, String> keys, String... options) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-cp", System.getProperty("java.class.path"), Main.class.getName(), "run"));
        keys.forEach((key, value) -> line.addAll(List.of("--set", key + "=" + value)));
        line.addAll(List.of(options));
        return new ProcessBuilder(line).redirectErrorStream(true).start();
    }

    /** Reads on to the line with the given start; the lines before it are shown if there is none. */
    private static void awaitLine(BufferedReader output, String start) throws IOException {
        List<String> before = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(start)) {
                return;
            }
            before.add(line);
        }
        throw new AssertionError("No line '" + start + "' in:\n" + String.join("\n", before));
    }

    private static String rest(BufferedReader output) {
        return output.lines().collect(Collectors.joining("\n"));
    }
}
