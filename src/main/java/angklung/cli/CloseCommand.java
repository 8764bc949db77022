package angklung.cli;

import angklung.avro.CloseState;
import angklung.close.CloseListener;
import angklung.close.CloseResult;
import angklung.close.Closer;
import angklung.close.PayoutResult;
import angklung.close.PeriodEnd;
import angklung.close.SettlementRun;
import angklung.config.Failure;
import angklung.config.Settings;
import angklung.model.Period;
import angklung.runtime.ClusterCheck;
import angklung.runtime.Drained;
import angklung.runtime.Stage;
import angklung.runtime.TopicAdmin;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Closes one period, or settles what was restated of closed ones, and pays. */
@Command(
        name = "close",
        description = {
            "Close a period: fence its plays, wait for every stage, check all control totals, write the ledger, pay.",
            "Goes on where an earlier close stopped. On a closed period, settles what was restated since;",
            "with --revise, takes in first what came after its close: late plays that restate it by their agreements,",
            "changed rights and authorship policies, screening by the rules and decisions known now.",
            "With --restated, settles all closed periods."
        },
        footer = {
            "",
            "The stages must be running. States go to standard error, the pools to standard output.",
            "",
            "Examples:",
            "  angklung close --period 2026-10",
            "  angklung close --period 2026-10 --dsp alpha --timeout 2h --no-payout --json",
            "  angklung close --period 2026-10 --revise",
            "  angklung close --restated"
        })
final class CloseCommand implements Callable<Integer> {
    private final Clock clock;

    @Mixin
    private final ReportOptions options;

    @ArgGroup(multiplicity = "1")
    private What what;

    /** Either one period or whatever was restated. */
    static final class What {
        @Option(names = "--period", paramLabel = "YYYY-MM", description = "The period.")
        private String period;

        @Option(
                names = "--restated",
                description = "All closed periods of which something was restated since, in order, in one go.")
        private boolean restated;
    }

    @Option(
            names = "--revise",
            description = "Revise the closed period: take in late plays, changed rights, policies and decisions first.")
    private boolean revise;

