package angklung.cli;

import angklung.close.Closer;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Announces what will move if nobody claims it. */
@Command(
        name = "announce",
        description = {
            "Announce the holds whose term, by the policy of their territory, is over or ends within the days of",
            "announcement. Each gets a notice with the first day on which its money may move; nothing moves."
        },
        footer = {
            "",
            "The settlement stage must be running. Repeated for the same date, it goes on with the run or shows it.",
            "",
            "Examples:",
            "  angklung holds announce",
            "  angklung holds announce --as-of 2028-12-31 --json"
        })
final class HoldsAnnounceCommand implements Callable<Integer> {
    @Mixin
    private final HoldsRunOptions options;

    HoldsAnnounceCommand(Map<String, String> environment, Clock clock) {
        this.options = new HoldsRunOptions(environment, clock);
    }

    @Override
    public Integer call() {
        return options.run(
                Closer::announce,
                (result, reader) -> HoldsRunReport.announced(result, reader.announced(result.runId())));
    }
}
