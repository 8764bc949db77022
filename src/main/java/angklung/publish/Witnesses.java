package angklung.publish;

import angklung.log.ConsistencyProof;
import angklung.log.Note;
import angklung.log.NoteSignature;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** Who is asked to cosign a checkpoint. */
public interface Witnesses {
    /**
     * Asks every witness.
     *
     * @param signed the checkpoint with the log's signatures, committed
     * @param proofs that the tree of a size, from 1, begins the tree of the checkpoint; several threads may ask
     */
    Cosignatures collect(Note signed, LongFunction<ConsistencyProof> proofs);

    /**
     * What came back.
     *
     * @param lines verified cosignatures
     * @param refusals why a witness has not cosigned, by its name
     */
    record Cosignatures(List<NoteSignature> lines, Map<String, String> refusals) {
        public Cosignatures {
            lines = List.copyOf(lines);
            refusals = Map.copyOf(refusals);
        }
    }
}
