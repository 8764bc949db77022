package angklung.cli;

import angklung.config.Failure;
import angklung.preset.Preset;
import angklung.preset.Presets;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the commands on shipped tariffs. */
@Command(name = "presets", description = "Tariffs and forms of deals that are shipped as data.")
final class PresetsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** This command with its own. */
    static CommandLine line() {
        return new CommandLine(new PresetsCommand())
                .addSubcommand(new PresetsListCommand())
                .addSubcommand(new PresetsShowCommand())
                .addSubcommand(new PresetsAgreementsCommand());
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command: list, show or agreements");
    }

    static Preset named(Presets presets, String name) {
        return presets.named(name).orElseThrow(() -> Failure.usage("There is no preset " + name + "; there are "
                + presets.all().stream().map(Preset::name).collect(Collectors.joining(", "))));
    }

    /** Names what nobody has checked. */
    static String warning(Preset preset) {
        return "UNVERIFIED: " + String.join("; ", preset.unverified());
    }
}
