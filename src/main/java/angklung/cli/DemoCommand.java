package angklung.cli;

import angklung.close.CloseListener;
import angklung.config.Failure;
import angklung.config.Settings;
import angklung.demo.DemoData;
import angklung.demo.DemoLog;
import angklung.demo.DemoProof;
import angklung.demo.DemoReport;
import angklung.demo.DemoRun;
import angklung.model.Period;
import angklung.replay.PipelineRun;
import angklung.replay.Progress;
import angklung.replay.RunSettings;
import angklung.replay.TemporaryDirectory;
import angklung.runtime.EmbeddedKafka;
import angklung.topic.PartitionContract;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs an invented month through the whole pipeline and shows where the money went. */
@Command(
        name = "demo",
        description = {
            "Run an invented month of three services through the whole pipeline, on a broker inside this process,",
            "close it, show where the money went, and prove one songwriter's statement by a log that two witnesses",
            "have seen. Needs nothing, leaves nothing."
        },
        footer = {"", "Examples:", "  angklung demo", "  angklung demo --plays 1000000 --seed 7", "  angklung demo --keep"})
final class DemoCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final long PLAYS_MAX = 100_000_000;

    @Spec
    private CommandSpec spec;

    @Option(names = "--plays", paramLabel = "N", defaultValue = "200000",
            description = "Plays in the month; ${DEFAULT-VALUE} by default.")
    private long plays;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
            description = "The same seed gives the same month; ${DEFAULT-VALUE} by default.")
    private long seed;

    @Option(names = "--month", paramLabel = "YYYY-MM", defaultValue = "2026-10",
            description = "The month; it must be over. ${DEFAULT-VALUE} by default.")
    private String monthText;

    @Option(names = "--partitions", paramLabel = "N", defaultValue = "4", converter = PartitionOption.class,
            description = "Partitions of every stage, or intake/tally/pool/settlement; ${DEFAULT-VALUE} by default.")
    private PartitionContract partitions;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "1",
            description = "Threads of each stage; ${DEFAULT-VALUE} by default.")
    private int threads;

    @Option(names = "--keep", description = "Keep it running, with plays coming in, until Ctrl-C.")
    private boolean keep;

    private final Clock clock;

    DemoCommand() {
        this(Clock.systemUTC());
    }

    DemoCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        Period month = month();
        if (plays < 1 || plays > PLAYS_MAX || threads < 1) {
            throw Failure.usage("--plays is 1 to " + PLAYS_MAX + " and --threads at least 1");
        }
        DemoData data = new DemoData(seed, plays, month);
        PrintWriter err = spec.commandLine().getErr();
        return Stoppable.run(err, stoppable -> run(data, month, stoppable, err));
    }

    private ExitCode run(DemoData data, Period month, Stoppable stoppable, PrintWriter err) {
        try (TemporaryDirectory directory = new TemporaryDirectory("angklung-demo-");
                ProgressLine line = ProgressLine.on(err)) {
            line.step("starting a broker");
            try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.path().resolve("kafka"));
                    DemoLog log = DemoLog.open(directory.path().resolve("log"), clock)) {
                stoppable.mayBeInterrupted();
                Settings settings = new RunSettings(partitions, threads, directory.path().resolve("state"))
                        .embedded(kafka.bootstrapServers(), data.dsps(), log.settings());
                return run(data, month, settings, log, stoppable, line);
            }
        }
    }

    private ExitCode run(
            DemoData data, Period month, Settings settings, DemoLog log, Stoppable stoppable, ProgressLine line) {
        line.step("starting the stages");
        Progress progress = line.isShown() ? line : new PlainProgress(spec.commandLine().getErr());
        try (PipelineRun pipeline = PipelineRun.start(settings, PATIENCE, CloseListener.NONE)) {
            DemoRun demo = new DemoRun(data, month, plays, pipeline, progress, clock);
            DemoRun.Result result = demo.run();
            progress.step("proving a statement");
            Optional<DemoProof> proof = log.prove(settings, data.songwriters(), month);
            line.close();
            print(new DemoReport(result, month, data.parties(), proof).text());
            ExitCode code = result.summary().conserved() && proof.map(DemoProof::holds).orElse(true)
                    ? ExitCode.DONE
                    : ExitCode.VERIFICATION_FAILED;
            if (keep) {
                proof.ifPresent(one -> print(whereToVerify(log, log.write(one))));
                keepRunning(demo, settings, stoppable);
            } else {
                print(next());
            }
            return code;
        }
    }

    private void keepRunning(DemoRun demo, Settings settings, Stoppable stoppable) {
        print("""

                Plays go on coming in. Brokers: %s, topics: %s.*
                Ctrl-C stops and deletes everything.
                """.formatted(settings.bootstrapServers(), settings.topicPrefix()));
        Throwable failure = demo.live(stoppable.endsByItself());
        if (failure != null) {
            throw new Failure(ExitCode.UNEXPECTED.code(), failure.getMessage(), failure);
        }
    }

    private static String whereToVerify(DemoLog log, Path proof) {
        return """

                Verify it yourself, with this program and without it
                  proof     %1$s
                  policy    %2$s
                  log       %3$s
                  angklung verify %1$s --policy %2$s
                  bash %4$s %1$s %2$s
                  angklung notary fsck %3$s --policy %2$s
                """.formatted(proof, log.policy(), log.published(), log.script());
    }

    private static String next() {
        return """

                What to try next
                  demo --seed 2 --plays 1000000     another month, five times the plays: still conserved
                  demo --partitions 7               other partitions: the same amounts, to the last unit
                  demo --keep                       leave it running and read its topics with your own tools
                  replay INPUT_DIR --out OUT_DIR    your own plays and agreements, as CSV
                """;
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }

    private Period month() {
        Period month;
        try {
            month = Period.parse(monthText);
        } catch (IllegalArgumentException e) {
            throw new Failure(Failure.USAGE, "--month: " + e.getMessage(), e);
        }
        // A day more than any time zone needs.
        if (!PipelineRun.bookedAt(month).plus(Duration.ofDays(1)).isBefore(clock.instant())) {
            throw Failure.usage("--month " + month + " is not over yet, and a period is closed after its end; name an"
                    + " earlier one");
        }
        return month;
    }
}
