package angklung.proof;

import angklung.log.LogPolicy;
import angklung.proof.Finding.Status;
import java.util.List;
import java.util.Optional;

/**
 * What a proof file proves, and what not.
 *
 * @param findings one of each check, in the order of the checks; those of line and detail only if the file has them
 * @param opening what the file opens; empty if nothing in it can be read. Believe it only if the verdict is good
 * @param accepted the checkpoint and the witnesses that have seen it; empty if it was not accepted
 */
public record Verdict(List<Finding> findings, Optional<Opening> opening, Optional<LogPolicy.Accepted> accepted) {
    public Verdict {
        findings = List.copyOf(findings);
    }

    /** Whether every check passed. */
    public boolean verified() {
        return findings.stream().allMatch(finding -> finding.status() == Status.PASSED);
    }

    /** The check that failed. */
    public Optional<Finding> failure() {
        return findings.stream().filter(finding -> finding.status() == Status.FAILED).findFirst();
    }
}
