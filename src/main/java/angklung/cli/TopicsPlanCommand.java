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

/** Shows what {@code topics apply} would do. */
@Command(
        name = "plan",
        description = "Show what 'topics apply' would do; changes nothing.",
        footer = {"", "Example:", "  angklung topics plan --config angklung.properties"})
final class TopicsPlanCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private final SettingsOptions options;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    TopicsPlanCommand(Map<String, String> environment) {
        this.options = new SettingsOptions(environment);
    }

    @Override
    public Integer call() {
        Settings settings = options.load().requireDsps();
        new ClusterCheck(settings).requireReachable();
        TopicTable table = new TopicTable(new TopicAdmin(settings).plan());
        spec.commandLine().getOut().println(json ? table.json() : table.text());
        spec.commandLine().getErr().println(table.summary());
        return (table.hasBroken() ? ExitCode.NOT_READY : ExitCode.DONE).code();
    }
}
