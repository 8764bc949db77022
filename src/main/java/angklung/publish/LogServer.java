package angklung.publish;

import angklung.config.Failure;
import angklung.log.LogFormatException;
import angklung.log.TilePath;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves a log's directory over HTTP: {@code /checkpoint}, {@code /policy} and the tiles. A path is not looked for in
 * the file system before it is known to be one of these, so nothing else can be read.
 */
public final class LogServer implements AutoCloseable {
    private static final int THREADS = 16;

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int FAILED = 500;

    /** A new checkpoint is seen within this time; behind a cache, this many seconds later. */
    private static final String FOR_SECONDS = "public, max-age=5";

    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String BYTES = "application/octet-stream";

    private final LogDirectory directory;
    private final HttpServer server;
    private final ExecutorService threads;

    private record Found(byte[] body, String type, String caching) {}

    private LogServer(LogDirectory directory, HttpServer server) {
        this.directory = directory;
        this.server = server;
        this.threads = Executors.newFixedThreadPool(THREADS);
    }

    /**
     * Serves until it is closed.
     *
     * @throws Failure if the address is taken
     */
    public static LogServer start(LogDirectory directory, InetSocketAddress address) {
        HttpServer http;
        try {
            http = HttpServer.create(address, 0);
        } catch (IOException e) {
            throw Failure.notReady("Nothing can be served at " + address + ": " + e.getMessage());
        }
        LogServer server = new LogServer(directory, http);
        http.createContext("/", server::answer);
        http.setExecutor(server.threads);
        http.start();
        return server;
    }

    /** Where it listens; the port is the one that was given out if 0 was asked for. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** What a client asks, such as {@code http://127.0.0.1:8080}. */
    public String url() {
        String host = address().getAddress().getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                exchange.sendResponseHeaders(NOT_ALLOWED, -1);
                return;
            }
            Optional<Found> found;
            try {
                found = find(exchange.getRequestURI().getRawPath());
            } catch (UncheckedIOException e) {
                exchange.sendResponseHeaders(FAILED, -1); // the disk's troubles are nobody's business out there
                return;
            }
            if (found.isPresent()) {
                send(exchange, found.get(), method.equals("HEAD"));
            } else {
                exchange.sendResponseHeaders(NOT_FOUND, -1);
            }
        }
    }

    private Optional<Found> find(String path) {
        return switch (path) {
            case "/" + LogDirectory.CHECKPOINT -> directory.checkpoint().map(LogServer::text);
            case "/" + LogDirectory.POLICY -> directory.policy().map(LogServer::text);
            default -> tile(path).map(body -> new Found(body, BYTES, FOR_EVER));
        };
    }

    private static Found text(byte[] body) {
        return new Found(body, TEXT, FOR_SECONDS);
    }

    private Optional<byte[]> tile(String path) {
        try {
            return Optional.of(directory.read(TilePath.parse(path.substring(1))));
        } catch (LogFormatException e) {
            return Optional.empty();
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static void send(HttpExchange exchange, Found found, boolean headOnly) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", found.type());
        exchange.getResponseHeaders().set("Cache-Control", found.caching());
        if (headOnly) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(found.body().length));
            exchange.sendResponseHeaders(OK, -1);
        } else {
            exchange.sendResponseHeaders(OK, found.body().length);
            exchange.getResponseBody().write(found.body());
        }
    }
}
