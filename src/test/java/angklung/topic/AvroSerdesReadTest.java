package angklung.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.Party;
import angklung.avro.PlayEvent;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad bytes against a bad registry: a scripted registry on the JDK's HTTP server. */
class AvroSerdesReadTest {
    private static final String TOPIC = "royalty.plays.melodia.v1";
    private static final byte[] VALUE = {0, 0, 0, 0, 7, 1, 2, 3};

    private final AtomicInteger requests = new AtomicInteger();
    private volatile int status;
    private volatile String body;
    private HttpServer registry;

    @BeforeEach
    void startRegistry() throws IOException {
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/", exchange -> {
            requests.incrementAndGet();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        registry.start();
    }

    @AfterEach
    void stopRegistry() {
        registry.stop(0);
    }

    @Test
    void shouldCallAnUnknownSchemaUnreadable() {
        answer(404, "{\"error_code\":40403,\"message\":\"Schema 7 not found\"}");
        assertThatThrownBy(this::read).isInstanceOf(UnreadableValue.class).hasMessageContaining("7");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 401, 403, 429})
    void shouldNotBlameTheBytesForAFailingRegistry(int failure) {
        answer(failure, "{\"error_code\":" + failure + "00,\"message\":\"scripted\"}");
        assertThatThrownBy(this::read)
                .isInstanceOf(SerializationException.class)
                // Streams answers a TimeoutException by wiping the state of the task.
                .isNotInstanceOf(TimeoutException.class);
    }

    @Test
    void shouldNotBlameTheBytesForAnotherServers404() {
        answer(404, "<html>no such page</html>");
        assertThatThrownBy(this::read).isInstanceOf(SerializationException.class);
    }

    @Test
    void shouldNotBlameTheBytesForARegistryThatIsGone() {
        registry.stop(0);
        assertThatThrownBy(this::read).isInstanceOf(SerializationException.class);
    }

    @Test
    void shouldBlameTheBytesOnceTheSchemaIsKnown() {
        String schema = PlayEvent.getClassSchema().toString().replace("\\", "\\\\").replace("\"", "\\\"");
        answer(200, "{\"schema\":\"" + schema + "\"}");
        assertThatThrownBy(this::read).isInstanceOf(UnreadableValue.class);
        assertThat(requests.get()).isPositive();
    }

    @Test
    void shouldBlameTheBytesForAnotherType() {
        AvroSerdes serdes = new AvroSerdes("mock://read-other-type");
        Party party = Party.newBuilder().setPartyId("p").setName("n").setPayoutCurrency("IDR").build();
        byte[] bytes = serdes.<Party>values().serializer().serialize("t", party);
        assertThatThrownBy(() -> AvroSerdes.read(
                        serdes.<PlayEvent>values().deserializer(), PlayEvent.class, "t", bytes))
                .isInstanceOf(UnreadableValue.class)
                .hasMessageContaining("Party");
    }

    private void answer(int code, String text) {
        status = code;
        body = text;
    }

    private PlayEvent read() throws UnreadableValue {
        AvroSerdes serdes = new AvroSerdes(
                "http://127.0.0.1:" + registry.getAddress().getPort(), Map.of("max.retries", 0));
        Deserializer<PlayEvent> deserializer = serdes.<PlayEvent>values().deserializer();
        return AvroSerdes.read(deserializer, PlayEvent.class, TOPIC, VALUE);
    }
}
