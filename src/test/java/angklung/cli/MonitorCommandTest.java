package angklung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.witness.TestLog;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MonitorCommandTest {
    private static final TestLog LOG = TestLog.of(600);

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void trust() throws Exception {
        Files.writeString(directory.resolve("policy"), "log " + LOG.vkey() + "\nquorum none\n");
        LOG.publish(directory.resolve("log"), 300);
    }

    @Test
    void shouldFollowALogThatGrows() throws Exception {
        assertThat(once("log")).isEqualTo(0);
        LOG.publish(directory.resolve("log"), 600);
        assertThat(once("log")).isEqualTo(0);

        assertThat(err.toString()).isEmpty();
        assertThat(out.toString().lines()).hasSize(2).satisfiesExactly(
                first -> assertThat(first).contains("300 leaves  FIRST"),
                second -> assertThat(second).contains("600 leaves  GROWN"));
    }

    @Test
    void shouldEndWith3AndKeepBothCheckpointsWhenTheLogHasTwoHistories() throws Exception {
        LOG.fork(200).publish(directory.resolve("mirror"), 600);

        assertThat(once("log", "mirror")).isEqualTo(3);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains("the log has signed two histories; the evidence is in ");
        try (Stream<Path> kept = Files.walk(directory.resolve("state/evidence"))) {
            assertThat(kept.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("README", "checkpoint-1", "checkpoint-2", "consistency");
        }
    }

    @Test
    void shouldEndWith3WithoutWaitingForMoreWhenItWatches() throws Exception {
        LOG.fork(200).publish(directory.resolve("mirror"), 300);

        assertThat(run(List.of(), "log", "mirror")).isEqualTo(3);
    }

    @Test
    void shouldEndWith3WhenTheCheckpointIsOfSomebodyElse() throws Exception {
        TestLog.of(TestLog.ORIGIN, 7, 9).publish(directory.resolve("log"), 9);

        assertThat(once("log")).isEqualTo(3);
        assertThat(err.toString()).contains("No known key has signed");
    }

    @Test
    void shouldEndWith5WhenNobodyIsThere() {
        assertThat(once("log", "nowhere")).isEqualTo(5);
        assertThat(once("http://127.0.0.1:9/")).isEqualTo(5);
        assertThat(err.toString().lines()).hasSize(2).allSatisfy(line -> assertThat(line).startsWith("angklung: "));
    }

    @Test
    void shouldEndWith2OnAWrongPolicy() throws Exception {
        Files.writeString(directory.resolve("policy"), "log " + LOG.vkey() + "\nquorum many\n");
        assertThat(once("log")).isEqualTo(2);
        assertThat(err.toString()).contains("--policy " + directory.resolve("policy")).contains("Line 2");

        Files.write(directory.resolve("policy"), new byte[] {(byte) 0xff});
        assertThat(once("log")).isEqualTo(2);
        Files.delete(directory.resolve("policy"));
        assertThat(once("log")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no such file");
    }

    @Test
    void shouldEndWith2OnBothPaces() {
        assertThat(run(List.of("--once", "--interval", "5s"), "log")).isEqualTo(2);
    }

    private int once(String... places) {
        return run(List.of("--once"), places);
    }

    private int run(List<String> options, String... places) {
        Stream<String> own = Stream.of(
                "monitor", "--policy", directory.resolve("policy").toString(),
                "--state", directory.resolve("state").toString());
        Stream<String> shown = Stream.of(places)
                .map(place -> place.contains("://") ? place : directory.resolve(place).toString());
        String[] line = Stream.concat(Stream.concat(own, options.stream()), shown).toArray(String[]::new);
        return Main.run(Map.of(), new PrintWriter(out, true), new PrintWriter(err, true), line);
    }
}
