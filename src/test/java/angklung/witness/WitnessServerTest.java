package angklung.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.config.Failure;
import angklung.log.Checkpoint;
import angklung.log.KeyType;
import angklung.log.Note;
import angklung.log.NoteSignature;
import angklung.log.SigningKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WitnessServerTest {
    private static final SigningKey KEY = TestLog.key("witness.example/w1", KeyType.COSIGNATURE, 9);
    private static final TestLog LOG = TestLog.of(40);

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private StateDirectory state;
    private Witness witness;
    private WitnessServer server;

    @BeforeEach
    void start() {
        TrustedLogs logs = TrustedLogs.parse("log " + LOG.vkey());
        state = StateDirectory.open(directory, KEY.verifier(), logs.origins());
        witness = new Witness(KEY, logs, state, state.evidence(), Clock.systemUTC());
        server = WitnessServer.start(witness, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void stop() {
        server.close();
        state.close();
    }

    @Test
    void shouldCosignAndShowTheLastCheckpoint() throws Exception {
        assertThat(get(last()).statusCode()).isEqualTo(404);
        HttpResponse<String> answer = post(LOG.request(0, 7).toBytes());

        assertThat(answer.statusCode()).isEqualTo(200);
        NoteSignature line = NoteSignature.parse(answer.body().strip());
        Note shown = Note.parse(get(last()).body().getBytes(StandardCharsets.UTF_8));
        assertThat(shown).isEqualTo(LOG.signed(7).with(List.of(line)));
        assertThat(shown.verified(List.of(KEY.verifier()))).hasSize(1);
    }

    @Test
    void shouldAnswerAsTheProtocolSays() throws Exception {
        assertThat(post("nonsense".getBytes(StandardCharsets.UTF_8)).statusCode()).isEqualTo(400);
        assertThat(post(TestLog.of(TestLog.ORIGIN, 2, 5).request(0, 5).toBytes()).statusCode()).isEqualTo(403);
        assertThat(post(TestLog.of("log.example/other", 1, 5).request(0, 5).toBytes()).statusCode()).isEqualTo(404);
        assertThat(post(LOG.request(0, 7).toBytes()).statusCode()).isEqualTo(200);
        assertThat(post(LOG.fork(6).request(7, 9).toBytes()).statusCode()).isEqualTo(422);
        HttpResponse<String> conflict = post(LOG.request(0, 9).toBytes());
        assertThat(conflict.statusCode()).isEqualTo(409);
        assertThat(conflict.body()).isEqualTo("7\n");
        assertThat(conflict.headers().firstValue("Content-Type")).contains("text/x.tlog.size");
    }

    @Test
    void shouldHaveNothingElse() throws Exception {
        for (String path : List.of("/", "/checkpoint", "/add-checkpoint/", "/../lock", "/abc/checkpoint", "/lock")) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(get("/add-checkpoint").statusCode()).isEqualTo(405);
        HttpRequest delete = HttpRequest.newBuilder(uri(last())).DELETE().build();
        assertThat(client.send(delete, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
    }

    @Test
    void shouldSurviveNonsenseThatIsNoHttp() throws Exception {
        for (String text : List.of("\0\0\0\n\n", "POST\r\n\r\n", "GET * HTTP/1.1\r\n\r\n",
                "POST /add-checkpoint HTTP/1.1\r\nContent-Length: -4\r\n\r\n")) {
            try (Socket socket = new Socket(server.address().getAddress(), server.address().getPort())) {
                socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
                socket.shutdownOutput();
                drain(socket);
            }
        }
        assertThat(post(LOG.request(0, 7).toBytes()).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldSurviveABodyWithoutEnd() throws Exception {
        HttpRequest endless = request(new byte[8 * AddCheckpoint.LONGEST]);
        try {
            HttpClient.newHttpClient().send(endless, BodyHandlers.ofString()); // its connection is of no use after that
        } catch (IOException e) {
            // refused while the rest was still being sent
        }
        assertThat(post(LOG.request(0, 7).toBytes()).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldSayThatItCannotAnswerWhenItsStateCannotBeWritten() throws Exception {
        Path file = directory.resolve(hash() + ".checkpoint.tmp");
        Files.createDirectory(file); // in the way of the file

        assertThat(post(LOG.request(0, 7).toBytes()).statusCode()).isEqualTo(500);
        assertThat(post(LOG.request(0, 7).toBytes()).statusCode()).isEqualTo(500);
    }

    @Test
    void shouldCosignOneOfManyForksThatComeAtOnce() {
        List<TestLog> forks = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            forks.add(LOG.fork(i));
        }
        List<CompletableFuture<HttpResponse<String>>> answers = forks.stream()
                .map(fork -> client.sendAsync(request(fork.request(0, 20).toBytes()), BodyHandlers.ofString()))
                .toList();

        Stream<Integer> statuses = answers.stream().map(answer -> answer.join().statusCode());
        assertThat(statuses.filter(status -> status == 200)).hasSize(1);
        assertThat(Checkpoint.parse(witness.last(TestLog.ORIGIN).orElseThrow().text()).size()).isEqualTo(20);
    }

    @Test
    void shouldSayWhenItCannotListen() {
        assertThatThrownBy(() -> WitnessServer.start(witness, server.address()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("Nothing can listen on");
    }

    private static void drain(Socket socket) {
        try {
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            // the server hung up
        }
    }

    private HttpResponse<String> post(byte[] body) throws Exception {
        return client.send(request(body), BodyHandlers.ofString());
    }

    private HttpRequest request(byte[] body) {
        return HttpRequest.newBuilder(uri("/add-checkpoint")).POST(BodyPublishers.ofByteArray(body)).build();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    }

    private static String last() throws Exception {
        return "/" + hash() + "/checkpoint";
    }

    private static String hash() throws Exception {
        return HexFormat.of().formatHex(
                MessageDigest.getInstance("SHA-256").digest(TestLog.ORIGIN.getBytes(StandardCharsets.UTF_8)));
    }
}
