package angklung.publish;

import angklung.avro.SignedCheckpoint;
import angklung.config.Failure;
import angklung.log.Checkpoint;
import angklung.log.Hash;
import angklung.log.LogFormatException;
import angklung.log.Note;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Everything that one log has signed: a root for each size, sizes that never fall. */
final class SignedHistory {
    private final String origin;
    private final Map<Long, Hash> roots = new HashMap<>();
    private Signed last;

    SignedHistory(String origin) {
        this.origin = origin;
    }

    /** @throws Failure if the record cannot be one of this log, or comes after one that it contradicts */
    void add(SignedCheckpoint record) {
        Signed signed;
        try {
            Note note = Note.parse(record.getNote().getBytes(StandardCharsets.UTF_8));
            signed = new Signed(Checkpoint.parse(note.text()), note);
        } catch (LogFormatException e) {
            throw Failure.verification("The signed checkpoint of " + record.getSize() + " leaves is not readable: "
                    + e.getMessage());
        }
        Checkpoint said = new Checkpoint(record.getOrigin(), record.getSize(), hash(record.getRoot()));
        if (!signed.checkpoint().equals(said)) {
            throw Failure.verification("The record of the signed checkpoint of " + said.size()
                    + " leaves says other things than its note");
        }
        add(signed);
    }

    void add(Signed signed) {
        Checkpoint checkpoint = signed.checkpoint();
        if (!checkpoint.origin().equals(origin)) {
            throw Failure.verification("The topic of signed checkpoints belongs to the log '" + checkpoint.origin()
                    + "', and log.origin is '" + origin + "': give the new log a topic.prefix of its own");
        }
        if (last != null && checkpoint.size() < last.size()) {
            throw Failure.verification("A checkpoint of " + checkpoint.size() + " leaves was signed after one of "
                    + last.size());
        }
        Hash before = roots.putIfAbsent(checkpoint.size(), checkpoint.root());
        if (before != null && !before.equals(checkpoint.root())) {
            throw Failure.verification("Two trees of " + checkpoint.size() + " leaves were signed, with the roots "
                    + before + " and " + checkpoint.root() + ": this log is forked, freeze it");
        }
        last = signed;
    }

    /** The one that was signed last; empty if none was. */
    Optional<Signed> last() {
        return Optional.ofNullable(last);
    }

    /** The root that was signed for a size; empty if none was. */
    Optional<Hash> rootAt(long size) {
        return Optional.ofNullable(roots.get(size));
    }

    private static Hash hash(ByteBuffer root) {
        byte[] bytes = new byte[root.remaining()];
        root.duplicate().get(bytes);
        return Hash.of(bytes);
    }
}
