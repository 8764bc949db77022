package angklung.demo;

import angklung.keys.SigningKeyFile;
import angklung.log.KeyType;
import angklung.log.SigningKey;
import angklung.log.VerifierKey;
import angklung.witness.StateDirectory;
import angklung.witness.TrustedLogs;
import angklung.witness.Witness;
import angklung.witness.WitnessServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;

/** A witness in this process. A real one belongs to somebody else, or it is none. */
final class DemoWitness implements AutoCloseable {
    private final String name;
    private final VerifierKey key;
    private final StateDirectory state;
    private final WitnessServer server;

    private DemoWitness(String name, VerifierKey key, StateDirectory state, WitnessServer server) {
        this.name = name;
        this.key = key;
        this.state = state;
        this.server = server;
    }

    /**
     * Makes the witness's key and listens on a free port of this machine.
     *
     * @param directory for its key and for what it cosigned last
     * @param logs that it watches
     */
    static DemoWitness start(String name, Path directory, TrustedLogs logs, Clock clock) {
        SigningKey key = SigningKeyFile.generate(
                directory.resolve(name + ".key"), name, KeyType.COSIGNATURE, new SecureRandom());
        StateDirectory state = StateDirectory.open(directory.resolve(name), key.verifier(), logs.origins());
        try {
            Witness witness = new Witness(key, logs, state, state.evidence(), clock);
            WitnessServer server =
                    WitnessServer.start(witness, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return new DemoWitness(name, key.verifier(), state, server);
        } catch (RuntimeException e) {
            state.close();
            throw e;
        }
    }

    /** Its name in the policy. */
    String name() {
        return name;
    }

    /** Its line in a policy. */
    String policyLine() {
        return "witness " + name + " " + key + " http://" + server.address().getAddress().getHostAddress() + ":"
                + server.address().getPort() + "/\n";
    }

    @Override
    public void close() {
        server.close();
        state.close();
    }
}
