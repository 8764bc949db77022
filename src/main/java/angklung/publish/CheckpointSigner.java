package angklung.publish;

import angklung.config.Failure;
import angklung.log.Checkpoint;
import angklung.log.KeyType;
import angklung.log.Note;
import angklung.log.NoteSignature;
import angklung.log.SigningKey;
import angklung.log.VerifierKey;
import java.util.HashSet;
import java.util.List;

/** Signs checkpoints of one log with all of its keys; two while a key is rotated. */
public final class CheckpointSigner {
    private final String origin;
    private final List<SigningKey> keys;

    /** @throws Failure unless there is a key and all are keys of this log, each once */
    public CheckpointSigner(String origin, List<SigningKey> keys) {
        this.origin = origin;
        this.keys = List.copyOf(keys);
        if (keys.isEmpty()) {
            throw Failure.usage("No key signs the checkpoints: set log.keys to the file of a key that "
                    + "'angklung keys generate --type log --name " + origin + "' made");
        }
        verifiers().forEach(this::require);
        if (new HashSet<>(verifiers()).size() < keys.size()) {
            throw Failure.usage("log.keys names one key twice");
        }
    }

    /** The keys' public halves. */
    List<VerifierKey> verifiers() {
        return keys.stream().map(SigningKey::verifier).toList();
    }

    String origin() {
        return origin;
    }

    Signed sign(Checkpoint checkpoint) {
        String text = checkpoint.text();
        return new Signed(checkpoint, new Note(text, lines(text)));
    }

    /** Whether each key has signed it. Ed25519 gives the same signature again, so that lines can be compared. */
    boolean hasSigned(Signed signed) {
        return signed.note().signatures().containsAll(lines(signed.note().text()));
    }

    private List<NoteSignature> lines(String text) {
        return keys.stream().map(key -> key.sign(text)).toList();
    }

    private void require(VerifierKey key) {
        if (key.type() != KeyType.ED25519) {
            throw Failure.usage("log.keys: " + key + " is a witness's key, which signs no checkpoint of a log");
        }
        if (!key.name().equals(origin)) {
            throw Failure.usage("log.keys: " + key + " is a key of '" + key.name() + "', and log.origin is '" + origin
                    + "'");
        }
    }
}
