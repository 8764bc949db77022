package angklung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command on files; what a proof must be is in the tests of package {@code proof}. */
final class VerifyCommandTest {
    private static final Path SAMPLES = Path.of("src/test/resources/proof");
    private static final String PROOF = SAMPLES.resolve("statement.tlog-proof").toString();
    private static final String POLICY = SAMPLES.resolve("policy.txt").toString();

    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.run(Map.of(), new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "en|1 passed: the opening fits|What is not proved:",
        "id|1 lolos: isi yang dibuka cocok|Yang tidak terbukti:",
        "ko|1 통과: 공개 내용이 맞음|증명되지 않은 것:"
    })
    void shouldSayItInEveryLanguage(String language, String says, String heading) {
        assertThat(run("verify", PROOF, "--policy", POLICY, "--lang", language)).as(err.toString()).isZero();
        assertThat(out.toString()).contains(says, heading, "IDA002600002", "w1");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldSayWhatTheReadmeShows() throws IOException {
        int code = run("verify", SAMPLES.resolve("songwriter.tlog-proof").toString(),
                "--policy", SAMPLES.resolve("songwriter.policy").toString());

        assertThat(code).as(err.toString()).isZero();
        assertThat(Files.readString(Path.of("README.md"))).contains(out.toString());
    }

    @Test
    void shouldPrintJson() {
        assertThat(run("verify", PROOF, "--policy", POLICY, "--json")).isZero();
        assertThat(out.toString())
                .contains("\"verified\" : true", "\"check\" : \"detail\"", "\"isrc\" : \"IDA002600002\"",
                        "\"not_proved\" : [");
    }

    @Test
    void shouldEndWith3AndOneLineWhenTheProofFails() {
        assertThat(run("verify", PROOF, "--policy", POLICY, "--expect", "period=2026-11", "--json")).isEqualTo(3);
        assertThat(out.toString()).contains("\"verified\" : false").doesNotContain("\"record\" : {");
        assertThat(err.toString()).contains("Check 5 of the proof failed").hasLineCount(1);
    }

    @Test
    void shouldEndWith4WhenTheFileIsNoProof() throws IOException {
        Path nonsense = Files.write(dir.resolve("nonsense"), new byte[] {0, 1, 2, 10, 10, -1});
        for (Path file : new Path[] {nonsense, dir, dir.resolve("none"), Path.of("/dev/zero")}) {
            assertThat(run("verify", file.toString(), "--policy", POLICY)).as(file.toString()).isEqualTo(4);
        }
        assertThat(err.toString().lines()).hasSize(4).allMatch(line -> line.startsWith("angklung: "));
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldEndWith2WhenThePolicyIsNone() throws IOException {
        Path nonsense = Files.write(dir.resolve("nonsense"), new byte[] {0, 1, 2, 10, 10, -1});
        Path empty = Files.write(dir.resolve("empty"), new byte[0]);
        for (Path file : new Path[] {nonsense, empty, dir, dir.resolve("none"), Path.of("/dev/zero")}) {
            assertThat(run("verify", PROOF, "--policy", file.toString())).as(file.toString()).isEqualTo(2);
        }
        assertThat(err.toString().lines()).hasSize(5).allMatch(line -> line.startsWith("angklung: "));
        assertThat(run("verify", PROOF)).isEqualTo(2);
        assertThat(run("verify", "--script", PROOF)).isEqualTo(2);
        assertThat(run("verify", PROOF, "--policy", POLICY, "--lang", "tlh")).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldPrintTheScript() throws IOException {
        assertThat(run("verify", "--script")).isZero();
        assertThat(out.toString()).isEqualTo(Files.readString(Path.of("src/main/resources/proof/verify.sh")));
    }
}
