package angklung.cli;

import angklung.close.CloseListener;
import angklung.close.Closer;
import angklung.close.HoldsResult;
import angklung.config.Failure;
import angklung.config.Settings;
import angklung.runtime.ClusterCheck;
import angklung.runtime.Drained;
import angklung.runtime.Stage;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of an announcement and of an expiry, and how either is run. */
final class HoldsRunOptions {
    private final Clock clock;

    @Mixin
    private final ReportOptions options;

    @Option(
            names = "--as-of",
            paramLabel = "DATE",
            description = "The date of the run, UTC, not after today; today by default. One run a date.")
    private LocalDate asOf;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = DurationText.class,
            defaultValue = "10m",
            description = "Stop waiting after this time, such as 90s, 10m or 2h; ${DEFAULT-VALUE} by default.")
    private Duration timeout;

    HoldsRunOptions(Map<String, String> environment, Clock clock) {
        this.options = new ReportOptions(environment);
        this.clock = clock;
    }

    /**
     * Orders the run, waits for it and prints its report.
     *
     * @return exit code
     */
    int run(
            BiFunction<Closer, LocalDate, HoldsResult> order,
            BiFunction<HoldsResult, HoldsReader, HoldsRunReport> report) {
        LocalDate date = date();
        Settings settings = options.load();
        new ClusterCheck(settings).requireReachable();
        HoldsReader reader = new HoldsReader(settings);
        awaitPolicies(settings);
        HoldsResult result = new CloserSession(settings, timeout, new Progress(options.err()))
                .run(closer -> order.apply(closer, date));
        HoldsRunReport done = report.apply(result, reader).verified();
        options.print(done::text, done::json);
        return end(result);
    }

    /** What moves before its day would move too early, whatever was announced. */
    private LocalDate date() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (asOf != null && asOf.isAfter(today)) {
            throw Failure.notReady("--as-of " + asOf + " has not come: it is " + today + " (UTC)");
        }
        return asOf == null ? today : asOf;
    }

    /** A policy that was sent a moment ago would pass for none. */
    private void awaitPolicies(Settings settings) {
        String settlement = settings.applicationIdPrefix() + "-" + Stage.SETTLEMENT.label();
        try (Drained drained = new Drained(settings.clients(), Optional::empty, timeout)) {
            drained.await(settlement, settings.topics().unclaimedPolicies);
        }
    }

    private int end(HoldsResult result) {
        if (result.done()) {
            return ExitCode.DONE.code();
        }
        PrintWriter err = options.err();
        err.println("angklung: run " + result.runId() + " is not done after " + timeout.toSeconds() + " s:");
        result.missing().forEach(line -> err.println("  " + line));
        err.println("Run the same command again to go on.");
        return ExitCode.NOT_READY.code();
    }

    /** Says what is waited for. */
    private record Progress(PrintWriter err) implements CloseListener {
        @Override
        public void waiting(List<String> missing) {
            missing.forEach(line -> err.println("waiting: " + line));
        }
    }
}
