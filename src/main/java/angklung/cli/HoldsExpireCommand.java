package angklung.cli;

import angklung.close.Closer;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Moves what was announced and not claimed. */
@Command(
        name = "expire",
        description = {
            "Move what is held in accounts that were announced, and are due by the date, to where their notices say.",
            "Whoever claims it later is paid from there: close --revise brings it back."
        },
        footer = {
            "",
            "The settlement stage must be running. Repeated for the same date, it goes on with the run or shows it.",
            "",
            "Examples:",
            "  angklung holds expire",
            "  angklung holds expire --as-of 2028-12-31 --json"
        })
final class HoldsExpireCommand implements Callable<Integer> {
    @Mixin
    private final HoldsRunOptions options;

    HoldsExpireCommand(Map<String, String> environment, Clock clock) {
        this.options = new HoldsRunOptions(environment, clock);
    }

    @Override
    public Integer call() {
        return options.run(
                Closer::expire,
                (result, reader) -> HoldsRunReport.moved(result, reader.expired(result.runId())));
    }
}
