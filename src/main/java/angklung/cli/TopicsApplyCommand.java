package angklung.cli;

import angklung.config.Settings;
import angklung.runtime.ClusterCheck;
import angklung.runtime.TopicAdmin;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes the topics as the catalogue says. */
@Command(
        name = "apply",
        description = {
            "Create the topics that are missing and set the settings that differ.",
            "Refuses, before it touches anything, if a topic has other partitions than the contract."
        },
        footer = {"", "Example:", "  angklung topics apply --config angklung.properties"})
final class TopicsApplyCommand implements Callable<Integer> {
    @Mixin
    private final ReportOptions options;

    TopicsApplyCommand(Map<String, String> environment) {
        this.options = new ReportOptions(environment);
    }

    @Override
    public Integer call() {
        Settings settings = options.load().requireDsps();
        new ClusterCheck(settings).requireReachable();
        TopicTable table = new TopicTable(new TopicAdmin(settings).apply());
        options.print(table::text, table::json);
        options.err().println(table.doneSummary());
        return ExitCode.DONE.code();
    }
}
