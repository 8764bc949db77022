package angklung.witness;

import angklung.log.Note;
import java.util.Optional;

/** What a witness remembers: of each log the checkpoint that it cosigned last. Called by one thread at a time. */
public interface CosignedCheckpoints {
    /** The checkpoint cosigned last, with that cosignature; none of a log that is new here. */
    Optional<Note> last(String origin);

    /**
     * Replaces it. When this returns, the checkpoint survives a loss of power.
     *
     * @throws java.io.UncheckedIOException if it may not have been written: then it must not be given out
     */
    void keep(String origin, Note cosigned);
}