    @Option(
            names = "--dsp",
            paramLabel = "NAME",
            description = "Close one service alone; by default all that have agreements, together.")
    private String onlyDsp;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = DurationText.class,
            defaultValue = "10m",
            description = "Stop waiting after this time, such as 90s, 10m or 2h; ${DEFAULT-VALUE} by default.")
    private Duration timeout;

    @Option(names = "--no-payout", description = "Write the ledger, but pay nobody.")
    private boolean withoutPayout;

    CloseCommand(Map<String, String> environment) {
        this(environment, Clock.systemUTC());
    }

    CloseCommand(Map<String, String> environment, Clock clock) {
        this.options = new ReportOptions(environment);
        this.clock = clock;
    }

    @Override
    public Integer call() {
        if (what.restated && revise) {
            throw Failure.usage("--revise is about one period: give it with --period, not with --restated");
        }
        Optional<Period> period = Optional.ofNullable(what.period).map(CloseCommand::period);
        Settings settings = options.load().requireDsps();
        new ClusterCheck(settings).requireReachable();
        new TopicAdmin(settings).requireTopics(settings.topics().agreements);
        AgreementZones zones = AgreementZones.read(settings);
        SortedSet<String> dsps = dsps(settings, zones);
        period.ifPresent(p -> dsps.forEach(dsp -> requireOver(dsp, p, zones, settings.grace())));
        CloseReport report = new CloserSession(settings, timeout, new Progress(options.err()))
                .run(closer -> period.map(p -> revise ? revise(closer, settings, p, dsps) : close(closer, p, dsps))
                .orElseGet(() -> settleRestated(closer, settings, dsps)));
        options.print(report::text, report::json);
        return end(report);
    }

    private static Period period(String text) {
        try {
            return Period.parse(text);
        } catch (IllegalArgumentException e) {
            throw Failure.usage("--period: " + e.getMessage());
        }
    }

    /** A service without an agreement is unknown: its plays are rejected, so there is nothing to close. */
    private SortedSet<String> dsps(Settings settings, AgreementZones zones) {
        SortedSet<String> known = new TreeSet<>(settings.dsps());
        known.retainAll(zones.dsps());
        if (onlyDsp == null) {
            if (known.isEmpty()) {
                throw Failure.notReady("None of the services " + settings.dsps()
                        + " has an agreement; import agreements before closing");
            }
            return known;
        }
        if (!settings.dsps().contains(onlyDsp)) {
            throw Failure.usage("--dsp " + onlyDsp + ": not one of the configured services " + settings.dsps());
        }
        if (!known.contains(onlyDsp)) {
            throw Failure.notReady("Service " + onlyDsp + " has no agreement; import agreements before closing");
        }
        return new TreeSet<>(List.of(onlyDsp));
    }

    private void requireOver(String dsp, Period period, AgreementZones zones, Duration grace) {
        if (!PeriodEnd.isOver(period, zones.of(dsp), clock.instant(), grace)) {
            throw Failure.notReady("Period " + period + " of " + dsp + " is not over: it ends at "
                    + PeriodEnd.of(period, zones.of(dsp)) + ", and " + grace.toHours()
                    + " hours of grace follow (close.grace.hours)");
        }
    }

    private CloseReport close(Closer closer, Period period, SortedSet<String> dsps) {
        Instant bookedAt = bookedAt();
        CloseResult closed = closer.close(period, dsps, bookedAt);
        return CloseReport.of(closed, closed.done() && !withoutPayout
                ? Optional.of(closer.payout(payoutRun(period), period, bookedAt))
                : Optional.empty());
    }

    /** The period's own payout run is over: what the revision leaves to pay is paid by a run of its own. */
    private CloseReport revise(Closer closer, Settings settings, Period period, SortedSet<String> dsps) {
        closer.requireRevisable(period, dsps);
        awaitTerms(settings);
        Instant bookedAt = bookedAt();
        CloseResult revised = closer.revise(period, dsps, bookedAt);
        return CloseReport.of(revised, revised.done() && !withoutPayout
                ? closer.payRestated(Optional.ofNullable(onlyDsp), bookedAt)
                : Optional.empty());
    }

    private CloseReport settleRestated(Closer closer, Settings settings, SortedSet<String> dsps) {
        awaitPricing(settings);
        Instant bookedAt = bookedAt();
        List<CloseResult> settled = closer.settleRestated(dsps, bookedAt);
        boolean done = settled.stream().allMatch(CloseResult::done);
        return CloseReport.restated(settled, done && !withoutPayout
                ? closer.payRestated(Optional.ofNullable(onlyDsp), bookedAt)
                : Optional.empty());
    }

    /** What was sent a moment ago and is not priced yet would pass for nothing to do. */
    private void awaitPricing(Settings settings) {
        try (Drained drained = drained(settings)) {
            drained.await(group(settings, Stage.POOL), settings.topics().agreements);
            drained.await(group(settings, Stage.POOL), settings.topics().revenue);
        }
    }

    /** A decision, registration or policy that was sent a moment ago would wait for the next revision. */
    private void awaitTerms(Settings settings) {
        try (Drained drained = drained(settings)) {
            drained.awaitTerms(stage -> group(settings, stage), settings.topics());
        }
    }

    private Drained drained(Settings settings) {
        return new Drained(settings.clients(), Optional::empty, timeout);
    }

    private static String group(Settings settings, Stage stage) {
        return settings.applicationIdPrefix() + "-" + stage.label();
    }

    /** The ledger keeps milliseconds. */
    private Instant bookedAt() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** A service that is closed alone is paid out for by a run of its own, so that the others' run is still to come. */
    private String payoutRun(Period period) {
        return "payout/" + period + (onlyDsp == null ? "" : "/" + onlyDsp);
    }

    private int end(CloseReport report) {
        List<String> missing = report.missing();
        if (missing.isEmpty()) {
            return ExitCode.DONE.code();
        }
        PrintWriter err = options.err();
        err.println("angklung: " + report.subject() + " is not done after " + timeout.toSeconds() + " s; it waits for "
                + missing.size() + (missing.size() == 1 ? " thing:" : " things:"));
        missing.forEach(line -> err.println("  " + line));
        err.println("Run the same command again to go on.");
        return ExitCode.NOT_READY.code();
    }

    /** Prints states as they are reached. */
    private record Progress(PrintWriter err) implements CloseListener {
        @Override
        public void reached(String dsp, Period period, CloseState state) {
            err.println(dsp + " " + period + ": " + state);
        }

        @Override
        public void revising(String dsp, Period period, int revision, CloseState state) {
            err.println(dsp + " " + period + ", revision " + revision + ": " + state);
        }

        @Override
        public void settling(String dsp, SettlementRun run) {
            err.println("settling run " + run.runId() + ", " + run.pools().size() + " pools");
        }
    }
}
