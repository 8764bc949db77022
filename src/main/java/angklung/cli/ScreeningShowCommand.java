package angklung.cli;

import angklung.appeal.Evidence;
import angklung.appeal.Hit;
import angklung.appeal.PoolEffects;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows the evidence of one hit. */
@Command(
        name = "show",
        description = "Show the evidence of a hit: rule, thresholds, what was observed, recordings, money, decision.",
        footer = {"", "Example:", "  angklung screening show 3f9c2a71"})
final class ScreeningShowCommand implements Callable<Integer> {
    @Mixin
    private final ReportOptions options;

    @Parameters(paramLabel = "HIT", description = "The hit, or the first digits of it.")
    private String named;

    ScreeningShowCommand(Map<String, String> environment) {
        this.options = new ReportOptions(environment);
    }

    @Override
    public Integer call() {
        Evidence evidence = ScreeningTopics.open(options.load());
        Hit hit = ScreeningTopics.find(evidence.hits(), named);
        PoolEffects effects = evidence.effects();
        options.print(
                () -> ScreeningText.text(hit, effects),
                () -> ScreeningText.json(hit, effects).toPrettyString());
        return ExitCode.DONE.code();
    }
}
