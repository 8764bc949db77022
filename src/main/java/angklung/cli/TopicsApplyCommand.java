package angklung.cli;

import angklung.config.Settings;
import angklung.runtime.ClusterCheck;
import angklung.runtime.TopicAdmin;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the topics as the catalogue says. */
@Command(
        name = "apply",
        description = {
            "Create the topics that are missing and set the settings that differ.",
            "Refuses, before it touches anything, if a topic has other partitions than the contract."
        },
        footer = {"", "Example:", "  angklung topics apply --config angklung.properties"})
final class TopicsApplyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private final SettingsOptions options;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    TopicsApplyCommand(Map<String, String> environment) {
        this.options = new SettingsOptions(environment);
    }

    @Override
    public Integer call() {
        Settings settings = options.load().requireDsps();
        new ClusterCheck(settings).requireReachable();
        TopicTable table = new TopicTable(new TopicAdmin(settings).apply());
        spec.commandLine().getOut().println(json ? table.json() : table.text());
        spec.commandLine().getErr().println(table.doneSummary());
        return ExitCode.DONE.code();
    }
}
