package angklung.cluster;

import angklung.config.LogSettings;
import angklung.config.Settings;
import angklung.config.SettingsLoader;
import angklung.keys.SigningKeyFile;
import angklung.publish.CheckpointSigner;
import angklung.publish.HttpWitnesses;
import angklung.publish.KafkaSigner;
import angklung.publish.LogDirectory;
import angklung.publish.PublishedPolicy;
import angklung.publish.Publisher;
import angklung.publish.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A publisher that ends right after one step as if it were killed there: nothing is closed, no hook runs. */
final class DyingPublisher {
    /** What SIGKILL gives. */
    static final int KILLED = 137;

    private static final Duration INTERVAL = Duration.ofMillis(50);

    private DyingPublisher() {}

    /** @param arguments configuration file and the name of the step */
    public static void main(String[] arguments) {
        Settings settings = new SettingsLoader(Map.of()).load(Path.of(arguments[0]), Map.of());
        Step last = Step.valueOf(arguments[1]);
        LogSettings log = settings.log();
        CheckpointSigner signer =
                new CheckpointSigner(log.origin(), log.signingKeys().stream().map(SigningKeyFile::read).toList());
        PublishedPolicy policy = PublishedPolicy.read(log.policy());
        try (Publisher publisher = Publisher.open(
                new KafkaSigner(settings.clients(), settings.topics(), settings.applicationIdPrefix()),
                new LogDirectory(log.directory()), signer, policy, new HttpWitnesses(policy.policy().witnesses()),
                step -> dieAt(last, step))) {
            while (true) {
                publisher.turn();
                LockSupport.parkNanos(INTERVAL.toNanos());
            }
        }
    }

    private static void dieAt(Step last, Step step) {
        if (step == last) {
            Runtime.getRuntime().halt(KILLED);
        }
    }
}
