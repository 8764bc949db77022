package angklung.cli;

import angklung.config.Settings;
import angklung.publish.LogDirectory;
import angklung.publish.LogServer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Serves a log over HTTP until a signal. */
@Command(
        name = "serve",
        description = {
            "Serve the files of a log over HTTP until SIGTERM or Ctrl-C: checkpoint, tiles, policy.",
            "For the world, put a web server with TLS in front of it, or let one serve the directory itself."
        },
        footer = {
            "",
            "Examples:",
            "  angklung notary serve",
            "  angklung notary serve /srv/log --listen 0.0.0.0:8080"
        })
final class NotaryServeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private final SettingsOptions options;

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "Directory of the log; log.dir by default.")
    private Path directory;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            converter = ListenAddress.class,
            defaultValue = "127.0.0.1:8080",
            description = "Where to listen; ${DEFAULT-VALUE} by default.")
    private InetSocketAddress listen;

    NotaryServeCommand(Map<String, String> environment) {
        this.options = new SettingsOptions(environment);
    }

    @Override
    public Integer call() {
        Settings settings = options.load();
        Path served = directory == null ? settings.log().directory() : directory;
        try (StopSignal signal = new StopSignal();
                LogServer server = LogServer.start(new LogDirectory(served), listen)) {
            spec.commandLine().getErr().println("angklung: serving " + served + " at " + server.url()
                    + "; Ctrl-C stops");
            signal.requested().join();
            signal.stopped(ExitCode.DONE);
        }
        return ExitCode.DONE.code();
    }
}
