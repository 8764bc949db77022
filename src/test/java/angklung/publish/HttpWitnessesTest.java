package angklung.publish;

import static angklung.publish.TestLog.KEY;
import static angklung.publish.TestLog.WITNESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.config.Failure;
import angklung.log.Checkpoint;
import angklung.log.ConsistencyProof;
import angklung.log.Hash;
import angklung.log.KeyType;
import angklung.log.LogPolicy;
import angklung.log.Note;
import angklung.log.NoteSignature;
import angklung.log.SigningKey;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a witness that is written here by c2sp.org/tlog-witness, and against ones that do as they like. */
class HttpWitnessesTest {
    @TempDir
    private Path dir;

    private final List<String> asked = new ArrayList<>();
    private HttpServer server;
    private Answers answers;
    private Checkpoint cosigned;

    /** What a witness answers to a body. */
    private interface Answers {
        Answer to(String body);
    }

    private record Answer(int status, String body) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/w/add-checkpoint", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(body);
            Answer answer = answers.to(body);
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        answers = this::witness;
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldProveEachCheckpointToAWitnessThatHasSeenTheOneBefore() {
        MemoryTopics topics = TestLog.topics(3);
        try (Publisher publisher = publisher(topics)) {
            assertThat(publisher.turn().published()).isTrue();
            TestLog.entries(300).subList(3, 300).forEach(topics::append);
            assertThat(publisher.turn().text()).contains("seen by alpha");
            assertThat(publisher.turn().published()).isTrue();
        }
        assertThat(asked).hasSize(2);
        assertThat(asked.get(0)).startsWith("old 0\n\nlog.example.org/royalties\n3\n");
        assertThat(asked.get(1)).startsWith("old 3\n").contains("\n\nlog.example.org/royalties\n300\n");
    }

    @Test
    void shouldLearnFromAWitnessWhereItStands() {
        MemoryTopics topics = TestLog.topics(3);
        try (Publisher publisher = publisher(topics)) {
            publisher.turn();
        }
        topics.append(TestLog.entry(3));
        try (Publisher publisher = publisher(topics)) { // another process, which has forgotten
            assertThat(publisher.turn().published()).isTrue();
        }
        assertThat(asked).extracting(body -> body.substring(0, body.indexOf('\n')))
                .containsExactly("old 0", "old 0", "old 3");
    }

