package angklung.anchor;

import angklung.config.Failure;
import angklung.log.Checkpoint;
import angklung.log.LogFormatException;
import angklung.log.LogPolicy;
import angklung.log.Note;
import angklung.log.Prover;
import angklung.log.Tiles;
import angklung.log.UnverifiedException;
import angklung.publish.PublishedLog;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * A published checkpoint that its log has signed and the quorum of its witnesses has seen, with the tree under it.
 *
 * @param witnesses names of those that have seen it
 * @param prover of the tree; throws UncheckedIOException or LogFormatException where a tile is missing or damaged
 */
public record WitnessedLog(Checkpoint checkpoint, List<String> witnesses, Prover prover) {
    public WitnessedLog {
        witnesses = List.copyOf(witnesses);
    }

    /**
     * Reads and verifies what is published now; empty if nothing is.
     *
     * @throws Failure if it cannot be read, or does not satisfy the policy
     */
    public static Optional<WitnessedLog> read(PublishedLog log, LogPolicy policy) {
        try {
            return log.checkpoint().map(note -> read(log, policy, note));
        } catch (LogFormatException e) {
            throw Failure.verification("The checkpoint at " + log + " is not one: " + e.getMessage());
        } catch (UnverifiedException e) {
            throw Failure.verification("The checkpoint at " + log + " does not satisfy the policy, and nothing is"
                    + " recorded on a chain that does not: " + e.getMessage());
        } catch (UncheckedIOException e) {
            throw Failure.notReady("The log cannot be read: " + e.getCause().getMessage());
        }
    }

    private static WitnessedLog read(PublishedLog log, LogPolicy policy, byte[] note) {
        LogPolicy.Accepted accepted = policy.accept(Note.parse(note));
        List<String> witnesses = accepted.witnesses().stream().map(LogPolicy.Witness::name).toList();
        Prover prover = new Prover(new Tiles(log, accepted.checkpoint().size()));
        return new WitnessedLog(accepted.checkpoint(), witnesses, prover);
    }
}
