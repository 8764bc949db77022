package angklung.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the last published checkpoint. */
@Command(
        name = "checkpoint",
        description = {
            "Print the last published checkpoint of a log: the signed note as it is, on standard output,",
            "and on standard error whether it satisfies the policy. Exit code 3 if it does not."
        },
        footer = {
            "",
            "Examples:",
            "  angklung notary checkpoint",
            "  angklung notary checkpoint https://log.example.org/royalties --policy policy.txt"
        })
final class NotaryCheckpointCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private final PublishedLogOptions options;

    NotaryCheckpointCommand(Map<String, String> environment) {
        this.options = new PublishedLogOptions(environment);
    }

    @Override
    public Integer call() {
        PublishedLogOptions.Read read = options.read();
        spec.commandLine().getOut().print(read.note());
        spec.commandLine().getOut().flush();
        spec.commandLine().getErr().println("angklung: checkpoint of " + read.checkpoint().size() + " leaves; "
                + read.text());
        return ExitCode.DONE.code();
    }
}
