package angklung.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The part of the schema registry's HTTP interface that serializers use, for tests with child processes. */
public final class TestRegistry implements AutoCloseable {
    private final ObjectMapper json = new ObjectMapper();
    private final List<String> schemas = new ArrayList<>();
    private final Map<String, List<Integer>> subjects = new HashMap<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    public TestRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().split("/");
        String body = new String(exchange.getRequestBody().readAllBytes());
        byte[] response;
        int status = 200;
        synchronized (this) {
            if (path.length == 4 && path[1].equals("schemas")) {
                int id = Integer.parseInt(path[3]);
                if (id < 1 || id > schemas.size()) {
                    status = 404;
                    response = json.writeValueAsBytes(Map.of("error_code", 40403, "message", "Schema not found"));
                } else {
                    response = json.writeValueAsBytes(Map.of("schema", schemas.get(id - 1)));
                }
            } else {
                JsonNode node = json.readTree(body);
                int id = register(path[2], node.get("schema").asText());
                response = json.writeValueAsBytes(Map.of(
                        "id", id, "subject", path[2], "version", subjects.get(path[2]).indexOf(id) + 1,
                        "schema", schemas.get(id - 1)));
            }
        }
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(status, response.length);
        exchange.getResponseBody().write(response);
        exchange.close();
    }

    private int register(String subject, String schema) {
        int at = schemas.indexOf(schema);
        if (at < 0) {
            schemas.add(schema);
            at = schemas.size() - 1;
        }
        List<Integer> versions = subjects.computeIfAbsent(subject, s -> new ArrayList<>());
        if (!versions.contains(at + 1)) {
            versions.add(at + 1);
        }
        return at + 1;
    }
}
