package angklung.demo;

import angklung.avro.Party;
import angklung.config.Failure;
import angklung.config.LogSettings;
import angklung.config.Properties;
import angklung.config.Settings;
import angklung.keys.SigningKeyFile;
import angklung.log.KeyType;
import angklung.log.ProofFile;
import angklung.log.SigningKey;
import angklung.model.Period;
import angklung.proof.VerifyScript;
import angklung.publish.CheckpointSigner;
import angklung.publish.HttpWitnesses;
import angklung.publish.KafkaSigner;
import angklung.publish.LogDirectory;
import angklung.publish.PublishedPolicy;
import angklung.publish.Publisher;
import angklung.publish.Turn;
import angklung.witness.TrustedLogs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The transparency log of a demo: its key, its policy, and two witnesses of which both must have seen a checkpoint. */
public final class DemoLog implements AutoCloseable {
    private static final String ORIGIN = "demo.example/royalties";
    private static final List<String> WITNESSES = List.of("witness-a.example", "witness-b.example");

    private final Path directory;
    private final List<DemoWitness> witnesses = new ArrayList<>();

    private DemoLog(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes keys and policy, and starts the witnesses.
     *
     * @param directory made for this log; private to its owner
     */
    public static DemoLog open(Path directory, Clock clock) {
        DemoLog log = new DemoLog(directory);
        try {
            Files.createDirectories(directory);
            SigningKey key = SigningKeyFile.generate(log.key(), ORIGIN, KeyType.ED25519, new SecureRandom());
            String logLine = "log " + key.verifier() + "\n";
            TrustedLogs trusted = TrustedLogs.parse(logLine);
            WITNESSES.forEach(name -> log.witnesses.add(DemoWitness.start(name, directory, trusted, clock)));
            Files.writeString(log.policy(), logLine
                    + log.witnesses.stream().map(DemoWitness::policyLine).collect(Collectors.joining())
                    + "group both all " + String.join(" ", WITNESSES) + "\nquorum both\n");
            return log;
        } catch (IOException e) {
            log.close();
            throw new UncheckedIOException("The log cannot be begun in " + directory + "; is the disk full?", e);
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /** What an installation that keeps this log has in its configuration. */
    public Map<String, String> settings() {
        return Map.of(
                Properties.LOG_ORIGIN.name(), ORIGIN,
                Properties.LOG_DIR.name(), published().toString(),
                Properties.LOG_KEYS.name(), key().toString(),
                Properties.LOG_POLICY.name(), policy().toString(),
                Properties.SUBJECT_KEYS_DIR.name(), directory.resolve("subject-keys").toString());
    }

    /**
     * Publishes what the notary has logged, and proves one songwriter's statement by it.
     *
     * @param settings of the installation that keeps this log
     * @param writers all songwriters
     * @return none if no songwriter has a statement with an amount in rupiah
     * @throws Failure if a witness does not cosign
     */
    public Optional<DemoProof> prove(Settings settings, List<Party> writers, Period month) {
        Turn turn = publish(settings);
        if (!turn.published()) {
            throw Failure.notReady(turn.text());
        }
        return new DemoProver(settings).prove(writers, month);
    }

    /**
     * Writes a proof and the script that checks it beside the policy.
     *
     * @return the file of the proof
     */
    public Path write(DemoProof proof) {
        try {
            Files.writeString(script(), VerifyScript.text());
            return Files.write(directory.resolve("statement" + ProofFile.SUFFIX), proof.file().toBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("The proof cannot be written to " + directory + "; is the disk full?", e);
        }
    }

    /** Signs what the notary has logged, has the witnesses cosign it and publishes it. */
    private static Turn publish(Settings settings) {
        LogSettings log = settings.log();
        PublishedPolicy published = PublishedPolicy.read(log.policy());
        CheckpointSigner signer =
                new CheckpointSigner(log.origin(), log.signingKeys().stream().map(SigningKeyFile::read).toList());
        try (Publisher publisher = Publisher.open(
                new KafkaSigner(settings.clients(), settings.topics(), settings.applicationIdPrefix()),
                new LogDirectory(log.directory()), signer, published,
                new HttpWitnesses(published.policy().witnesses()), step -> {})) {
            return publisher.turn();
        }
    }

    /** What everybody may read of it. */
    public Path published() {
        return directory.resolve("published");
    }

    /** Whom a reader of its proofs trusts. */
    public Path policy() {
        return directory.resolve("policy");
    }

    /** Which checks proofs without this program, once a proof is written. */
    public Path script() {
        return directory.resolve("verify.sh");
    }

    private Path key() {
        return directory.resolve("log.key");
    }

    @Override
    public void close() {
        witnesses.forEach(DemoWitness::close);
    }
}
