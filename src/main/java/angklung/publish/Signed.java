package angklung.publish;

import angklung.log.Checkpoint;
import angklung.log.Note;

/**
 * A checkpoint with the note that signs it.
 *
 * @param note without cosignatures
 */
record Signed(Checkpoint checkpoint, Note note) {
    long size() {
        return checkpoint.size();
    }
}
