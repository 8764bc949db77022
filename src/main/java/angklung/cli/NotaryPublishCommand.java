package angklung.cli;

import angklung.config.Failure;
import angklung.config.LogSettings;
import angklung.config.Settings;
import angklung.keys.SigningKeyFile;
import angklung.publish.CheckpointSigner;
import angklung.publish.HttpWitnesses;
import angklung.publish.KafkaSigner;
import angklung.publish.LogDirectory;
import angklung.publish.PublishedPolicy;
import angklung.publish.Publisher;
import angklung.publish.Turn;
import angklung.runtime.ClusterCheck;
import angklung.runtime.TopicAdmin;
import angklung.topic.Topics;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Signs and publishes checkpoints. */
@Command(
        name = "publish",
        description = {
            "Write the tiles of what the notary stage has committed, sign a checkpoint, collect cosignatures of the",
            "policy's witnesses and publish it, again and again until SIGTERM or Ctrl-C. One process for one log:",
            "a second one takes over from the first, which ends."
        },
        footer = {
            "",
            "A checkpoint that misses the quorum is signed and not published; the one before stays.",
            "",
            "Examples:",
            "  angklung notary publish --config angklung.properties",
            "  angklung notary publish --once"
        })
final class NotaryPublishCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private final SettingsOptions options;

    @Option(
            names = "--once",
            description = "Publish what is committed now and end; exit code 5 if the quorum is missed.")
    private boolean once;

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            converter = DurationText.class,
            defaultValue = "10s",
            description = "Between two turns, such as 10s or 5m; ${DEFAULT-VALUE} by default.")
    private Duration interval;

    NotaryPublishCommand(Map<String, String> environment) {
        this.options = new SettingsOptions(environment);
    }

    @Override
    public Integer call() {
        Settings settings = options.load();
        LogSettings log = settings.log().require();
        CheckpointSigner signer =
                new CheckpointSigner(log.origin(), log.signingKeys().stream().map(SigningKeyFile::read).toList());
        PublishedPolicy policy = log.policy().toString().isEmpty()
                ? PublishedPolicy.ofLogAlone(signer)
                : PublishedPolicy.read(log.policy());
        HttpWitnesses witnesses = new HttpWitnesses(policy.policy().witnesses());
        requireCluster(settings);
        try (StopSignal signal = new StopSignal();
                Publisher publisher = Publisher.open(
                        new KafkaSigner(settings.clients(), settings.topics(), settings.applicationIdPrefix()),
                        new LogDirectory(log.directory()), signer, policy, witnesses, step -> {})) {
            ExitCode code = once ? once(publisher) : untilStopped(publisher, signal);
            signal.stopped(code);
            return code.code();
        } catch (UncheckedIOException e) {
            throw new Failure(
                    Failure.NOT_READY, "The files in " + log.directory() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void requireCluster(Settings settings) {
        Topics topics = settings.topics();
        new ClusterCheck(settings).requireReachable();
        new TopicAdmin(settings).requireTopics(topics.logEntries, topics.checkpoints);
    }

    private ExitCode once(Publisher publisher) {
        Turn turn = publisher.turn();
        if (turn.signed().isPresent() && !turn.published()) {
            throw Failure.notReady(turn.text());
        }
        spec.commandLine().getOut().println(turn.text());
        return ExitCode.DONE;
    }

    private ExitCode untilStopped(Publisher publisher, StopSignal signal) {
        Turn before = null;
        do {
            Turn turn = publisher.turn();
            if (before == null || !turn.saysTheSameAs(before)) {
                spec.commandLine().getErr().println("angklung: " + turn.text());
            }
            before = turn;
        } while (!isStoppedWithin(signal));
        return ExitCode.DONE;
    }

    private boolean isStoppedWithin(StopSignal signal) {
        try {
            signal.requested().get(interval.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A signal does not fail", e);
        }
    }
}
