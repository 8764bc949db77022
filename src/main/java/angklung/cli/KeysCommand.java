package angklung.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the commands on keys. */
@Command(
        name = "keys",
        description = "Make, rotate and revoke the keys of the log and of witnesses; erase a party's key.")
final class KeysCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Name a command: generate, show, rotate, revoke, policy or erase");
    }
}
