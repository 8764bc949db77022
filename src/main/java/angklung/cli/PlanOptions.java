package angklung.cli;

import angklung.anchor.OptIns;
import angklung.anchor.PaidAmounts;
import angklung.anchor.PayoutPlan;
import angklung.anchor.RoyaltyDistributor;
import angklung.config.Failure;
import angklung.config.Settings;
import angklung.keys.SubjectKeys;
import angklung.model.Period;
import angklung.runtime.ClusterCheck;
import angklung.runtime.TopicAdmin;
import angklung.topic.Topics;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which payouts go to which addresses. */
final class PlanOptions {
    private static final int HUNDRED = 100; // a month is yyyymm

    @Option(
            names = "--run",
            paramLabel = "RUN",
            required = true,
            description = "Payout run, such as payout/2026-10; what was paid until its end counts.")
    private String run;

    @Option(
            names = "--addresses",
            paramLabel = "FILE",
            required = true,
            description = {
                "CSV with party_id,address and perhaps from_period (YYYY-MM: what was paid for earlier periods was paid",
                "elsewhere) of the parties that opted in. It links parties to accounts: keep it private."
            })
    private Path addresses;

    @Option(
            names = "--currency",
            paramLabel = "CODE",
            description = "Currency of the token; that of the run by default, if it is one.")
    private String currency;

    /** @throws Failure naming file and line, if one is wrong */
    OptIns optIns() {
        return OptIns.read(addresses);
    }

    /**
     * The distribution that they make.
     *
     * @param month that it is published for; empty: the run's
     */
    PayoutPlan plan(Settings settings, RoyaltyDistributor distributor, Optional<Period> month) {
        distributor.requireThere();
        OptIns optIns = optIns();
        Topics topics = settings.topics();
        new ClusterCheck(settings).requireReachable();
        new TopicAdmin(settings).requireTopics(
                topics.ledger, topics.periodState, topics.logEntries, topics.notaryControl);
        PaidAmounts paid = PaidAmounts.read(settings.clients(), topics, run);
        Period ofRun = Period.parse(paid.period());
        Period period = month.orElse(ofRun);
        if (period.compareTo(ofRun) < 0) {
            throw Failure.usage("The run " + run + " is of " + ofRun + ", after --period " + period);
        }
        int yyyymm = period.month().getYear() * HUNDRED + period.month().getMonthValue();
        PayoutPlan.Target target = new PayoutPlan.Target(
                settings.chain().id(), distributor.address(), yyyymm, distributor.token().decimals());
        SubjectKeys keys = new SubjectKeys(settings.log().subjectKeys());
        return PayoutPlan.of(paid, optIns, Optional.ofNullable(currency), target, keys);
    }
}
