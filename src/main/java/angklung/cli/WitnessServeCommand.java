package angklung.cli;

import angklung.config.Failure;
import angklung.keys.SigningKeyFile;
import angklung.log.KeyType;
import angklung.log.SigningKey;
import angklung.witness.StateDirectory;
import angklung.witness.TrustedLogs;
import angklung.witness.Witness;
import angklung.witness.WitnessServer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a witness until a signal. */
@Command(
        name = "serve",
        description = {
            "Run a witness (c2sp.org/tlog-witness) until SIGTERM or Ctrl-C: it cosigns checkpoints of the logs that it",
            "watches, and of each log one history only. Run it for logs of others: a witness that belongs to whom it",
            "watches is none. Its line for a policy goes to standard output."
        },
        footer = {
            "",
            "What was cosigned last is in --state, and must never be lost or set back while the key is in use.",
            "",
            "Example:",
            "  angklung keys generate --type witness --name witness.example/w1 --out w1.key",
            "  angklung witness serve --key w1.key --logs logs.txt --state /var/lib/witness"
        })
final class WitnessServeCommand implements Callable<Integer> {
    /** Of the platform's server, in seconds: it has none of its own, and silent clients would hold all threads. */
    private static final String LONGEST_REQUEST = "sun.net.httpserver.maxReqTime";

    private final Clock clock;

    @Spec
    private CommandSpec spec;

    @Option(names = "--key", required = true, paramLabel = "FILE", description = "Private key of the witness.")
    private Path key;

    @Option(
            names = "--logs",
            required = true,
            paramLabel = "FILE",
            description = "Logs to watch, a line 'log <verifier key>' for each key; a log's published policy will do.")
    private Path logs;

    @Option(
            names = "--state",
            required = true,
            paramLabel = "DIR",
            description = "Directory for what was cosigned last, and for evidence.")
    private Path state;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            converter = ListenAddress.class,
            defaultValue = "127.0.0.1:8090",
            description = "Where to listen; ${DEFAULT-VALUE} by default.")
    private InetSocketAddress listen;

    WitnessServeCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        TrustedLogs trusted = PolicyFile.read("--logs", logs, TrustedLogs::parse);
        SigningKey signing = SigningKeyFile.read(key, KeyType.COSIGNATURE);
        if (System.getProperty(LONGEST_REQUEST) == null) {
            System.setProperty(LONGEST_REQUEST, "30");
        }
        try (StopSignal signal = new StopSignal()) {
            serve(signal, signing, trusted);
            signal.stopped(ExitCode.DONE);
        }
        return ExitCode.DONE.code();
    }

    private void serve(StopSignal signal, SigningKey signing, TrustedLogs trusted) {
        try (StateDirectory directory = StateDirectory.open(state, signing.verifier(), trusted.origins())) {
            Witness witness = new Witness(signing, trusted, directory, directory.evidence(), clock);
            try (WitnessServer server = WitnessServer.start(witness, listen)) {
                String address = "http:/" + server.address() + "/";
                spec.commandLine().getOut().println(
                        "witness " + signing.verifier().name() + " " + signing.verifier() + " " + address);
                spec.commandLine().getErr().println("angklung: witness of " + String.join(", ", trusted.origins())
                        + " at " + address + "; Ctrl-C stops");
                CompletableFuture.anyOf(signal.requested(), server.failed()).join();
                if (server.failed().isDone()) {
                    throw new Failure(ExitCode.UNEXPECTED.code(), "The witness has stopped: " + server.failed().join());
                }
            }
        }
    }
}
