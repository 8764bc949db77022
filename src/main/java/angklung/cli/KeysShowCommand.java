package angklung.cli;

import angklung.keys.SigningKeyFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the public half of a key. */
@Command(
        name = "show",
        description = "Print the verifier key of a private key, for a policy. The private key is never printed.",
        footer = {"", "Example:", "  angklung keys show log.key"})
final class KeysShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "File with a private key.")
    private Path file;

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(SigningKeyFile.read(file).verifier());
        return ExitCode.DONE.code();
    }
}
