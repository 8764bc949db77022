package angklung.cli;

import angklung.avro.ClaimSummary;
import angklung.avro.Earning;
import angklung.avro.RecordingRights;
import angklung.catalog.HeldMoney;
import angklung.catalog.HeldRecording;
import angklung.client.TopicReader;
import angklung.config.Failure;
import angklung.config.Settings;
import angklung.model.Identifiers;
import angklung.money.Micros;
import angklung.runtime.ClusterCheck;
import angklung.runtime.TopicAdmin;
import angklung.topic.Topics;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says which recordings' claims hold money back, the most valuable first. */
@Command(
        name = "report",
        description = {
            "List conflicts, under-claims and unmatched recordings by the money that is held of them,",
            "with how the claims add up and who claims. Money that has left its hold for want of a claim still counts here."
        },
        footer = {
            "",
            "Examples:",
            "  angklung catalog report --top 50",
            "  angklung catalog report --reason dispute --territory ID --json"
        })
final class CatalogReportCommand implements Callable<Integer> {
    @Mixin
    private final ReportOptions options;

    @Option(names = "--dsp", paramLabel = "NAME", description = "Only pools of this service.")
    private String dsp;

    @Option(names = "--territory", paramLabel = "CC", description = "Only pools of this territory.")
    private String territory;

    @Option(names = "--period", paramLabel = "YYYY-MM", description = "Only pools of this period.")
    private String period;

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            description = "Only what is held as unmatched, unclaimed, dispute or authorship.")
    private String reason;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "20",
            description = "Rows of each currency; ${DEFAULT-VALUE} by default.")
    private int top;

    CatalogReportCommand(Map<String, String> environment) {
        this.options = new ReportOptions(environment);
    }

    @Override
    public Integer call() {
        if (top < 1) {
            throw Failure.usage("--top " + top + ": at least 1");
        }
        if (territory != null && !Identifiers.isTerritory(territory)) {
            throw Failure.usage("--territory '" + territory + "' is no ISO 3166-1 alpha-2 code");
        }
        List<HeldRecording> held = read(options.load());
        List<HeldRecording> shown = first(held);
        options.print(() -> text(held, shown), () -> json(shown));
        return ExitCode.DONE.code();
    }

    private List<HeldRecording> read(Settings settings) {
        Topics topics = settings.topics();
        new ClusterCheck(settings).requireReachable();
        new TopicAdmin(settings).requireTopics(topics.earnings, topics.recordingRights);
        HeldMoney money = new HeldMoney(asked());
        try (TopicReader<String, Earning> earnings = new TopicReader<>(settings.clients(), topics.earnings)) {
            earnings.readDecided(record -> money.add(record.value()));
        }
        Set<String> recordings = money.recordings();
        try (TopicReader<String, RecordingRights> rights =
                new TopicReader<>(settings.clients(), topics.recordingRights)) {
            rights.readDecided(record -> {
                if (record.value() != null && recordings.contains(record.value().getIsrc())) {
                    money.add(record.value());
                }
            });
        }
        return money.byValue().stream()
                .filter(row -> reason == null || row.reason().equals(reason))
                .toList();
    }

    private Predicate<Earning> asked() {
        return earning -> (dsp == null || earning.getDsp().equals(dsp))
                && (territory == null || earning.getTerritory().equals(territory))
                && (period == null || earning.getPeriod().equals(period));
    }

    private List<HeldRecording> first(List<HeldRecording> held) {
        Map<String, Integer> rows = new HashMap<>();
        return held.stream()
                .filter(row -> rows.merge(row.currency(), 1, Integer::sum) <= top)
                .toList();
    }

    private static String text(List<HeldRecording> held, List<HeldRecording> shown) {
        if (held.isEmpty()) {
            return "nothing is held for want of a claim";
        }
        TextRows rows = new TextRows(
                ">HELD", "CURRENCY", "REASON", "RECORDING", "RIGHT", ">PLAYS", "PERIODS", "CLAIMS", "CLAIMANTS");
        for (HeldRecording row : shown) {
            rows.add(
                    Micros.toPlain(row.amountMicros()),
                    row.currency(),
                    row.reason(),
                    row.isrc(),
                    row.rightType(),
                    Long.toString(row.plays()),
                    String.join(" ", row.periods()),
                    row.statuses().stream()
                            .map(CatalogReportCommand::status)
                            .distinct()
                            .collect(Collectors.joining(", ")),
                    row.shares().stream().map(ClaimText::claim).collect(Collectors.joining(", ")));
        }
        return rows.text() + System.lineSeparator() + System.lineSeparator() + totals(held, shown);
    }

    /** Of all rows, shown or not, by currency. */
    private static String totals(List<HeldRecording> held, List<HeldRecording> shown) {
        SortedMap<String, Long> sums = new TreeMap<>();
        held.forEach(row -> sums.merge(row.currency() + " " + row.reason(), row.amountMicros(), Math::addExact));
        TextRows rows = new TextRows("CURRENCY", "REASON", ">HELD");
        sums.forEach((key, sum) -> rows.add(key.split(" ")[0], key.split(" ")[1], Micros.toPlain(sum)));
        return rows.text() + System.lineSeparator() + shown.size() + " of " + held.size() + " rows";
    }

    private static String status(ClaimSummary status) {
        return status.getStatus() + " " + ClaimText.percent(status.getTotalMicropercent());
    }

    private static String json(List<HeldRecording> shown) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (HeldRecording row : shown) {
            ObjectNode node = array.addObject()
                    .put("reason", row.reason())
                    .put("isrc", row.isrc())
                    .put("right_type", row.rightType())
                    .put("currency", row.currency())
                    .put("held", Micros.toPlain(row.amountMicros()))
                    .put("plays", row.plays());
            ArrayNode periods = node.putArray("periods");
            row.periods().forEach(periods::add);
            ArrayNode statuses = node.putArray("claims");
            row.statuses().forEach(status -> statuses.add(RecordJson.of(status)));
            ArrayNode shares = node.putArray("shares");
            row.shares().forEach(share -> shares.add(RecordJson.of(share)));
        }
        return array.toPrettyString();
    }
}
