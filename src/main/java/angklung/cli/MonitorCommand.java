package angklung.cli;

import angklung.config.Failure;
import angklung.log.Checkpoint;
import angklung.log.LogPolicy;
import angklung.publish.PublishedLog;
import angklung.witness.KeptCheckpoint;
import angklung.witness.Monitor;
import angklung.witness.Sighting;
import angklung.witness.Sighting.Finding;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Watches what a log shows, for two histories. */
@Command(
        name = "monitor",
        description = {
            "Compare the checkpoints that a log shows at one or several places, now and from now on: each must",
            "continue or begin the newest one seen before, which the log's tiles show. Ends with exit code 3 when the",
            "log has signed two histories, and keeps both signed checkpoints as evidence below --state; also when a",
            "checkpoint is not signed, misses the quorum, or has tiles that do not belong to it."
        },
        footer = {
            "",
            "Examples:",
            "  angklung monitor --policy policy.txt --state /var/lib/monitor https://log.example/",
            "  angklung monitor --policy policy.txt --state seen --once https://log.example/ copy/"
        })
final class MonitorCommand implements Callable<Integer> {
    private final Clock clock;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--policy",
            required = true,
            paramLabel = "FILE",
            description = "Keys of the log and its witnesses, and the quorum (c2sp.org/tlog-policy).")
    private Path policy;

    @Option(
            names = "--state",
            required = true,
            paramLabel = "DIR",
            description = "Directory for the newest checkpoint seen, and for evidence.")
    private Path state;

    @ArgGroup
    private Pace pace = new Pace();

    /** Once, or again and again. */
    static final class Pace {
        @Option(
                names = "--once",
                description = "Look once; exit code 5 if a place cannot be read or compared.")
        private boolean once;

        @Option(
                names = "--interval",
                paramLabel = "DURATION",
                converter = DurationText.class,
                defaultValue = "1m",
                description = "Time between looks, such as 90s, 10m or 2h; ${DEFAULT-VALUE} by default.")
        private Duration interval = Duration.ofMinutes(1);
    }

    @Parameters(arity = "1..*", paramLabel = "PLACE", description = "Addresses or directories that show the log.")
    private List<String> places;

    MonitorCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        LogPolicy trusted = PolicyFile.read("--policy", policy, LogPolicy::parse);
        List<PublishedLog> views = places.stream().map(PublishedLog::at).toList();
        try (KeptCheckpoint kept = KeptCheckpoint.open(state, trusted)) {
            Monitor monitor = new Monitor(trusted, kept);
            if (pace.once) {
                requireCompared(look(monitor, views, List.of()));
            } else {
                watch(monitor, views);
            }
        }
        return ExitCode.DONE.code();
    }

    private void watch(Monitor monitor, List<PublishedLog> views) {
        try (StopSignal signal = new StopSignal()) {
            List<Sighting> before = List.of();
            do {
                before = look(monitor, views, before);
            } while (!isRequestedWithin(pace.interval, signal));
            signal.stopped(ExitCode.DONE);
        }
    }

    /** Tells what is new since the last look. */
    private List<Sighting> look(Monitor monitor, List<PublishedLog> views, List<Sighting> before) {
        List<Sighting> sightings = monitor.look(views);
        sightings.stream().filter(sighting -> !before.contains(sighting)).forEach(this::print);
        requireNone(Finding.FORK, sightings);
        requireNone(Finding.INVALID, sightings);
        return sightings;
    }

    private void print(Sighting sighting) {
        spec.commandLine().getOut().println(clock.instant().truncatedTo(ChronoUnit.SECONDS) + "  " + sighting.view()
                + "  " + size(sighting) + sighting.finding() + ": " + sighting.text());
    }

    private static String size(Sighting sighting) {
        return sighting.checkpoint().map(Checkpoint::size).map(size -> size + " leaves  ").orElse("");
    }

    private static void requireNone(Finding finding, List<Sighting> sightings) {
        sightings.stream().filter(sighting -> sighting.finding() == finding).findFirst().ifPresent(sighting -> {
            throw Failure.verification(sighting.view() + ": " + sighting.text());
        });
    }

    private static void requireCompared(List<Sighting> sightings) {
        sightings.stream()
                .filter(sighting -> sighting.finding() == Finding.UNREACHABLE)
                .findFirst()
                .ifPresent(sighting -> {
                    throw Failure.notReady(sighting.view() + ": " + sighting.text());
                });
    }

    private static boolean isRequestedWithin(Duration time, StopSignal signal) {
        try {
            signal.requested().get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("Nobody interrupts a monitor, and a signal does not fail", e);
        }
    }
}
