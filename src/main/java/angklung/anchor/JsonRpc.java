package angklung.anchor;

import angklung.config.Failure;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** Calls of JSON-RPC 2.0 over HTTP. Addresses of nodes often hold a secret, so messages tell only their host. */
public final class JsonRpc {
    /** In bytes; what is asked for here has some thousands. */
    private static final int LONGEST_ANSWER = 4 << 20;

    private static final int OK = 200;

    private final HttpClient http;
    private final URI node;
    private final Duration patience;
    private final ObjectMapper json = new ObjectMapper();

    /** @param patience how long one answer may take */
    public JsonRpc(URI node, Duration patience) {
        this.node = node;
        this.patience = patience;
        this.http = HttpClient.newBuilder()
                .connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * Calls a method.
     *
     * @param parameters texts, booleans, and maps and lists of them
     * @return the result, a null node if it is null
     * @throws RpcException if the node answers with an error
     * @throws Failure if it cannot be reached or does not speak JSON-RPC
     */
    public JsonNode call(String method, Object... parameters) {
        JsonNode answer = parse(method, post(method, request(method, List.of(parameters))));
        JsonNode error = answer.get("error");
        if (error != null && !error.isNull()) {
            throw new RpcException(method, error.path("code").asInt(), error.path("message").asText(), data(error));
        }
        if (!answer.has("result")) {
            throw strange(method, "has neither result nor error");
        }
        return answer.get("result");
    }

    private byte[] request(String method, List<Object> parameters) {
        ObjectNode request = json.createObjectNode().put("jsonrpc", "2.0").put("id", 1).put("method", method);
        ArrayNode params = request.putArray("params");
        parameters.forEach(params::addPOJO);
        try {
            return json.writeValueAsBytes(request);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("No JSON: parameters of " + method, e);
        }
    }

    private byte[] post(String method, byte[] request) {
        HttpRequest post = HttpRequest.newBuilder(node)
                .timeout(patience)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                .build();
        try {
            HttpResponse<InputStream> response = http.send(post, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] answer = body.readNBytes(LONGEST_ANSWER + 1);
                if (answer.length > LONGEST_ANSWER) {
                    throw strange(method, "is longer than " + LONGEST_ANSWER + " bytes");
                }
                if (response.statusCode() != OK) {
                    throw strange(method, "has the HTTP status " + response.statusCode());
                }
                return answer;
            }
        } catch (IOException e) {
            throw new Failure(Failure.NOT_READY, "The node " + host() + " of the chain cannot be reached ("
                    + e.getClass().getSimpleName() + "); it was asked for " + method, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Failure.NOT_READY, "Stopped while the node " + host() + " was asked", e);
        }
    }

    private JsonNode parse(String method, byte[] answer) {
        try {
            JsonNode parsed = json.readTree(answer);
            if (parsed == null || !parsed.isObject()) {
                throw strange(method, "is no object");
            }
            return parsed;
        } catch (IOException e) {
            throw strange(method, "is no JSON");
        }
    }

    private Failure strange(String method, String what) {
        return Failure.notReady("The answer of the node " + host() + " to " + method + " " + what
                + "; is it the address of a JSON-RPC server?");
    }

    private String host() {
        return node.getPort() < 0 ? node.getHost() : node.getHost() + ":" + node.getPort();
    }

    private static Bytes data(JsonNode error) {
        JsonNode data = error.path("data");
        String text = data.isObject() ? data.path("data").asText() : data.asText();
        try {
            return Bytes.parse(text);
        } catch (IllegalArgumentException e) {
            return null; // some nodes say something in words here
        }
    }
}
