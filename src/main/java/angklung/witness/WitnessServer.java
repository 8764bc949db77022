package angklung.witness;

import angklung.config.Failure;
import angklung.log.Note;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A witness over HTTP: c2sp.org/tlog-witness. TLS, if it is wanted, is the business of a proxy before it. */
public final class WitnessServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WitnessServer.class);
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String SIZE = "text/x.tlog.size";
    private static final String ADD = "/add-checkpoint";
    private static final String LAST = "/checkpoint";

    /** Requests at a time; they wait for one disk anyway. */
    private static final int THREADS = 8;

    private final Witness witness;
    private final Map<String, String> originByPath;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    private final CompletableFuture<String> failed = new CompletableFuture<>();

    private WitnessServer(Witness witness, HttpServer server) {
        this.witness = witness;
        this.server = server;
        this.originByPath = witness.origins().stream()
                .collect(Collectors.toMap(origin -> "/" + OriginHash.of(origin) + LAST, Function.identity()));
    }

    /** @throws Failure if the address cannot be listened on */
    public static WitnessServer start(Witness witness, InetSocketAddress address) {
        try {
            WitnessServer started = new WitnessServer(witness, HttpServer.create(address, 0));
            started.server.setExecutor(started.threads);
            started.server.createContext("/", started::handle);
            started.server.start();
            return started;
        } catch (IOException e) {
            throw Failure.usage("Nothing can listen on " + address.getHostString() + ":" + address.getPort() + ": "
                    + e.getMessage());
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Completed, with the reason, once the witness cannot keep its state: it is of no more use then. */
    public CompletableFuture<String> failed() {
        return failed.copy();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                String path = String.valueOf(exchange.getRequestURI().getRawPath());
                if (path.equals(ADD)) {
                    add(exchange);
                } else if (originByPath.containsKey(path)) {
                    last(exchange, originByPath.get(path));
                } else {
                    send(exchange, 404, TEXT, "There is nothing here\n");
                }
            } catch (UncheckedIOException e) {
                failed.complete(e.getMessage());
                send(exchange, 500, TEXT, "The witness cannot write down what it would cosign\n");
            } catch (RuntimeException e) {
                LOG.error("A request is not answered", e);
                send(exchange, 500, TEXT, "The witness has failed; its log tells more\n");
            }
        }
    }

    private void add(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            exchange.getResponseHeaders().set("Allow", "POST");
            send(exchange, 405, TEXT, "Use POST\n");
            return;
        }
        // One byte more than any request has is enough to refuse it.
        Answer answer = witness.add(exchange.getRequestBody().readNBytes(AddCheckpoint.LONGEST + 1));
        LOG.info("{} {}: {}", exchange.getRemoteAddress(), answer.verdict(), answer.body().strip());
        send(exchange, answer.verdict().status(), answer.verdict() == Answer.Verdict.CONFLICT ? SIZE : TEXT,
                answer.body());
    }

    private void last(HttpExchange exchange, String origin) throws IOException {
        if (!exchange.getRequestMethod().equals("GET")) {
            exchange.getResponseHeaders().set("Allow", "GET");
            send(exchange, 405, TEXT, "Use GET\n");
            return;
        }
        Optional<Note> last = witness.last(origin);
        send(exchange, last.isPresent() ? 200 : 404, TEXT,
                last.map(Note::toString).orElse("No checkpoint of this log is cosigned yet\n"));
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
