package angklung.cli;

import angklung.config.Failure;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line: only wires the commands and turns their ends into exit codes. */
@Command(
        name = "angklung",
        description = "Royalty pipeline for music streaming on Kafka Streams.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:done",
            " 1:unexpected",
            " 2:wrong usage or configuration",
            " 3:verification failed",
            " 4:errors in the input",
            " 5:a dependency is unreachable or not ready"
        })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show where a failure comes from; the same as ANGKLUNG_DEBUG=1.")
    private boolean verbose;

    private final boolean debug;

    private Main(Map<String, String> environment) {
        this.debug = environment.containsKey("ANGKLUNG_DEBUG");
    }

    public static void main(String[] args) {
        // Names and explanations hold every script; a platform of another charset would print question marks.
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(System.getenv(), out, err, args));
    }

    /**
     * Runs one command.
     *
     * @param out for data
     * @param err for messages
     * @return exit code
     */
    static int run(Map<String, String> environment, PrintWriter out, PrintWriter err, String... args) {
        Main main = new Main(environment);
        CommandLine commandLine = new CommandLine(main)
                .addSubcommand(new RunCommand(environment))
                .addSubcommand(new ReplayCommand(environment))
                .addSubcommand(new BenchCommand())
                .addSubcommand(new DemoCommand())
                .addSubcommand(PresetsCommand.line())
                .addSubcommand(new CommandLine(new TopicsCommand())
                        .addSubcommand(new TopicsPlanCommand(environment))
                        .addSubcommand(new TopicsApplyCommand(environment)))
                .addSubcommand(new CommandLine(new CloseCommand(environment)))
                .addSubcommand(new CommandLine(new CatalogCommand())
                        .addSubcommand(new CatalogImportCommand(environment))
                        .addSubcommand(new CatalogReportCommand(environment)))
                .addSubcommand(new CommandLine(new ScreeningCommand())
                        .addSubcommand(new ScreeningListCommand(environment))
                        .addSubcommand(new ScreeningShowCommand(environment))
                        .addSubcommand(ScreeningDecideCommand.release(environment))
                        .addSubcommand(ScreeningDecideCommand.confirm(environment)))
                .addSubcommand(new CommandLine(new WitnessCommand())
                        .addSubcommand(new WitnessServeCommand(Clock.systemUTC())))
                .addSubcommand(new MonitorCommand(Clock.systemUTC()))
                .addSubcommand(new AnchorCommand(environment, Clock.systemUTC()))
                .addSubcommand(new ExplainCommand(environment))
                .addSubcommand(new ProveCommand(environment))
                .addSubcommand(new VerifyCommand())
                .addSubcommand(new WhatIfCommand(environment))
                .addSubcommand(new CommandLine(new HoldsCommand())
                        .addSubcommand(new HoldsListCommand(environment, Clock.systemUTC()))
                        .addSubcommand(new HoldsAnnounceCommand(environment, Clock.systemUTC()))
                        .addSubcommand(new HoldsExpireCommand(environment, Clock.systemUTC())))
                .addSubcommand(new CommandLine(new KeysCommand())
                        .addSubcommand(new KeysGenerateCommand(new SecureRandom()))
                        .addSubcommand(new KeysShowCommand())
                        .addSubcommand(new KeysRotateCommand(environment, Clock.systemUTC()))
                        .addSubcommand(new KeysRevokeCommand(environment, Clock.systemUTC()))
                        .addSubcommand(new KeysPolicyCommand(environment, Clock.systemUTC()))
                        .addSubcommand(new KeysEraseCommand(environment, Clock.systemUTC())))
                .addSubcommand(new CommandLine(new PayoutCommand())
                        .addSubcommand(new PayoutPublishCommand(environment, Clock.systemUTC()))
                        .addSubcommand(new PayoutClaimFileCommand(environment)))
                .addSubcommand(new CommandLine(new LedgerCommand())
                        .addSubcommand(new LedgerTailCommand(environment))
                        .addSubcommand(new LedgerVerifyCommand(environment)))
                .addSubcommand(new CommandLine(new NotaryCommands())
                        .addSubcommand(new NotaryPublishCommand(environment))
                        .addSubcommand(new NotaryServeCommand(environment))
                        .addSubcommand(new NotaryFsckCommand(environment))
                        .addSubcommand(new NotaryCheckpointCommand(environment)));
        return commandLine
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, given) -> Main.wrongUsage(e))
                .setExecutionExceptionHandler((e, command, parsed) -> main.failed(e, command.getErr()))
                .execute(args);
    }

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command");
    }

    private static int wrongUsage(ParameterException e) {
        CommandLine command = e.getCommandLine();
        command.getErr().println("angklung: " + e.getMessage());
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE.code();
    }

    private int failed(Exception e, PrintWriter err) {
        if (e instanceof Failure failure) {
            err.println("angklung: " + failure.getMessage());
            if (verbose || debug) {
                failure.printStackTrace(err);
            }
            return failure.exitCode();
        }
        if (e instanceof TimeoutException) {
            err.println("angklung: the brokers are not ready: " + e.getMessage());
            return ExitCode.NOT_READY.code();
        }
        LoggerFactory.getLogger(Main.class).error("Unexpected", e);
        err.println("angklung: unexpected: " + e);
        return ExitCode.UNEXPECTED.code();
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"angklung " + (version == null ? "from source" : version)};
        }
    }
}
