package angklung.cli;

import angklung.avro.CloseState;
import angklung.close.CloseListener;
import angklung.close.CloseRefusedException;
import angklung.close.CloseResult;
import angklung.close.Closer;
import angklung.close.CloserFencedException;
import angklung.close.CloserOptions;
import angklung.close.NotReadyException;
import angklung.close.PayoutResult;
import angklung.close.PeriodEnd;
import angklung.close.SettlementRun;
import angklung.close.VerificationFailedException;
import angklung.config.Failure;
import angklung.config.Settings;
import angklung.model.Period;
import angklung.runtime.ClusterCheck;
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
import org.apache.kafka.common.errors.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Closes one period, and pays. */
@Command(
        name = "close",
        description = {
            "Close a period: fence its plays, wait for every stage, check all control totals, write the ledger, pay.",
            "Goes on where an earlier close stopped. On a closed period, settles what was restated since."
        },
        footer = {
            "",
            "The stages must be running. States go to standard error, the pools to standard output.",
            "",
            "Examples:",
            "  angklung close --period 2026-10",
            "  angklung close --period 2026-10 --dsp alpha --timeout 2h --no-payout --json"
        })
final class CloseCommand implements Callable<Integer> {
    /** Consumed offsets are looked at this often; facts are seen at once. */
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    private final Clock clock;

    @Mixin
    private final ReportOptions options;

    @Option(names = "--period", required = true, paramLabel = "YYYY-MM", description = "The period.")
    private String periodText;

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
        Period period = period();
        Settings settings = options.load().requireDsps();
        new ClusterCheck(settings).requireReachable();
        new TopicAdmin(settings).requireTopics(settings.topics().agreements);
        AgreementZones zones = AgreementZones.read(settings);
        SortedSet<String> dsps = dsps(settings, zones);
        dsps.forEach(dsp -> requireOver(dsp, period, zones, settings.grace()));
        CloseReport report = run(settings, period, dsps);
        options.print(report::text, report::json);
        return end(period, report);
    }

    private Period period() {
        try {
            return Period.parse(periodText);
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

    private CloseReport run(Settings settings, Period period, SortedSet<String> dsps) {
        CloserOptions closerOptions = new CloserOptions(
                settings.applicationIdPrefix(),
                timeout,
                POLL_INTERVAL,
                new Progress(options.err()));
        String intake = settings.applicationIdPrefix() + "-" + Stage.INTAKE.label();
        // The ledger keeps milliseconds.
        Instant bookedAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        try (Closer closer = new Closer(settings.clients(), settings.topics(), intake, closerOptions)) {
            CloseResult closed = closer.close(period, dsps, bookedAt);
            Optional<PayoutResult> paid = closed.done() && !withoutPayout
                    ? Optional.of(closer.payout(payoutRun(period), period, bookedAt))
                    : Optional.empty();
            return new CloseReport(closed, paid);
        } catch (VerificationFailedException e) {
            throw new Failure(Failure.VERIFICATION_FAILED, e.getMessage(), e);
        } catch (NotReadyException | CloserFencedException e) {
            throw new Failure(Failure.NOT_READY, e.getMessage(), e);
        } catch (TimeoutException e) {
            throw new Failure(Failure.NOT_READY, "The brokers do not answer: " + e.getMessage(), e);
        } catch (CloseRefusedException e) {
            throw new Failure(Failure.USAGE, e.getMessage(), e);
        }
    }

    /** A service that is closed alone is paid out for by a run of its own, so that the others' run is still to come. */
    private String payoutRun(Period period) {
        return "payout/" + period + (onlyDsp == null ? "" : "/" + onlyDsp);
    }

    private int end(Period period, CloseReport report) {
        List<String> missing = report.missing();
        if (missing.isEmpty()) {
            return ExitCode.DONE.code();
        }
        PrintWriter err = options.err();
        err.println("angklung: period " + period + " is not done after " + timeout.toSeconds() + " s; it waits for "
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
        public void settling(String dsp, SettlementRun run) {
            err.println("settling run " + run.runId() + ", " + run.pools().size() + " pools");
        }
    }
}
