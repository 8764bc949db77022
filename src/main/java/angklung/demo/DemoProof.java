package angklung.demo;

import angklung.avro.Party;
import angklung.avro.Statement;
import angklung.log.Checkpoint;
import angklung.log.ProofFile;
import angklung.proof.Verdict;

/**
 * One songwriter's statement, proved and verified, and what becomes of the proof when somebody changes a digit.
 *
 * @param writer whose statement it is
 * @param checkpoint by which it is proved
 * @param file what the writer is given
 * @param verdict on the file
 * @param changed what was changed
 * @param changedVerdict on the changed file
 */
public record DemoProof(
        Party writer,
        Statement statement,
        Checkpoint checkpoint,
        ProofFile file,
        Verdict verdict,
        ChangedDigit changed,
        Verdict changedVerdict) {

    /** Whether the proof holds and the changed one does not. */
    public boolean holds() {
        return verdict.verified() && !changedVerdict.verified();
    }
}
