package angklung.cli;

import angklung.config.Failure;
import angklung.config.Settings;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of a command that works on a cluster and prints one result, as text or as JSON. */
final class ReportOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Mixin
    private final SettingsOptions settings;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    ReportOptions(Map<String, String> environment) {
        this.settings = new SettingsOptions(environment);
    }

    /** @throws Failure if a setting is unknown or wrong */
    Settings load() {
        return settings.load();
    }

    /** Prints the result in the form that was asked for. */
    void print(Supplier<String> asText, Supplier<String> asJson) {
        command.commandLine().getOut().println((json ? asJson : asText).get());
    }

    /** Where everything else is said. */
    PrintWriter err() {
        return command.commandLine().getErr();
    }
}
