package angklung.publish;

import angklung.avro.LogEntry;
import angklung.avro.SignedCheckpoint;
import angklung.config.Failure;
import angklung.log.Checkpoint;
import angklung.log.EntryBundle;
import angklung.log.Hash;
import angklung.log.LogFormatException;
import angklung.log.LogPolicy;
import angklung.log.Note;
import angklung.log.Prover;
import angklung.log.Tiles;
import angklung.log.UnverifiedException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Signs and publishes one log. Everything it holds follows from committed records: the tree from the entries, what was
 * signed from the checkpoints. So it reads both from their start and needs no state of its own, and a directory that
 * was lost is written again. The order of one turn is what makes a crash harmless at every point of it: files, then the
 * check against what was signed, then the signature, which nobody has before it is committed, then the witnesses, and
 * the checkpoint that everybody reads comes last. Not thread-safe.
 */
public final class Publisher implements AutoCloseable {
    private final SignerTopics topics;
    private final LogDirectory directory;
    private final CheckpointSigner signer;
    private final PublishedPolicy policy;
    private final Witnesses witnesses;
    private final Steps steps;
    private final SignedHistory history;
    private final RevokedKeys revoked = new RevokedKeys();
    private final LogTree tree;
    private LogDirectory.Lock lock = () -> {};

    private Publisher(
            SignerTopics topics,
            LogDirectory directory,
            CheckpointSigner signer,
            PublishedPolicy policy,
            Witnesses witnesses,
            Steps steps) {
        this.topics = topics;
        this.directory = directory;
        this.signer = signer;
        this.policy = policy;
        this.witnesses = witnesses;
        this.steps = steps;
        this.history = new SignedHistory(signer.origin());
        this.tree = new LogTree(directory);
    }

    /**
     * Takes the place of the publisher before.
     *
     * @param topics closed with the publisher
     * @param steps is told after each step of a turn
     * @throws Failure if another process writes the directory, or what was signed and published is not consistent
     */
    public static Publisher open(
            SignerTopics topics,
            LogDirectory directory,
            CheckpointSigner signer,
            PublishedPolicy policy,
            Witnesses witnesses,
            Steps steps) {
        Publisher publisher = new Publisher(topics, directory, signer, policy, witnesses, steps);
        try {
            publisher.takeOver();
            return publisher;
        } catch (RuntimeException | Error e) {
            publisher.close();
            throw e;
        }
    }

    /**
     * Publishes what is committed now.
     *
     * @throws Failure if anything is not as it must be; then nothing was signed, and this publisher is to be closed
     */
    public Turn turn() {
        topics.readEntries(this::append);
        requireAllThatWasSigned();
        directory.flush(); // of a directory that is written again
        if (tree.size() == 0) {
            return new Turn(Optional.empty(), false, List.of(), Map.of());
        }
        if (isUnsigned()) {
            sign();
        }
        Signed last = history.last().orElseThrow();
        return isPublished(last)
                ? new Turn(Optional.of(last.checkpoint()), true, List.of(), Map.of())
                : publish(last);
    }

    @Override
    public void close() {
        try {
            topics.close();
        } finally {
            lock.close();
        }
    }

    private void takeOver() {
        policy.requireKeyOf(signer);
        lock = directory.lock();
        topics.takeOver().forEach(history::add);
        readPublished().ifPresent(note -> requireSigned(Checkpoint.parse(note.text())));
        byte[] wanted = policy.toBytes();
        if (!directory.policy().filter(there -> Arrays.equals(there, wanted)).isPresent()) {
            directory.writePolicy(wanted);
        }
    }

    private void requireSigned(Checkpoint published) {
        boolean signed = published.origin().equals(signer.origin())
                && history.rootAt(published.size()).filter(published.root()::equals).isPresent();
        if (!signed) {
            throw Failure.verification("The checkpoint of " + published.size() + " leaves of '" + published.origin()
                    + "' in " + directory + " is none that was signed here: is log.dir another log's directory, or "
                    + "were the topics lost?");
        }
    }

    private void append(LogEntry record) {
        byte[] entry = bytes(record.getEntry());
        if (record.getSeq() != tree.size()) {
            throw Failure.verification("Leaf " + tree.size() + " of the log is missing: the entry after it has the "
                    + "sequence number " + record.getSeq());
        }
        if (entry.length > EntryBundle.LONGEST_ENTRY) {
            throw Failure.verification("Leaf " + record.getSeq() + " has " + entry.length + " bytes; "
                    + EntryBundle.LONGEST_ENTRY + " at most");
        }
        revoked.see(record.getSeq(), entry);
        tree.append(entry);
        history.rootAt(tree.size()).ifPresent(this::passSigned);
    }

