package angklung.cli;

import angklung.config.Failure;
import angklung.config.Settings;
import angklung.ledger.AuditFinding;
import angklung.runtime.ClusterCheck;
import angklung.runtime.LedgerVerdict;
import angklung.runtime.LedgerVerifier;
import angklung.runtime.PoolVerdict;
import angklung.runtime.PoolVerdict.Status;
import angklung.runtime.TopicAdmin;
import angklung.topic.Topics;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Verifies the whole ledger. */
@Command(
        name = "verify",
        description = {
            "Read the whole ledger and check every line: hashes, chains, sequences, identifiers, amounts,",
            "the heads on record of all runs, and that each settled pool is conserved to the last unit.",
            "Exit code 3 if anything is wrong, or if there is no line."
        },
        footer = {"", "Example:", "  angklung ledger verify --config angklung.properties --json"})
final class LedgerVerifyCommand implements Callable<Integer> {
    @Mixin
    private final ReportOptions options;

    LedgerVerifyCommand(Map<String, String> environment) {
        this.options = new ReportOptions(environment);
    }

    @Override
    public Integer call() {
        Settings settings = options.load();
        Topics topics = settings.topics();
        new ClusterCheck(settings).requireReachable();
        new TopicAdmin(settings)
                .requireTopics(topics.ledger, topics.periodState, topics.settlementControl, topics.poolPlans);
        LedgerVerdict verdict = new LedgerVerifier(settings).verify();
        VerdictText text = new VerdictText(verdict);
        options.print(text::text, text::json);
        if (!verdict.verified()) {
            throw Failure.verification(whyNot(verdict));
        }
        return ExitCode.DONE.code();
    }

    /** The first reason, with its place; the rest is in the output. */
    private static String whyNot(LedgerVerdict verdict) {
        if (verdict.audit().lines() == 0) {
            return "The ledger has no line: nothing was verified";
        }
        if (!verdict.audit().intact()) {
            AuditFinding first = verdict.audit().findings().get(0);
            return "The ledger is not intact, " + verdict.audit().findingCount() + " findings; the first: "
                    + VerdictText.describe(first);
        }
        PoolVerdict first = verdict.pools().stream()
                .filter(pool -> pool.status() == Status.BROKEN)
                .findFirst()
                .orElseThrow();
        return "Money is not conserved in " + verdict.count(Status.BROKEN) + " pools; the first: "
                + VerdictText.describe(first);
    }
}
