package angklung.proof;

import angklung.log.Checkpoint;
import angklung.log.Hash;
import angklung.log.InclusionProof;
import angklung.log.LogFormatException;
import angklung.log.LogPolicy;
import angklung.log.ProofFile;
import angklung.log.UnverifiedException;
import angklung.opening.Commitment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** The checks of one proof file, one after the other; the first that fails is the last that is made. */
final class Verification {
    private final ProofFile proof;
    private final LogPolicy policy;
    private final SortedMap<String, String> expected;
    private final List<Finding> findings = new ArrayList<>();
    private Opening opening;
    private Checkpoint signed;
    private LogPolicy.Accepted accepted;

    Verification(ProofFile proof, LogPolicy policy, SortedMap<String, String> expected) {
        this.proof = proof;
        this.policy = policy;
        this.expected = expected;
    }

    Verdict verdict() {
        for (Check check : Check.values()) {
            if (concerns(check)) {
                findings.add(finding(check));
            }
        }
        return new Verdict(findings, Optional.ofNullable(opening), Optional.ofNullable(accepted));
    }

    private boolean concerns(Check check) {
        return switch (check) {
            case LINE -> opening != null && opening.line().isPresent();
            case DETAIL -> opening != null && opening.detail().isPresent();
            default -> true;
        };
    }

    private Finding finding(Check check) {
        boolean failed = findings.stream().anyMatch(finding -> finding.status() != Finding.Status.PASSED);
        if (failed) {
            return Finding.notReached(check);
        }
        try {
            return switch (check) {
                case OPENING -> checkOpening();
                case LOG -> checkLog();
                case WITNESSES -> checkWitnesses();
                case INCLUSION -> checkInclusion();
                case RECORD -> new RecordCheck(opening, expected).finding();
                case LINE -> checkLine();
                case DETAIL -> checkDetail();
            };
        } catch (CheckFailure e) {
            return e.finding(check);
        }
    }

    private Finding checkOpening() throws CheckFailure {
        byte[] extra = proof.extra().orElseThrow(() -> new CheckFailure("opening.failed.none"));
        try {
            opening = Opening.parse(extra);
        } catch (LogFormatException e) {
            throw new CheckFailure("opening.failed.format", e.getMessage());
        }
        StatementLeaf leaf = opening.envelope();
        if (leaf.seq() != proof.index()) {
            throw new CheckFailure("opening.failed.index", text(leaf.seq()), text(proof.index()));
        }
        if (!Arrays.equals(Commitment.of(opening.salt(), opening.recordBytes()), leaf.commitment())) {
            throw new CheckFailure("opening.failed.commitment", text(leaf.seq()));
        }
        return Finding.passed(Check.OPENING, "opening.passed", text(leaf.seq()));
    }

    private Finding checkLog() throws CheckFailure {
        try {
            signed = policy.signedByLog(proof.checkpoint());
        } catch (LogFormatException | UnverifiedException e) {
            throw new CheckFailure("log.failed", e.getMessage());
        }
        return Finding.passed(Check.LOG, "log.passed", signed.origin(), text(signed.size()));
    }

    private Finding checkWitnesses() throws CheckFailure {
        try {
            accepted = policy.accept(proof.checkpoint());
        } catch (LogFormatException | UnverifiedException e) {
            throw new CheckFailure("witnesses.failed", e.getMessage());
        }
        return accepted.witnesses().isEmpty()
                ? Finding.passed(Check.WITNESSES, "witnesses.passed.none")
                : Finding.passed(Check.WITNESSES, "witnesses.passed", names(accepted));
    }

    /** Names of the witnesses that have seen the checkpoint, in the order of the policy. */
    static String names(LogPolicy.Accepted accepted) {
        return accepted.witnesses().stream().map(LogPolicy.Witness::name).collect(Collectors.joining(", "));
    }

    private Finding checkInclusion() throws CheckFailure {
        InclusionProof inclusion = proof.inclusion(accepted.checkpoint());
        if (inclusion.index() >= inclusion.size()) {
            throw new CheckFailure("inclusion.failed.size", text(inclusion.index()), text(inclusion.size()));
        }
        if (!inclusion.proves(Hash.leaf(opening.envelope().toBytes()), accepted.checkpoint().root())) {
            throw new CheckFailure("inclusion.failed.root", text(inclusion.index()));
        }
        return Finding.passed(Check.INCLUSION, "inclusion.passed", text(inclusion.index()));
    }

    private Finding checkLine() throws CheckFailure {
        OpenedEntry line = opening.line().orElseThrow();
        SortedMap<String, String> record = opening.record();
        String lines = record.get(RecordCheck.LINES);
        if (!text(line.size()).equals(lines)) {
            throw new CheckFailure("line.failed.size", text(line.size()), lines);
        }
        if (!line.isIn(hash(record.get(RecordCheck.LINES_HASH)))) {
            throw new CheckFailure("line.failed.root");
        }
        for (String field : List.of("currency", "party_id")) {
            if (!record.get(field).equals(line.entry().get(field))) {
                throw new CheckFailure("line.failed.owner", field);
            }
        }
        return Finding.passed(Check.LINE, "line.passed", line.entry().getOrDefault("line_id", ""), lines);
    }

    private Finding checkDetail() throws CheckFailure {
        OpenedEntry detail = opening.detail().orElseThrow();
        String root = opening.line().orElseThrow().entry().get("statement_hash");
        if (root == null || !RecordCheck.isHash(root)) {
            throw new CheckFailure("detail.failed.none");
        }
        // The line does not say how many details it has; the root tells a leaf from a node, so that the path still
        // leads from an entry that was there, and nothing is said of its place.
        if (!detail.isIn(hash(root))) {
            throw new CheckFailure("detail.failed.root");
        }
        String isrc = detail.entry().get("isrc");
        return isrc == null
                ? Finding.passed(Check.DETAIL, "detail.passed.none")
                : Finding.passed(Check.DETAIL, "detail.passed", isrc);
    }

    private static Hash hash(String hex) {
        return Hash.of(HexFormat.of().parseHex(hex));
    }

    private static String text(long number) {
        return Long.toString(number);
    }
}
