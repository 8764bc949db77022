package angklung.cli;

import angklung.config.Settings;
import angklung.runtime.ClusterCheck;
import angklung.runtime.TopicAdmin;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what {@code topics apply} would do. */
@Command(
        name = "plan",
        description = "Show what 'topics apply' would do; changes nothing.",
        footer = {"", "Example:", "  angklung topics plan --config angklung.properties"})
final class TopicsPlanCommand implements Callable<Integer> {
    @Mixin
    private final ReportOptions options;

    TopicsPlanCommand(Map<String, String> environment) {
        this.options = new ReportOptions(environment);
    }

    @Override
    public Integer call() {
        Settings settings = options.load().requireDsps();
        new ClusterCheck(settings).requireReachable();
        TopicTable table = new TopicTable(new TopicAdmin(settings).plan());
        options.print(table::text, table::json);
        options.err().println(table.summary());
        return (table.hasBroken() ? ExitCode.NOT_READY : ExitCode.DONE).code();
    }
}
