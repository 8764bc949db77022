package angklung.cli;

import angklung.close.CloseListener;
import angklung.config.Failure;
import angklung.config.Settings;
import angklung.config.SettingsLoader;
import angklung.intake.IntakeOptions;
import angklung.intake.PlayRules;
import angklung.replay.Exporter;
import angklung.replay.Input;
import angklung.replay.InputReader;
import angklung.replay.OutputDirectory;
import angklung.replay.PipelineRun;
import angklung.replay.ReplayRun;
import angklung.replay.RunFacts;
import angklung.replay.RunSettings;
import angklung.replay.RunTopics;
import angklung.replay.Summary;
import angklung.replay.SummaryText;
import angklung.replay.TemporaryDirectory;
import angklung.replay.Versions;
import angklung.runtime.EmbeddedKafka;
import angklung.runtime.TopicAdmin;
import angklung.runtime.Uninterrupted;
import angklung.topic.PartitionContract;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the whole pipeline over files. */
@Command(
        name = "replay",
        description = {
            "Run the whole pipeline over CSV files and write what it settles.",
            "Reads plays*.csv, revenue.csv, agreements.csv, rights.csv, parties.csv, fx.csv, deductions.csv,",
            "tax_profiles.csv, works*.csv, recording_works.csv, ai_performers.csv, authorship_policies.csv,",
            "screening_rules.csv and unclaimed_policies.csv, and what is sent when periods are closed: late-plays*.csv,",
            "late-rights*.csv, late-works*.csv, late-authorship_policies.csv and screening_decisions.csv (each may be",
            "compressed, .csv.gz) from INPUT_DIR, on a broker inside this process unless told otherwise."
        },
        footer = {
            "",
            "Examples:",
            "  angklung replay october --out october-settled",
            "  angklung replay october --out again --partitions 8 --threads 4 --json"
        })
final class ReplayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "INPUT_DIR", description = "Directory with the input.")
    private Path inputDirectory;

    @Option(names = "--out", paramLabel = "OUTPUT_DIR", required = true,
            description = "Directory for the result; created if it does not exist.")
    private Path outputDirectory;

    @Option(names = "--overwrite", description = "Replace the result of an earlier run in OUTPUT_DIR.")
    private boolean overwrite;

    @Option(names = "--json", description = "Print the summary as JSON.")
    private boolean json;

    @Option(names = "--partitions", paramLabel = "N", defaultValue = "4", converter = PartitionOption.class,
            description = "Partitions of every stage, or intake/tally/pool/settlement; ${DEFAULT-VALUE} by default.")
    private PartitionContract partitions;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "2",
            description = "Threads of each stage; ${DEFAULT-VALUE} by default.")
    private int threads;

    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "900",
            description = "How long one step may take; ${DEFAULT-VALUE} by default.")
    private int timeoutSeconds;

    @Option(names = "--bootstrap-servers", paramLabel = "HOST:PORT",
            description = "Brokers to use instead of one inside this process. The run has topics of its own there and"
                    + " deletes them at the end.")
    private String bootstrapServers;

    @Option(names = "--config", paramLabel = "FILE", description = "Properties file for those brokers.")
    private Path file;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One setting for those brokers. Repeatable.")
    private Map<String, String> keys = new LinkedHashMap<>();

    private final Map<String, String> environment;
    private final Clock clock;

    ReplayCommand(Map<String, String> environment) {
        this(environment, Clock.systemUTC());
    }

    ReplayCommand(Map<String, String> environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        if (bootstrapServers == null && (file != null || !keys.isEmpty())) {
            throw Failure.usage("--config and --set are for --bootstrap-servers; the broker inside needs none");
        }
        if (threads < 1 || timeoutSeconds < 1) {
            throw Failure.usage("--threads and --timeout are at least 1");
        }
        OutputDirectory output = new OutputDirectory(outputDirectory, overwrite);
        PrintWriter err = spec.commandLine().getErr();
        return Stoppable.run(err, stoppable -> replay(output, stoppable, err));
    }

    private ExitCode replay(OutputDirectory output, Stoppable stoppable, PrintWriter err) {
        Summary summary;
        try (ProgressLine progress = ProgressLine.on(err)) {
            progress.step("reading " + inputDirectory);
            PlayRules rules = PlayRules.of(new IntakeOptions(RunSettings.DEDUP_DAYS));
            Input input = new InputReader(rules, clock.instant()).read(inputDirectory);
            summary = bootstrapServers == null
                    ? replayEmbedded(input, output, stoppable, progress)
                    : replayOnCluster(input, output, stoppable, progress);
        }
        report(summary, output, err);
        return summary.conserved() ? ExitCode.DONE : ExitCode.VERIFICATION_FAILED;
    }

    private Summary replayEmbedded(
            Input input, OutputDirectory output, Stoppable stoppable, ProgressLine progress) {
        try (TemporaryDirectory directory = new TemporaryDirectory("angklung-replay-");
                EmbeddedKafka kafka = EmbeddedKafka.start(directory.path().resolve("kafka"))) {
            stoppable.mayBeInterrupted();
            Settings settings =
                    runSettings(directory).embedded(kafka.bootstrapServers(), input.dsps());
            return replay(settings, input, output, progress);
        }
    }

    private Summary replayOnCluster(
            Input input, OutputDirectory output, Stoppable stoppable, ProgressLine progress) {
        try (TemporaryDirectory directory = new TemporaryDirectory("angklung-replay-")) {
            Map<String, String> given = new LinkedHashMap<>(keys);
            given.put("bootstrap.servers", bootstrapServers);
            Settings settings = runSettings(directory)
                    .onCluster(new SettingsLoader(environment), file, given, input.dsps());
            stoppable.mayBeInterrupted();
            new TopicAdmin(settings).apply(); // before anything that would have to be deleted
            try {
                return replay(settings, input, output, progress);
            } finally {
                Uninterrupted.run(new RunTopics(settings)::delete);
            }
        }
    }

    private RunSettings runSettings(TemporaryDirectory directory) {
        return new RunSettings(partitions, threads, directory.path().resolve("state"));
    }

    private Summary replay(Settings settings, Input input, OutputDirectory output, ProgressLine progress) {
        progress.step("starting the stages");
        try (PipelineRun run =
                PipelineRun.start(settings, Duration.ofSeconds(timeoutSeconds), CloseListener.NONE)) {
            RunFacts facts = new ReplayRun(input, run, clock, progress).run(Versions.all());
            progress.step("exporting");
            return new Exporter(output, facts).export(run.outcome());
        }
    }

    private void report(Summary summary, OutputDirectory output, PrintWriter err) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(Exporter.json(summary.content()));
        } else {
            out.print(new SummaryText(summary).text());
            out.println("written to " + output.path());
        }
        out.flush();
        summary.problems().forEach(problem -> err.println("angklung: not conserved: " + problem));
    }
}
