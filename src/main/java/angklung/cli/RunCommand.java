package angklung.cli;

import angklung.config.Failure;
import angklung.config.Settings;
import angklung.runtime.ClusterCheck;
import angklung.runtime.Pipeline;
import angklung.runtime.Stage;
import angklung.runtime.Topologies;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs stages until a signal or a failure. */
@Command(
        name = "run",
        description = {
            "Run the stages until SIGTERM or Ctrl-C.",
            "If one stage fails, all stop and the exit code is 1: start again from outside."
        },
        footer = {
            "",
            "Examples:",
            "  angklung run --config angklung.properties",
            "  angklung run --bootstrap-servers localhost:9092 --set dsps=alpha,beta --stages intake,tally"
        })
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private final SettingsOptions options;

    @Option(
            names = "--stages",
            paramLabel = "STAGE",
            split = ",",
            description = {
                "Some of intake, rights, tally, pool, settlement, notary; all by default,",
                "the notary only where log.origin is set."
            })
    private Set<Stage> stages;

    RunCommand(Map<String, String> environment) {
        this.options = new SettingsOptions(environment);
    }

    @Override
    public Integer call() {
        Settings settings = options.load().requireDsps();
        LoggerFactory.getLogger(RunCommand.class).info("{}", settings);
        new ClusterCheck(settings).run();
        try (StopSignal signal = new StopSignal()) {
            runUntil(signal, settings);
            signal.stopped(ExitCode.DONE);
        }
        return ExitCode.DONE.code();
    }

    private void runUntil(StopSignal signal, Settings settings) {
        Set<Stage> wanted = stages == null ? Topologies.stages(settings) : EnumSet.copyOf(stages);
        try (Pipeline pipeline = Pipeline.start(settings, Topologies.of(settings, wanted))) {
            CompletableFuture<?> ended = CompletableFuture.anyOf(pipeline.failed(), signal.requested());
            CompletableFuture.anyOf(pipeline.running(), ended).join();
            if (!ended.isDone()) {
                spec.commandLine().getErr().println("angklung: running " + labels(wanted) + " on "
                        + settings.bootstrapServers() + "; Ctrl-C stops");
            }
            ended.join();
            pipeline.failure().ifPresent(failure -> {
                throw new Failure(ExitCode.UNEXPECTED.code(), failure.getMessage(), failure);
            });
        }
    }

    private static String labels(Set<Stage> stages) {
        return stages.stream().map(Stage::label).collect(Collectors.joining(", "));
    }
}
