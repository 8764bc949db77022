package angklung.witness;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.log.ConsistencyProof;
import angklung.log.KeyType;
import angklung.log.LogPolicy;
import angklung.log.Note;
import angklung.log.SigningKey;
import angklung.publish.HttpWitnesses;
import angklung.publish.Witnesses.Cosignatures;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The publisher's side of the protocol and this one, over HTTP. */
final class PublisherAsksTest {
    private static final TestLog LOG = TestLog.of(40);

    @TempDir
    private Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private LogPolicy policy;

    @BeforeEach
    void start() {
        StringBuilder text = new StringBuilder("log " + LOG.vkey() + "\n");
        for (int i = 1; i <= 2; i++) {
            text.append(witness("w" + i, 10 + i));
        }
        policy = LogPolicy.parse(text + "group both all w1 w2\nquorum both\n");
    }

    @AfterEach
    void stop() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void shouldMeetTheQuorum() {
        HttpWitnesses witnesses = new HttpWitnesses(policy.witnesses());

        assertThat(policy.accept(cosigned(witnesses, LOG, 7)).witnesses()).hasSize(2);
        assertThat(policy.accept(cosigned(witnesses, LOG, 25)).witnesses()).hasSize(2);
    }

    @Test
    void shouldMeetItAlsoWhenThePublisherHasForgottenWhatWasCosigned() {
        cosigned(new HttpWitnesses(policy.witnesses()), LOG, 7);

        assertThat(policy.accept(cosigned(new HttpWitnesses(policy.witnesses()), LOG, 25)).witnesses()).hasSize(2);
    }

    @Test
    void shouldRefuseASecondHistory() {
        cosigned(new HttpWitnesses(policy.witnesses()), LOG, 20);

        Cosignatures refused = collect(new HttpWitnesses(policy.witnesses()), LOG.fork(10), 30);
        assertThat(refused.lines()).isEmpty();
        assertThat(refused.refusals()).containsOnlyKeys("w1", "w2");
        assertThat(refused.refusals().values()).allSatisfy(reason -> assertThat(reason).contains("422"));
    }

    private static Note cosigned(HttpWitnesses witnesses, TestLog log, int size) {
        Cosignatures collected = collect(witnesses, log, size);
        assertThat(collected.refusals()).isEmpty();
        return log.signed(size).with(collected.lines());
    }

    private static Cosignatures collect(HttpWitnesses witnesses, TestLog log, int size) {
        return witnesses.collect(
                log.signed(size), from -> new ConsistencyProof(from, size, log.proof((int) from, size)));
    }

    /** Starts one; its line of the policy. */
    private String witness(String name, int seed) {
        SigningKey key = TestLog.key("witness.example/" + name, KeyType.COSIGNATURE, seed);
        TrustedLogs logs = TrustedLogs.parse("log " + LOG.vkey());
        StateDirectory state = StateDirectory.open(directory.resolve(name), key.verifier(), logs.origins());
        open.add(state);
        Witness witness = new Witness(key, logs, state, state.evidence(), Clock.systemUTC());
        WitnessServer server =
                WitnessServer.start(witness, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        open.add(server);
        return "witness " + name + " " + key.verifier() + " http://127.0.0.1:" + server.address().getPort() + "/\n";
    }
}
