package angklung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs no broker. */
final class KeysCommandTest {
    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource({"log, A[Q-Za-f]", "WITNESS, B[A-P]"}) // the first byte of what is in base64 is the type: 1 or 4
    void shouldPrintTheVerifierKeyOfWhatItMakesAndShowItAgain(String type, String start) throws Exception {
        Path file = dir.resolve("made.key");

        assertThat(run("keys", "generate", "--type", type, "--name", "log.example.org/a", "--out", file.toString()))
                .isZero();
        String made = out.toString();
        assertThat(made.strip())
                .matches("log\\.example\\.org/a\\+[0-9a-f]{8}\\+" + start + "[A-Za-z0-9+/]{42}");
        assertThat(err.toString()).contains(file.toString());
        out.getBuffer().setLength(0);
        assertThat(run("keys", "show", file.toString())).isZero();
        assertThat(out.toString()).isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertSecretIsNotShown(file);
    }

    @Test
    void shouldNotReplaceAKeyNorShowIt() throws Exception {
        Path file = dir.resolve("made.key");
        String[] generate = {"keys", "generate", "--type", "log", "--name", "n", "--out", file.toString()};
        run(generate);
        String before = Files.readString(file);

        assertThat(run(generate)).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains(file + " is there already");
        assertThat(Files.readString(file)).isEqualTo(before);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(run("keys", "show", file.toString(), "--verbose")).isEqualTo(ExitCode.INPUT.code());
        assertThat(err.toString()).contains("chmod go= " + file);
        assertSecretIsNotShown(file);
    }

    @Test
    void shouldAskForTheOriginBeforeItLooksForABroker() throws Exception {
        Path policy = Files.writeString(dir.resolve("policy"), "quorum none\n");

        assertThat(run("keys", "policy", policy.toString())).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains("log.origin");
        assertThat(run("keys", "erase", "--party", "P-1", "--reason", "why")).isEqualTo(ExitCode.USAGE.code());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "keys", "keys generate", "keys generate --type chain --name n --out f", "keys show", "keys rotate --old f",
        "keys revoke --key k", "keys erase --party P", "keys show nowhere/none.key", "keys policy nowhere/none"
    })
    void shouldSayInOneOrTwoLinesWhatIsWrong(String args) {
        assertThat(run(args.split(" "))).isIn(ExitCode.USAGE.code(), ExitCode.INPUT.code());
        assertThat(err.toString()).startsWith("angklung: ").doesNotContain("\tat ");
        assertThat(err.toString().lines().count()).isLessThanOrEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    private void assertSecretIsNotShown(Path file) throws Exception {
        String secret = Files.readString(file).strip().split("\\+", 5)[4]; // behind PRIVATE+KEY+name+id+
        String shown = out.toString() + err;
        assertThat(shown).doesNotContain("PRIVATE", secret.substring(2)); // the verifier key has the type too
    }

    private int run(String... args) {
        return Main.run(Map.of(), new PrintWriter(out, true), new PrintWriter(err, true), args);
    }
}
