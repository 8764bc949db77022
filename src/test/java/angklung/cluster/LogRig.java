package angklung.cluster;

import angklung.avro.SignedCheckpoint;
import angklung.config.Settings;
import angklung.keys.SigningKeyFile;
import angklung.log.KeyType;
import angklung.log.LogPolicy;
import angklung.log.SigningKey;
import angklung.publish.Step;
import angklung.runtime.TopicAdmin;
import angklung.topic.PartitionContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** The keys, files and processes of one transparency log on the broker of a test. */
final class LogRig {
    static final String ORIGIN = "log.example.org/royalties";

    /** Below the ports that systems give to whoever asks for any, so that one stays free while a witness is down. */
    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 32_000;

    private final Path directory;
    private final Map<String, String> common;
    private final SecureRandom secure = new SecureRandom();

    LogRig(Path directory, String bootstrapServers, String registryUrl) {
        this(directory, bootstrapServers, registryUrl, "royalty");
    }

    /** @param prefix of the topics, so that several logs find room on one broker */
    LogRig(Path directory, String bootstrapServers, String registryUrl, String prefix) {
        this.directory = directory;
        this.common = new Rig(bootstrapServers, registryUrl, new PartitionContract(2, 2, 1, 2), 1)
                .keys(directory.resolve("state"), 1);
        common.put("topic.prefix", prefix);
        common.put("log.origin", ORIGIN);
        common.put("log.subject-keys", directory.resolve("subject-keys").toString());
        common.put("log.policy", policyFile().toString());
        // As for the other stages, see CrashIT.
        common.put("consumer.session.timeout.ms", "6000");
        common.put("consumer.heartbeat.interval.ms", "1500");
        common.put("producer.transaction.timeout.ms", "8000");
    }

    Settings settings() {
        return Settings.of(common);
    }

    void createTopics() {
        new TopicAdmin(settings()).apply();
    }

    Path policyFile() {
        return directory.resolve("policy.txt");
    }

    LogPolicy policy() {
        return LogPolicy.parse(read(policyFile()));
    }

    /** The policy of this log: signed by one of the keys, and seen by so many of the witnesses. */
    void writePolicy(List<SigningKey> keys, List<WitnessProcess> witnesses, int quorum) {
        List<String> lines = new ArrayList<>();
        keys.forEach(key -> lines.add("log " + key.verifier()));
        witnesses.forEach(witness -> lines.add(
                "witness " + witness.name() + " " + witness.key().verifier() + " http://" + witness.address()));
        if (quorum == 0) {
            lines.add("quorum none");
        } else {
            lines.add("group enough " + quorum + " "
                    + String.join(" ", witnesses.stream().map(WitnessProcess::name).toList()));
            lines.add("quorum enough");
        }
        try {
            Files.write(policyFile(), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a key of the log; its file has the name. */
    SigningKey logKey(String name) {
        return SigningKeyFile.generate(directory.resolve(name), ORIGIN, KeyType.ED25519, secure);
    }

    WitnessProcess witness(String name, SplittableRandom random) {
        SigningKey key = SigningKeyFile.generate(
                directory.resolve(name + ".key"), "witness.example.com/" + name, KeyType.COSIGNATURE, secure);
        return new WitnessProcess(name, key, "127.0.0.1:" + freePort(random), directory.resolve(name + ".state"));
    }

    /**
     * A witness, which is not started yet.
     *
     * @param address host and port
     * @param state its directory
     */
    record WitnessProcess(String name, SigningKey key, String address, Path state) {}

    Child start(WitnessProcess witness) {
        return Child.java(
                directory, witness.name(), "angklung.cli.Main", "witness", "serve",
                "--key", directory.resolve(witness.name() + ".key").toString(),
                "--logs", policyFile().toString(),
                "--state", witness.state().toString(),
                "--listen", witness.address());
    }

    Child startNotary() {
        return Child.start(directory, "notary", common, "run", "--stages", "notary");
    }

    /** State directory of the notary. */
    Path notaryState() {
        return directory.resolve("state");
    }

    /**
     * Starts a publisher.
     *
     * @param log its log.dir
     * @param keys names of the keys that sign
     */
    Child startPublisher(String name, Path log, List<String> keys, String... options) {
        List<String> command = new ArrayList<>(List.of("notary", "publish"));
        command.addAll(List.of(options));
        return Child.start(directory, name, publisherKeys(log, keys), command.toArray(String[]::new));
    }

    /** Starts a publisher that dies after a step. */
    Child startDyingPublisher(String name, Path log, List<String> keys, Step last) {
        Path config = Child.config(directory, name, publisherKeys(log, keys));
        return Child.java(directory, name, DyingPublisher.class.getName(), config.toString(), last.name());
    }

    private Map<String, String> publisherKeys(Path log, List<String> keys) {
        Map<String, String> all = new HashMap<>(common);
        all.put("log.dir", log.toString());
        all.put("log.keys", String.join(",", keys.stream().map(key -> directory.resolve(key).toString()).toList()));
        return all;
    }

    // What there is at the end

    /** All checkpoints that were ever signed. */
    List<SignedCheckpoint> signed() {
        return LeafAudit.read(settings(), settings().topics().checkpoints);
    }

    /** The bytes of a checkpoint that is published in a directory. */
    static Optional<byte[]> published(Path log) {
        try {
            return Optional.of(Files.readAllBytes(log.resolve("checkpoint")));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort(SplittableRandom random) {
        while (true) {
            int port = random.nextInt(FIRST_PORT, LAST_PORT);
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (IOException e) {
                // somebody has it
            }
        }
    }
}
