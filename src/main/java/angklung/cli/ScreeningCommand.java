package angklung.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the commands on plays found artificial. */
@Command(name = "screening", description = "Plays found artificial: the evidence, and decisions on it.")
final class ScreeningCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command: list, show, release or confirm");
    }
}
