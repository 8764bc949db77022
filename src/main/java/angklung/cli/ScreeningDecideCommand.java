package angklung.cli;

import angklung.appeal.Appeals;
import angklung.appeal.Hit;
import angklung.avro.HitDecision;
import angklung.avro.ScreeningDecision;
import angklung.config.Failure;
import angklung.config.Settings;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Records a decision on hits. It takes effect with the next revision of their periods. */
@Command
final class ScreeningDecideCommand implements Callable<Integer> {
    private static final int LONGEST_REASON = 1_000;

    private final HitDecision decision;
    private final Clock clock;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final ReportOptions options;

    @Parameters(paramLabel = "HIT", arity = "1..*", description = "Hits, or the first digits of them.")
    private List<String> named;

    @Option(names = "--operator", paramLabel = "NAME", required = true, description = "Who decides.")
    private String operator;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "Why, in words that the rightsholder reads.")
    private String reason;

    private ScreeningDecideCommand(HitDecision decision, Map<String, String> environment, Clock clock) {
        this.decision = decision;
        this.options = new ReportOptions(environment);
        this.clock = clock;
    }

    static CommandLine release(Map<String, String> environment) {
        return line(HitDecision.RELEASE, environment, "release",
                "Release hits: with the next revision of their periods their plays count as any other.");
    }

    static CommandLine confirm(Map<String, String> environment) {
        return line(HitDecision.CONFIRM, environment, "confirm",
                "Confirm hits: with the next revision of their periods their plays have no part in any pool that screens,",
                "also where the agreement held their money until then.");
    }

    private static CommandLine line(
            HitDecision decision, Map<String, String> environment, String name, String... description) {
        CommandLine line = new CommandLine(
                new ScreeningDecideCommand(decision, environment, Clock.systemUTC()));
        line.getCommandSpec().name(name).usageMessage().description(description).footer(
                "",
                "A later decision replaces an earlier one. Then run 'angklung close --period YYYY-MM --revise'.",
                "",
                "Example:",
                "  angklung screening " + name + " 3f9c2a71 --operator dewi --reason \"heard both sides, ticket 118\"");
        return line;
    }

    @Override
    public Integer call() {
        checkTexts();
        Settings settings = options.load();
        List<Hit> standing = ScreeningTopics.open(settings).hits();
        List<Hit> hits = new ArrayList<>();
        for (String text : named) {
            Hit hit = ScreeningTopics.find(standing, text);
            if (!hits.contains(hit)) {
                hits.add(hit);
            }
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        List<ScreeningDecision> decisions = hits.stream()
                .map(hit -> new ScreeningDecision(hit.id(), decision, operator, reason, now))
                .toList();
        new Appeals(settings.clients(), settings.topics()).decide(decisions);
        options.print(() -> text(hits), () -> json(decisions));
        return ExitCode.DONE.code();
    }

    private void checkTexts() {
        if (operator.isBlank()) {
            throw Failure.usage("--operator is blank: say who decides");
        }
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw Failure.usage("--reason has 1 to " + LONGEST_REASON + " characters: the rightsholder reads it");
        }
    }

    private String text(List<Hit> hits) {
        SortedSet<String> periods = new TreeSet<>();
        hits.forEach(hit -> periods.add(hit.evidence().getPeriod()));
        return hits.stream()
                        .map(hit -> decision + " " + hit.id())
                        .collect(Collectors.joining(System.lineSeparator()))
                + System.lineSeparator()
                + periods.stream()
                        .map(period -> "To take it in: angklung close --period " + period + " --revise")
                        .collect(Collectors.joining(System.lineSeparator()));
    }

    private static String json(List<ScreeningDecision> decisions) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        decisions.forEach(taken -> array.add(RecordJson.of(taken)));
        return array.toPrettyString();
    }
}
