package angklung.cli;

import angklung.anchor.AnchorJournal;
import angklung.anchor.Anchorer;
import angklung.anchor.ChainLink;
import angklung.anchor.KafkaAnchorJournal;
import angklung.anchor.Patience;
import angklung.anchor.WitnessedLog;
import angklung.config.Failure;
import angklung.config.LogSettings;
import angklung.config.Settings;
import angklung.log.LogFormatException;
import angklung.log.LogPolicy;
import angklung.publish.LogDirectory;
import angklung.publish.PublishedPolicy;
import angklung.runtime.ClusterCheck;
import angklung.runtime.TopicAdmin;
import angklung.topic.Topics;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;

/** One chain, one log and one journal, while a command works on them. A signal ends it at the next look. */
final class ChainSession {
    private final Settings settings;
    private final ChainLink link;
    private final LogDirectory log;
    private final LogPolicy policy;
    private final Pause pause;
    private final Anchorer anchorer;

    private ChainSession(Settings settings, ChainLink link, LogPolicy policy, Pause pause, Anchorer anchorer) {
        this.settings = settings;
        this.link = link;
        this.log = new LogDirectory(settings.log().directory());
        this.policy = policy;
        this.pause = pause;
        this.anchorer = anchorer;
    }

    /**
     * Works on what is configured.
     *
     * @return exit code of the work
     * @throws Failure if chain, log or policy are not configured, or something is not there
     */
    static int run(Settings settings, Patience patience, Clock clock, Function<ChainSession, ExitCode> work) {
        settings.chain().require();
        LogPolicy policy = policy(settings.log().require());
        ChainLink link = ChainLink.open(settings.chain());
        Topics topics = settings.topics();
        new ClusterCheck(settings).requireReachable();
        new TopicAdmin(settings).requireTopics(topics.anchors);
        try (StopSignal signal = new StopSignal();
                AnchorJournal journal = KafkaAnchorJournal.open(
                        settings.clients(), topics.anchors, settings.applicationIdPrefix() + "-anchorer")) {
            Pause pause = new Pause(signal, patience);
            Anchorer anchorer = link.anchorer(journal, patience, clock, pause);
            ExitCode code = work.apply(new ChainSession(settings, link, policy, pause, anchorer));
            signal.stopped(code);
            return code.code();
        } catch (KafkaException e) {
            throw new Failure(Failure.NOT_READY, "The journal of anchors cannot be written: " + e.getMessage()
                    + "; does another process send transactions for this installation? One is enough", e);
        } catch (LogFormatException e) {
            throw new Failure(Failure.VERIFICATION_FAILED, "A file of the log is damaged: " + e.getMessage()
                    + "; 'angklung notary fsck' tells which", e);
        } catch (UncheckedIOException e) {
            throw new Failure(Failure.NOT_READY, "A file cannot be read: " + e.getCause().getMessage(), e);
        }
    }

    /** What nobody verified is not recorded on a chain. */
    private static LogPolicy policy(LogSettings log) {
        Path file = log.policy();
        if (file.toString().isEmpty()) {
            throw Failure.usage("A checkpoint is recorded only if it satisfies a policy: set log.policy to the policy's"
                    + " file. That of a log without witnesses is " + log.directory().resolve("policy"));
        }
        return PublishedPolicy.read(file).policy();
    }

    Settings settings() {
        return settings;
    }

    ChainLink link() {
        return link;
    }

    Anchorer anchorer() {
        return anchorer;
    }

    Pause pause() {
        return pause;
    }

    /** The published checkpoint now, verified. */
    Optional<WitnessedLog> published() {
        return WitnessedLog.read(log, policy);
    }
}
