package angklung.cli;

import angklung.bench.Bench;
import angklung.bench.BenchOptions;
import angklung.bench.BenchReport;
import angklung.config.Failure;
import angklung.replay.TemporaryDirectory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the pipeline against a plain consumer. */
@Command(
        name = "bench",
        description = {
            "Measure plays per second through ever more of the pipeline, on a broker inside this process.",
            "Compare the ratios of one run; the figures themselves depend on the machine and its load."
        },
        footer = {"", "Examples:", "  angklung bench", "  angklung bench --plays 2000000 --rounds 5 --json"})
final class BenchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--plays", paramLabel = "N", defaultValue = "2000000",
            description = "Plays in each measurement; ${DEFAULT-VALUE} by default.")
    private long plays;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3",
            description = "Rounds, the first of which warms up; ${DEFAULT-VALUE} by default.")
    private int rounds;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "2",
            description = "Threads of each stage; ${DEFAULT-VALUE} by default.")
    private int threads;

    @Option(names = "--partitions", paramLabel = "N", defaultValue = "6",
            description = "Partitions of every topic; ${DEFAULT-VALUE} by default.")
    private int partitions;

    @Option(names = "--recordings", paramLabel = "N", defaultValue = "20000",
            description = "Recordings in the catalogue, up to 100000; ${DEFAULT-VALUE} by default.")
    private int recordings;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
            description = "Seed of the plays; ${DEFAULT-VALUE} by default.")
    private long seed;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        BenchReport report;
        try (TemporaryDirectory directory = new TemporaryDirectory("angklung-bench-")) {
            report = new Bench(options(), directory.path(), spec.commandLine().getErr()::println).run();
        }
        spec.commandLine().getOut().println(json ? json(report) : report.toTable());
        return ExitCode.DONE.code();
    }

    private BenchOptions options() {
        try {
            return new BenchOptions(plays, rounds, threads, partitions, recordings, seed);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(e.getMessage());
        }
    }

    private static String json(BenchReport report) {
        try {
            return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A report always has a JSON form", e);
        }
    }
}
