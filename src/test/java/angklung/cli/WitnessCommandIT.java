package angklung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.keys.SigningKeyFile;
import angklung.log.KeyType;
import angklung.log.Note;
import angklung.log.NoteSignature;
import angklung.log.VerifierKey;
import angklung.witness.AddCheckpoint;
import angklung.witness.TestLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The witness as a process of its own. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class WitnessCommandIT {
    private static final TestLog LOG = TestLog.of(40);

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void configure() throws IOException {
        SigningKeyFile.generate(
                directory.resolve("key"), "witness.example/w1", KeyType.COSIGNATURE, new SecureRandom());
        Files.writeString(directory.resolve("logs"), "log " + LOG.vkey() + "\n");
    }

    @Test
    void shouldCosignOneHistoryAlthoughItIsKilled() throws Exception {
        Process process = start();
        try (BufferedReader output = process.inputReader()) {
            String[] line = awaitLine(output).split(" ");
            Note signed = LOG.signed(20);
            HttpResponse<String> answer = post(line[3], new AddCheckpoint(0, List.of(), signed));
            assertThat(answer.statusCode()).isEqualTo(200);
            NoteSignature cosignature = NoteSignature.parse(answer.body().strip());
            VerifierKey key = VerifierKey.parse(line[2]);
            assertThat(signed.with(List.of(cosignature)).verified(List.of(key))).hasSize(1);
        } finally {
            process.destroyForcibly().waitFor(); // the answer was given, so it is written
        }

        process = start();
        try (BufferedReader output = process.inputReader()) {
            String address = awaitLine(output).split(" ")[3];
            TestLog forked = LOG.fork(10);
            HttpResponse<String> answer = post(address, forked.request(0, 20));
            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(answer.body()).isEqualTo("20\n");
            assertThat(post(address, forked.request(20, 30)).statusCode()).isEqualTo(422);
            assertThat(post(address, LOG.request(20, 30)).statusCode()).isEqualTo(200);
            process.toHandle().destroy();
            assertThat(process.waitFor()).as(rest(output)).isEqualTo(0);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldNotShareItsStateWithAnotherProcess() throws Exception {
        Process first = start();
        Process second = null;
        try (BufferedReader output = first.inputReader()) {
            awaitLine(output);
            second = start();
            try (BufferedReader other = second.inputReader()) {
                assertThat(rest(other)).startsWith("angklung: The directory ").contains("in use by another process");
                assertThat(second.waitFor()).isEqualTo(5);
            }
        } finally {
            first.destroyForcibly();
            if (second != null) {
                second.destroyForcibly();
            }
        }
    }

    @Test
    void shouldRefuseAKeyThatOthersMayRead() throws Exception {
        Files.setPosixFilePermissions(directory.resolve("key"), PosixFilePermissions.fromString("rw-r-----"));
        Process process = start();
        try (BufferedReader output = process.inputReader()) {
            assertThat(rest(output)).contains("open to others").doesNotContain("PRIVATE");
            assertThat(process.waitFor()).isEqualTo(4);
        }
    }

    private HttpResponse<String> post(String address, AddCheckpoint request) throws Exception {
        HttpRequest post = HttpRequest.newBuilder(URI.create(address + "add-checkpoint"))
                .POST(BodyPublishers.ofByteArray(request.toBytes()))
                .build();
        return client.send(post, BodyHandlers.ofString());
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                        "-cp", System.getProperty("java.class.path"), Main.class.getName(),
                        "witness", "serve", "--key", directory.resolve("key").toString(),
                        "--logs", directory.resolve("logs").toString(),
                        "--state", directory.resolve("state").toString(), "--listen", "127.0.0.1:0")
                .redirectErrorStream(true)
                .start();
    }

    /** The line for a policy, which comes first. */
    private static String awaitLine(BufferedReader output) throws IOException {
        String line = output.readLine();
        assertThat(line).as(rest(output, line)).startsWith("witness witness.example/w1 witness.example/w1+");
        return line;
    }

    private static String rest(BufferedReader output, String line) {
        return line != null && line.startsWith("witness ") ? line : line + "\n" + rest(output);
    }

    private static String rest(BufferedReader output) {
        return output.lines().collect(Collectors.joining("\n"));
    }
}
