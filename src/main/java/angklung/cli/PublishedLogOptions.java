package angklung.cli;

import angklung.config.Failure;
import angklung.config.LogSettings;
import angklung.log.Checkpoint;
import angklung.log.LogFormatException;
import angklung.log.LogPolicy;
import angklung.log.Note;
import angklung.log.UnverifiedException;
import angklung.publish.PublishedLog;
import angklung.publish.PublishedPolicy;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which log is read, and by which policy its checkpoint is verified. Needs no broker. */
final class PublishedLogOptions {
    @Mixin
    private final SettingsOptions options;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR|URL",
            description = "Where the log is; log.dir by default.")
    private String place;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "Policy to verify the checkpoint by; log.policy by default.")
    private Path policyFile;

    PublishedLogOptions(Map<String, String> environment) {
        this.options = new SettingsOptions(environment);
    }

    /**
     * A log with its checkpoint.
     *
     * @param witnesses by whom it is verified; empty if there is no policy to verify it by
     */
    record Read(PublishedLog log, Note note, Checkpoint checkpoint, Optional<List<String>> witnesses) {
        /** What is known of the checkpoint, for people. */
        String text() {
            return witnesses.map(names -> "signed by the log; seen by "
                            + (names.isEmpty() ? "no witness" : String.join(", ", names)) + ", which is the quorum of the policy")
                    .orElse("not verified: give --policy FILE, or set log.policy");
        }
    }

    /** @throws Failure if there is none, or it does not satisfy the policy */
    Read read() {
        LogSettings settings = options.load().log();
        PublishedLog log = PublishedLog.at(place == null ? settings.directory().toString() : place);
        Path file = policyFile == null ? settings.policy() : policyFile;
        Optional<LogPolicy> policy =
                file.toString().isEmpty() ? Optional.empty() : Optional.of(PublishedPolicy.read(file).policy());
        try {
            Note note = Note.parse(log.checkpoint().orElseThrow(() -> Failure.input(
                    "There is no checkpoint at " + log + ": nothing was published there yet")));
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            return new Read(log, note, checkpoint, policy.map(given -> witnesses(given, note)));
        } catch (LogFormatException e) {
            throw Failure.verification("The checkpoint at " + log + " is not one: " + e.getMessage());
        } catch (UnverifiedException e) {
            throw Failure.verification("The checkpoint at " + log + " does not satisfy the policy " + file + ": "
                    + e.getMessage());
        } catch (UncheckedIOException e) {
            throw Failure.notReady("The log cannot be read: " + e.getCause().getMessage());
        }
    }

    private static List<String> witnesses(LogPolicy policy, Note note) {
        return policy.accept(note).witnesses().stream().map(LogPolicy.Witness::name).toList();
    }
}