    /** What was published once keeps its partial tiles, also in a directory that is written again. */
    private void passSigned(Hash signed) {
        if (!tree.root().equals(signed)) {
            throw Failure.verification("The entries make a tree of " + tree.size() + " leaves with the root "
                    + tree.root() + ", and one with the root " + signed + " was signed: entries were changed");
        }
        tree.putEdge();
    }

    private void requireAllThatWasSigned() {
        long signed = history.last().map(Signed::size).orElse(0L);
        if (tree.size() < signed) {
            throw Failure.verification("A checkpoint of " + signed + " leaves was signed, and the topic of entries has "
                    + tree.size() + ": entries were lost");
        }
    }

    private boolean isUnsigned() {
        return history.last().filter(last -> last.size() == tree.size() && signer.hasSigned(last)).isEmpty();
    }

    private void sign() {
        tree.putEdge();
        directory.flush();
        steps.reached(Step.TILES_WRITTEN);
        Checkpoint next = new Checkpoint(signer.origin(), tree.size(), tree.root());
        revoked.refuse(signer);
        requireAppended(next);
        steps.reached(Step.CHECKED);
        Signed signed = signer.sign(next);
        steps.reached(Step.SIGNED);
        topics.commit(new SignedCheckpoint(
                next.origin(), next.size(), ByteBuffer.wrap(next.root().toBytes()), signed.note().toString()));
        history.add(signed);
        steps.reached(Step.COMMITTED);
    }

    /** By what the directory holds, and by a proof that anybody would take: not by what this process remembers. */
    private void requireAppended(Checkpoint next) {
        try {
            Prover prover = prover(next.size());
            Optional<Checkpoint> last = history.last().map(Signed::checkpoint);
            boolean holds = prover.root(next.size()).equals(next.root())
                    && last.map(before -> prover.consistency(before.size(), next.size())
                                    .proves(before.root(), next.root()))
                            .orElse(true);
            if (!holds) {
                throw Failure.verification("The tiles in " + directory + " do not prove that the tree of "
                        + next.size() + " leaves appends to the last signed one; nothing was signed. Run "
                        + "'angklung notary fsck " + directory + "'");
            }
        } catch (LogFormatException | UncheckedIOException e) {
            throw Failure.verification("The tiles in " + directory + " cannot be read back: " + e.getMessage()
                    + "; nothing was signed");
        }
    }

    private Turn publish(Signed last) {
        Witnesses.Cosignatures cosignatures =
                witnesses.collect(last.note(), from -> prover(last.size()).consistency(from, last.size()));
        steps.reached(Step.COSIGNED);
        Note whole = last.note().with(cosignatures.lines());
        Optional<LogPolicy.Accepted> accepted = accepted(whole);
        if (accepted.isPresent()) {
            directory.writeCheckpoint(whole.toBytes());
            steps.reached(Step.PUBLISHED);
        }
        List<String> seenBy = accepted.map(LogPolicy.Accepted::witnesses).orElse(List.of()).stream()
                .map(LogPolicy.Witness::name)
                .toList();
        return new Turn(Optional.of(last.checkpoint()), accepted.isPresent(), seenBy, cosignatures.refusals());
    }

    private Optional<LogPolicy.Accepted> accepted(Note note) {
        try {
            return Optional.of(policy.policy().accept(note));
        } catch (UnverifiedException e) {
            return Optional.empty();
        }
    }

    /** Also not if the policy asks for more now than when it was published. */
    private boolean isPublished(Signed last) {
        return readPublished()
                .filter(note -> note.text().equals(last.note().text()))
                .filter(note -> note.signatures().containsAll(last.note().signatures()))
                .flatMap(this::accepted)
                .isPresent();
    }

    private Optional<Note> readPublished() {
        try {
            Optional<Note> note = directory.checkpoint().map(Note::parse);
            note.ifPresent(there -> Checkpoint.parse(there.text()));
            return note;
        } catch (LogFormatException e) {
            throw Failure.verification("The checkpoint in " + directory + " is damaged: " + e.getMessage()
                    + "; remove the file, and it is published again");
        }
    }

    private Prover prover(long size) {
        return new Prover(new Tiles(directory, size));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
