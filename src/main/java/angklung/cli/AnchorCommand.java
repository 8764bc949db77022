package angklung.cli;

import angklung.anchor.CheckpointGoal;
import angklung.anchor.WitnessedLog;
import angklung.avro.ChainAnchor;
import angklung.config.Failure;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Records published checkpoints on a chain. */
@Command(
        name = "anchor",
        description = {
            "Record the published checkpoint in the contract CheckpointWitness of a chain, if it satisfies log.policy,",
            "and wait until it is final; again and again until SIGTERM or Ctrl-C. What is recorded already is not sent",
            "again. Does nothing unless chain.rpc is set: the log needs no chain."
        },
        footer = {
            "",
            "Exit code 3 and ALARM: chain and log have different roots for one size; keep both as evidence.",
            "",
            "Examples:",
            "  angklung anchor --once --config angklung.properties",
            "  angklung anchor --interval 24h"
        })
final class AnchorCommand implements Callable<Integer> {
    @Mixin
    private final ChainOptions options;

    @Option(names = "--once", description = "Record the checkpoint that is published now and end.")
    private boolean once;

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            converter = DurationText.class,
            defaultValue = "24h",
            description = "Between two checkpoints, each of which costs a fee; ${DEFAULT-VALUE} by default.")
    private Duration interval;

    AnchorCommand(Map<String, String> environment, Clock clock) {
        this.options = new ChainOptions(environment, clock);
    }

    @Override
    public Integer call() {
        return options.run(session -> once ? once(session) : untilStopped(session));
    }

    private ExitCode once(ChainSession session) {
        print(recorded(session).orElseThrow(
                () -> Failure.notReady("No checkpoint with a leaf is published yet in "
                        + session.settings().log().directory() + "; run 'angklung notary publish' first")));
        return ExitCode.DONE;
    }

    private ExitCode untilStopped(ChainSession session) {
        Optional<ChainAnchor> before = Optional.empty();
        do {
            try {
                Optional<ChainAnchor> anchor = recorded(session);
                if (!anchor.equals(before)) {
                    anchor.ifPresent(this::print);
                }
                before = anchor;
            } catch (Failure e) {
                if (e.exitCode() != Failure.NOT_READY) {
                    throw e;
                }
                options.say(e.getMessage()); // nodes come back
            }
        } while (!session.pause().isStoppedWithin(interval));
        return ExitCode.DONE;
    }

    private static Optional<ChainAnchor> recorded(ChainSession session) {
        Optional<WitnessedLog> log = session.published().filter(found -> found.checkpoint().size() > 0);
        return log.map(found -> session.anchorer().reach(
                new CheckpointGoal(session.link().witness(), found.checkpoint(), found.prover())));
    }

    private void print(ChainAnchor anchor) {
        AnchorText text = new AnchorText(anchor);
        options.print(text::text, text::json);
    }
}
