package angklung.witness;

import angklung.config.Failure;
import angklung.log.Checkpoint;
import angklung.log.ConsistencyProof;
import angklung.log.Hash;
import angklung.log.KeyType;
import angklung.log.LogFormatException;
import angklung.log.Note;
import angklung.log.NoteSignature;
import angklung.log.SigningKey;
import angklung.log.UnverifiedException;
import angklung.log.VerifierKey;
import angklung.witness.Answer.Verdict;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Cosigns checkpoints of logs, and of each log only one history: whoever sees a cosignature knows that everybody who
 * asks this witness is shown the same. Thread-safe: what is checked is still so when it is written, and it is written
 * before it is answered.
 */
public final class Witness {
    private final SigningKey key;
    private final TrustedLogs logs;
    private final CosignedCheckpoints state;
    private final Evidence evidence;
    private final Clock clock;

    /**
     * @param key of type cosignature, used by this witness alone and for nothing else
     * @throws Failure if the key is not of that type, or is a log's
     */
    public Witness(SigningKey key, TrustedLogs logs, CosignedCheckpoints state, Evidence evidence, Clock clock) {
        if (key.verifier().type() != KeyType.COSIGNATURE) {
            throw Failure.usage("The key " + key.verifier() + " is a log's; a witness needs one of type witness");
        }
        if (logs.signWith(key.verifier())) {
            throw Failure.usage("The key " + key.verifier() + " also signs a log; a key is used for one thing only");
        }
        this.key = key;
        this.logs = logs;
        this.state = state;
        this.evidence = evidence;
        this.clock = clock;
    }

    /** By which its cosignatures are verified. */
    public VerifierKey verifier() {
        return key.verifier();
    }

    /** Origins of the logs that it watches. */
    public Set<String> origins() {
        return logs.origins();
    }

    /** The checkpoint of a log that it cosigned last; none if there is none. */
    public synchronized Optional<Note> last(String origin) {
        return state.last(origin);
    }

    /**
     * Answers a request to cosign.
     *
     * @param body of any content and length
     * @throws java.io.UncheckedIOException if the checkpoint cannot be kept; nothing is cosigned then
     */
    public Answer add(byte[] body) {
        AddCheckpoint request;
        Checkpoint checkpoint;
        try {
            request = AddCheckpoint.parse(body);
            if (isEmptyTreeWithAnotherRoot(request.note().text())) {
                return Answer.refused(Verdict.INCONSISTENT, "The root of a tree without a leaf is not this one");
            }
            checkpoint = request.checkpoint();
        } catch (LogFormatException e) {
            return Answer.refused(Verdict.MALFORMED, e.getMessage());
        }
        List<VerifierKey> keys = logs.keys(checkpoint.origin());
        if (keys.isEmpty()) {
            return Answer.refused(Verdict.UNKNOWN_LOG, "This witness does not watch '" + checkpoint.origin() + "'");
        }
        Collection<NoteSignature> signatures;
        try {
            signatures = request.note().verified(keys).values();
        } catch (UnverifiedException e) {
            return Answer.refused(Verdict.UNTRUSTED, e.getMessage());
        }
        // What others have added to the note is not kept: nobody has verified it.
        Note signed = new Note(request.note().text(), List.copyOf(signatures));
        return addSigned(request, checkpoint, signed);
    }

    private synchronized Answer addSigned(AddCheckpoint request, Checkpoint next, Note signed) {
        if (request.oldSize() > next.size()) {
            return Answer.refused(Verdict.MALFORMED, "The old size " + request.oldSize() + " is above the new one, "
                    + next.size());
        }
        Optional<Note> lastNote = state.last(next.origin());
        Checkpoint last = lastNote
                .map(note -> Checkpoint.parse(note.text()))
                .orElse(new Checkpoint(next.origin(), 0, Hash.EMPTY_ROOT));
        boolean forked = next.size() == last.size() && !next.root().equals(last.root());
        if (forked && lastNote.isPresent()) {
            evidence.keep(Fork.ofOneSize(lastNote.get(), signed), List.of("this witness", "a request to cosign"));
        }
        if (request.oldSize() != last.size()) {
            return Answer.conflict(last.size());
        }
        if (!continues(last, next, request.proof())) {
            return Answer.refused(Verdict.INCONSISTENT, forked
                    ? "Another tree of " + next.size() + " leaves is cosigned already: this log has two histories"
                    : "The proof does not show that " + next.size() + " leaves begin with the " + last.size()
                            + " that are cosigned");
        }
        NoteSignature cosignature = key.cosign(next, clock.instant().getEpochSecond());
        state.keep(next.origin(), signed.with(List.of(cosignature)));
        return Answer.cosigned(cosignature);
    }

    private static boolean continues(Checkpoint last, Checkpoint next, List<Hash> proof) {
        return last.size() == 0
                ? proof.isEmpty() // every tree continues the empty one
                : new ConsistencyProof(last.size(), next.size(), proof).proves(last.root(), next.root());
    }

    /** A checkpoint of this kind is not in the format, yet the protocol has an answer of its own for it. */
    private static boolean isEmptyTreeWithAnotherRoot(String text) {
        String[] lines = text.split("\n", 4);
        if (lines.length < 4 || !lines[1].equals("0")) {
            return false;
        }
        return !Hash.parseBase64(lines[2]).equals(Hash.EMPTY_ROOT);
    }
}