    @Test
    void shouldTellOfAWitnessThatHasSeenMoreThanIsSignedHere() {
        answers = body -> new Answer(409, "17\n");

        assertThat(refusal(5)).contains("has cosigned 17 leaves of this log, of which only 5 are signed here");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "200 | nonsense | something else than its cosignature",
        "200 | '' | something else than its cosignature",
        "404 | 'no such log' | answers 404: no such log",
        "500 | '' | answers 500",
        "302 | '' | answers 302",
        "409 | many | without the size",
        "409 | 007 | without the size",
        "409 | 3 | answers 409",
        "403 | '\u001b[31mred\u0007' | answers 403: [31mred",
    })
    void shouldSayWhyThereIsNoCosignature(int status, String body, String message) {
        answers = given -> new Answer(status, body.isEmpty() ? "" : body + "\n");

        assertThat(refusal(5)).contains(message);
    }

    @Test
    void shouldTakeNoCosignatureOfAnotherCheckpoint() {
        Checkpoint other = new Checkpoint(TestLog.ORIGIN, 5, Hash.leaf(new byte[0]));
        answers = body -> new Answer(200, WITNESS.cosign(other, 1) + "\n");

        assertThat(refusal(5)).contains("something else than its cosignature").contains("does not hold");
    }

    @Test
    void shouldTakeNoCosignatureByAnotherKey() {
        SigningKey other = TestLog.key("other.example.com", KeyType.COSIGNATURE, 7);
        answers = body -> new Answer(200, other.cosign(checkpoint(body), 1) + "\n");

        assertThat(refusal(5)).contains("without a cosignature by the key that the policy names");
    }

    @Test
    void shouldKeepOnlyTheLineOfTheWitnessItself() {
        SigningKey other = TestLog.key("other.example.com", KeyType.COSIGNATURE, 7);
        answers = body -> new Answer(200,
                other.cosign(checkpoint(body), 1) + "\n" + WITNESS.cosign(checkpoint(body), 1) + "\n");

        Witnesses.Cosignatures cosignatures = collect(5);
        assertThat(cosignatures.refusals()).isEmpty();
        assertThat(cosignatures.lines()).extracting(NoteSignature::name).containsExactly("witness.example.com");
    }

    @Test
    void shouldReadNoAnswerThatIsTooLong() {
        answers = body -> new Answer(200, "x".repeat(1_000_000));

        assertThat(refusal(5)).contains("more than 65536 bytes");
    }

    @Test
    void shouldNotWaitForASilentWitness() throws IOException {
        HttpServer silent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        silent.createContext("/", exchange -> { });
        silent.start();
        try {
            LogPolicy.Witness witness = policy("http://127.0.0.1:" + silent.getAddress().getPort()).witnesses().get(0);
            HttpWitnesses witnesses = new HttpWitnesses(List.of(witness), Duration.ofMillis(100));

            assertThat(witnesses.collect(signed(5), this::noProof).refusals().get("alpha"))
                    .contains("has not answered");
        } finally {
            silent.stop(0);
        }
    }

    @Test
    void shouldTellOfAWitnessThatIsNotThere() {
        String address = address();
        server.stop(0);

        assertThat(new HttpWitnesses(policy(address).witnesses()).collect(signed(5), this::noProof).refusals()
                .get("alpha")).contains("cannot be asked");
    }

    @Test
    void shouldWantToKnowWhereAWitnessListens() {
        for (String url : List.of("", "ftp://w.example.com", "w.example.com", "http:///x", "http://%")) {
            assertThatThrownBy(() -> new HttpWitnesses(policy(url).witnesses()))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("witness alpha");
        }
    }

    private String refusal(long size) {
        Witnesses.Cosignatures cosignatures = collect(size);
        assertThat(cosignatures.lines()).isEmpty();
        return cosignatures.refusals().get("alpha");
    }

    private Witnesses.Cosignatures collect(long size) {
        return new HttpWitnesses(policy(address()).witnesses()).collect(signed(size), this::noProof);
    }

    private ConsistencyProof noProof(long from) {
        return new ConsistencyProof(from, 5, List.of());
    }

    private static Note signed(long size) {
        return TestLog.SIGNER.sign(new Checkpoint(TestLog.ORIGIN, size, Hash.leaf(TestLog.entry(size)))).note();
    }

    private Publisher publisher(MemoryTopics topics) {
        PublishedPolicy policy = TestLog.policy(
                dir, "log " + KEY.verifier(), "witness alpha " + WITNESS.verifier() + " " + address(), "quorum alpha");
        return TestLog.publisher(
                topics, new LogDirectory(dir.resolve("log")), TestLog.SIGNER, policy,
                new HttpWitnesses(policy.policy().witnesses()));
    }

    private static LogPolicy policy(String url) {
        return LogPolicy.parse("log " + KEY.verifier() + "\nwitness alpha " + WITNESS.verifier() + " " + url
                + "\nquorum alpha\n");
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/w/";
    }

    /** As the specification has it, for a log that does no wrong. */
    private Answer witness(String body) {
        long old = Long.parseLong(body.substring("old ".length(), body.indexOf('\n')));
        long last = cosigned == null ? 0 : cosigned.size();
        if (old != last) {
            return new Answer(409, last + "\n");
        }
        String proof = body.substring(body.indexOf('\n') + 1, Math.max(body.indexOf('\n') + 1, body.indexOf("\n\n")));
        List<Hash> path = proof.isEmpty() ? List.of() : proof.lines().map(Hash::parseBase64).toList();
        Checkpoint next = checkpoint(body);
        if (cosigned != null && !new ConsistencyProof(old, next.size(), path).proves(cosigned.root(), next.root())) {
            return new Answer(422, "");
        }
        cosigned = next;
        return new Answer(200, WITNESS.cosign(next, 1_800_000_000L) + "\n");
    }

    private static Checkpoint checkpoint(String body) {
        byte[] note = body.substring(body.indexOf("\n\n") + 2).getBytes(StandardCharsets.UTF_8);
        return LogPolicy.parse("log " + KEY.verifier() + "\nquorum none\n").signedByLog(Note.parse(note));
    }
}
