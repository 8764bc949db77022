package angklung.cli;

import angklung.config.Settings;
import angklung.runtime.ClusterCheck;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what is held. */
@Command(
        name = "list",
        description = {
            "List the hold accounts with a balance: reason, period, age in months, when and where the money goes.",
            "Read from the ledger, the policies on unclaimed money and the notices; nothing is changed."
        },
        footer = {
            "",
            "A due date with a question mark is the first one possible: the hold is not announced yet.",
            "",
            "Examples:",
            "  angklung holds list",
            "  angklung holds list --as-of 2028-12-31 --json"
        })
final class HoldsListCommand implements Callable<Integer> {
    private final Clock clock;

    @Mixin
    private final ReportOptions options;

    @Option(
            names = "--as-of",
            paramLabel = "DATE",
            description = "As the ledger was at the end of that day, UTC; today by default.")
    private LocalDate asOf;

    HoldsListCommand(Map<String, String> environment, Clock clock) {
        this.options = new ReportOptions(environment);
        this.clock = clock;
    }

    @Override
    public Integer call() {
        LocalDate date = asOf == null ? LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC) : asOf;
        Settings settings = options.load();
        new ClusterCheck(settings).requireReachable();
        HoldsList list = new HoldsReader(settings).list(date);
        options.print(list::text, list::json);
        return ExitCode.DONE.code();
    }
}
