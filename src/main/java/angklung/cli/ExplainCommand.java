package angklung.cli;

import angklung.config.Failure;
import angklung.config.Settings;
import angklung.explain.Check;
import angklung.explain.DirectoryRecords;
import angklung.explain.Explainer;
import angklung.explain.Explanation;
import angklung.explain.ExplanationJson;
import angklung.explain.ExplanationText;
import angklung.explain.Language;
import angklung.explain.Records;
import angklung.explain.TopicRecords;
import angklung.replay.Exporter;
import angklung.runtime.ClusterCheck;
import angklung.runtime.TopicAdmin;
import angklung.topic.Topics;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Explains one ledger line. */
@Command(
        name = "explain",
        description = {
            "Say in plain words what a ledger line is, show the sum behind it with every record that it rests on, and",
            "compute it again. Exit code 3 if something does not add up."
        },
        footer = {
            "",
            "Examples:",
            "  angklung explain 0f3a91c2 --from october-settled",
            "  angklung explain 0f3a91c2 --lang ko --config angklung.properties"
        })
final class ExplainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "LINE_ID", description = "Identifier of the line, or its first digits, at least 8.")
    private String lineId;

    @Option(names = "--lang", paramLabel = "LANG", defaultValue = "en",
            description = "Language: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
    private Language language;

    @Option(names = "--from", paramLabel = "DIR",
            description = "Output directory of a replay, to read instead of topics.")
    private Path directory;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private final SettingsOptions settings;

    ExplainCommand(Map<String, String> environment) {
        this.settings = new SettingsOptions(environment);
    }

    @Override
    public Integer call() {
        if (directory != null && settings.given()) {
            throw Failure.usage("--from reads files; leave out --config, --bootstrap-servers and --set");
        }
        Explanation explanation = new Explainer(records()).explain(lineId);
        PrintWriter out = spec.commandLine().getOut();
        ExplanationText text = new ExplanationText(language);
        out.print(json ? Exporter.json(new ExplanationJson(language).of(explanation)) : text.of(explanation));
        out.flush();
        Optional<Check> failure = explanation.firstFailure();
        if (failure.isPresent()) {
            throw Failure.verification("Line " + explanation.line().getLineId() + " does not add up: "
                    + text.of(failure.get()));
        }
        return ExitCode.DONE.code();
    }

    private Records records() {
        if (directory != null) {
            return new DirectoryRecords(directory);
        }
        Settings loaded = settings.load();
        Topics topics = loaded.topics();
        new ClusterCheck(loaded).requireReachable();
        new TopicAdmin(loaded).requireTopics(
                topics.ledger, topics.earnings, topics.poolPlans, topics.statements, topics.recordingRights,
                topics.deductions, topics.taxProfiles, topics.screeningHits, topics.screeningDecisions,
                topics.periodState);
        return new TopicRecords(loaded.clients(), topics);
    }
}
