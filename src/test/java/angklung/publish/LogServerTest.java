package angklung.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.config.Failure;
import angklung.log.Checkpoint;
import angklung.log.Note;
import angklung.log.TilePath;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogServerTest {
    @TempDir
    private Path dir;

    private LogServer server;
    private String base;

    @BeforeEach
    void start() throws IOException {
        TestLog.publish(dir.resolve("log"), 300);
        Files.writeString(dir.resolve("secret"), "private");
        Files.writeString(dir.resolve("log/secret"), "private");
        server = LogServer.start(new LogDirectory(dir.resolve("log")), loopback());
        base = server.url();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldServeAWholeLogToTheClient() {
        PublishedLog log = PublishedLog.at(base + "/");
        Checkpoint checkpoint = TestLog.ALONE.policy().accept(Note.parse(log.checkpoint().orElseThrow())).checkpoint();

        assertThat(Fsck.check(log, checkpoint).isIntact()).isTrue();
        assertThat(log.toString()).isEqualTo(base);
    }

    @Test
    void shouldSayHowLongAnAnswerHolds() throws Exception {
        HttpResponse<byte[]> checkpoint = send("GET", "/checkpoint");
        assertThat(checkpoint.headers().firstValue("Cache-Control")).contains("public, max-age=5");
        assertThat(checkpoint.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");

        HttpResponse<byte[]> tile = send("GET", "/tile/0/000");
        assertThat(tile.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
        assertThat(tile.body()).hasSize(8_192);
        assertThat(send("GET", "/policy").body()).isEqualTo(TestLog.ALONE.toBytes());
    }

    @Test
    void shouldAnswerHeadWithoutABody() throws Exception {
        HttpResponse<byte[]> head = send("HEAD", "/tile/0/000");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "/", "/secret", "/checkpoint/", "/tile", "/tile/", "/tile/0/001", "/tile/0/001.p/43", "/tile/0/001.p/044",
        "/tile/0/0", "/tile/x/000", "/tile/-1/000", "/tile/0/../../secret", "/tile/0/%2e%2e/%2e%2e/secret",
        "/../secret", "/%2e%2e/secret", "/tile/entries/../../../secret", "/.lock", "/tile/0/x001/000", "//checkpoint",
        "/tile/0/999999999999999999999999", "/tile/0/000.tmp", "/checkpoint.tmp"
    })
    void shouldServeNothingElse(String path) throws Exception {
        assertThat(statusOf("GET " + path + " HTTP/1.1")).isEqualTo("404");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
    void shouldOnlyBeRead(String method) throws Exception {
        HttpResponse<byte[]> answer = send(method, "/checkpoint");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    @Test
    void shouldHaveNoCheckpointBeforeOneIsPublished() throws Exception {
        Files.delete(dir.resolve("log/checkpoint"));

        assertThat(send("GET", "/checkpoint").statusCode()).isEqualTo(404);
        assertThat(PublishedLog.at(base).checkpoint()).isEmpty();
    }

    @Test
    void shouldSayThatAnAddressIsTaken() {
        assertThatThrownBy(() -> LogServer.start(new LogDirectory(dir), server.address()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("Nothing can be served at");
    }

    @Test
    void shouldReadNoMoreThanATileHas() throws Exception {
        HttpServer liar = HttpServer.create(loopback(), 0);
        liar.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (var body = exchange.getResponseBody()) {
                for (int i = 0; i < 100_000; i++) {
                    body.write(new byte[8_192]);
                }
            }
        });
        liar.start();
        try {
            PublishedLog log = PublishedLog.at("http://127.0.0.1:" + liar.getAddress().getPort());

            assertThatThrownBy(() -> log.read(new TilePath(0, 0, 1)))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("more than 32 bytes");
            assertThatThrownBy(log::checkpoint).hasMessageContaining("more than 200000 bytes");
        } finally {
            liar.stop(0);
        }
    }

    @Test
    void shouldNotWaitForEver() throws Exception {
        HttpServer silent = HttpServer.create(loopback(), 0);
        silent.createContext("/", exchange -> exchange.sendResponseHeaders(200, 10)); // and no byte of the ten
        silent.start();
        try {
            PublishedLog log = new LogClient(
                    URI.create("http://127.0.0.1:" + silent.getAddress().getPort()), Duration.ofMillis(100));

            assertThatThrownBy(log::checkpoint).hasMessageContaining("has not answered");
        } finally {
            silent.stop(0);
        }
    }

    @Test
    void shouldNotFollowWhereItIsSent() throws Exception {
        HttpServer sender = HttpServer.create(loopback(), 0);
        sender.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Location", base + "/checkpoint");
            exchange.sendResponseHeaders(302, -1);
        });
        sender.start();
        try {
            assertThatThrownBy(PublishedLog.at("http://127.0.0.1:" + sender.getAddress().getPort())::checkpoint)
                    .hasMessageContaining("answers 302");
        } finally {
            sender.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://log.example.org", "http://", "https://log.example.org/?a=b", "http://a b/"})
    void shouldRefuseWhatIsNoAddress(String place) {
        assertThatThrownBy(() -> PublishedLog.at(place))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("is no address of a log");
    }

    private HttpResponse<byte[]> send(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    /** By hand, for a client would tidy the path up. */
    private String statusOf(String requestLine) throws IOException {
        try (Socket socket = new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.getOutputStream().write(
                    (requestLine + "\r\nHost: log\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).split(" ")[1];
        }
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
