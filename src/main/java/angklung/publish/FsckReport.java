package angklung.publish;

import angklung.log.Checkpoint;
import angklung.log.Hash;
import java.util.List;

/**
 * What a check of all files of a log has found.
 *
 * @param checkpoint against which they were checked
 * @param entries that were hashed
 * @param root that the entries make
 * @param findingCount all that is wrong with single files
 * @param findings the first of them, each with its file
 */
public record FsckReport(
        Checkpoint checkpoint, long entries, Hash root, long findingCount, List<String> findings) {
    public FsckReport {
        findings = List.copyOf(findings);
    }

    /** Whether every file is as the checkpoint says. */
    public boolean isIntact() {
        return findingCount == 0 && rootHolds();
    }

    /** Whether the entries make the tree of the checkpoint; then what is wrong is wrong with tiles alone. */
    public boolean rootHolds() {
        return entries == checkpoint.size() && root.equals(checkpoint.root());
    }
}
