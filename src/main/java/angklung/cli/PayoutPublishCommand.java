package angklung.cli;

import angklung.anchor.DistributionPublisher;
import angklung.anchor.PayoutPlan;
import angklung.anchor.Waiting;
import angklung.avro.ChainAnchor;
import angklung.config.Failure;
import angklung.config.Settings;
import angklung.model.Period;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Publishes and funds a distribution. */
@Command(
        name = "publish",
        description = {
            "For the parties that opted in: add up what the ledger says they were ever paid until the end of a payout",
            "run, announce the distribution's root in the log, record the checkpoint that covers it, and publish and",
            "fund the root on chain.distributor. The stages and 'angklung notary publish' must run. What is done is not",
            "done again: run the command once more if it was stopped."
        },
        footer = {
            "",
            "Amounts are rounded down to the token; what remains is shown and adds to the next month.",
            "",
            "Example:",
            "  angklung payout publish --run payout/2026-10 --period 2026-10 --addresses addresses.csv"
        })
final class PayoutPublishCommand implements Callable<Integer> {
    @Mixin
    private final ChainOptions options;

    @Mixin
    private final PlanOptions plans = new PlanOptions();

    @Option(
            names = "--period",
            paramLabel = "YYYY-MM",
            required = true,
            description = "Month that it is published for: the run's, or a later one if that month was published.")
    private String period;

    PayoutPublishCommand(Map<String, String> environment, Clock clock) {
        this.options = new ChainOptions(environment, clock);
    }

    @Override
    public Integer call() {
        Period month = month();
        return options.run(session -> publish(session, month));
    }

    private Period month() {
        try {
            return Period.parse(period);
        } catch (IllegalArgumentException e) {
            throw Failure.usage("--period: " + e.getMessage());
        }
    }

    private ExitCode publish(ChainSession session, Period month) {
        Settings settings = session.settings();
        PayoutPlan plan = plans.plan(settings, session.link().distributor(), Optional.of(month));
        plan.unpaid().forEach(party -> options.say("party " + party + " was paid nothing in " + plan.currency()
                + " that a unit of the token is small enough for, and is left out"));
        Waiting waiting = new Waiting(session.pause().rounds(), session.pause(), options::say);
        ChainAnchor anchor = new DistributionPublisher(
                session.link(), session.anchorer(), session::published, settings.clients(), settings.topics(), waiting,
                options.clock()).publish(plan.distribution());
        DistributionText text = new DistributionText(plan, anchor);
        options.print(text::text, text::json);
        return ExitCode.DONE;
    }
}
