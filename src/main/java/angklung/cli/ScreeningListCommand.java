package angklung.cli;

import angklung.appeal.Evidence;
import angklung.appeal.Hit;
import angklung.appeal.PoolEffect;
import angklung.appeal.PoolEffects;
import angklung.avro.HitStatus;
import angklung.avro.ScreeningHit;
import angklung.avro.ScreeningPolicy;
import angklung.config.Failure;
import angklung.model.Identifiers;
import angklung.money.Micros;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what screening found. */
@Command(
        name = "list",
        description = {
            "List the hits that stand after the last screening of each period.",
            "MONEY: what the plays would have earned as honest plays, over the pools whose agreements screen."
        },
        footer = {
            "",
            "Examples:",
            "  angklung screening list --period 2026-10 --status open",
            "  angklung screening list --party P-1029 --json"
        })
final class ScreeningListCommand implements Callable<Integer> {
    private static final int SHOWN_DIGITS = 12;

    @Mixin
    private final ReportOptions options;

    @Option(names = "--dsp", paramLabel = "NAME", description = "Only of this service.")
    private String dsp;

    @Option(names = "--period", paramLabel = "YYYY-MM", description = "Only of this period.")
    private String period;

    @Option(names = "--rule", paramLabel = "RULE", description = "Only of this rule, such as F3.")
    private String rule;

    @Option(names = "--status", paramLabel = "STATUS", description = "Only those OPEN, RELEASED or CONFIRMED.")
    private HitStatus status;

    @Option(names = "--isrc", paramLabel = "ISRC", description = "Only what concerns this recording.")
    private String isrc;

    @Option(
            names = "--party",
            paramLabel = "PARTY",
            description = "Only what concerns recordings that this rightsholder has a share in; counts these alone.")
    private String party;

    ScreeningListCommand(Map<String, String> environment) {
        this.options = new ReportOptions(environment);
    }

    @Override
    public Integer call() {
        Predicate<String> named = recording();
        Evidence evidence = ScreeningTopics.open(options.load());
        List<Hit> hits = evidence.hits().stream().filter(this::isAskedFor).toList();
        Predicate<String> recordings = party == null ? named : named.and(evidence.recordingsOf(party, hits));
        List<Hit> shown = hits.stream()
                .map(hit -> hit.of(recordings))
                .filter(hit -> !hit.affected().isEmpty())
                .toList();
        PoolEffects effects = evidence.effects();
        options.print(() -> text(shown, effects), () -> json(shown, effects));
        return ExitCode.DONE.code();
    }

    private Predicate<String> recording() {
        if (isrc == null) {
            return any -> true;
        }
        String normalised = Identifiers.normaliseIsrc(isrc);
        if (normalised == null) {
            throw Failure.usage("--isrc '" + isrc + "' is no ISRC");
        }
        return normalised::equals;
    }

    private boolean isAskedFor(Hit hit) {
        ScreeningHit evidence = hit.evidence();
        return (dsp == null || evidence.getDsp().equals(dsp))
                && (period == null || evidence.getPeriod().equals(period))
                && (rule == null || evidence.getRule().equalsIgnoreCase(rule))
                && (status == null || evidence.getStatus() == status);
    }

    private static String text(List<Hit> hits, PoolEffects effects) {
        if (hits.isEmpty()) {
            return "no hits";
        }
        TextRows rows = new TextRows(
                "HIT", "SERVICE", "PERIOD", "RULE", "SUBJECT", "WINDOW", ">PLAYS", ">RECORDINGS", "MONEY", "STATUS");
        for (Hit hit : hits) {
            ScreeningHit evidence = hit.evidence();
            rows.add(
                    hit.id().substring(0, SHOWN_DIGITS),
                    evidence.getDsp(),
                    evidence.getPeriod(),
                    evidence.getRule(),
                    evidence.getSubjectKind() + " " + shortened(evidence.getSubject()),
                    evidence.getWindowFrom() + ".." + evidence.getWindowTo(),
                    Long.toString(hit.plays()),
                    Long.toString(hit.recordings()),
                    money(hit, effects),
                    ScreeningText.status(hit));
        }
        return rows.text();
    }

    private static String shortened(String subject) {
        return subject.length() > SHOWN_DIGITS ? subject.substring(0, SHOWN_DIGITS) : subject;
    }

    /** By currency, because nothing adds up across currencies. */
    private static String money(Hit hit, PoolEffects effects) {
        Map<String, Long> sums = effects.of(hit).stream()
                .filter(effect -> effect.policy() != ScreeningPolicy.NONE)
                .collect(Collectors.groupingBy(
                        PoolEffect::currency, TreeMap::new, Collectors.summingLong(PoolEffect::amountMicros)));
        return sums.entrySet().stream()
                .map(sum -> Micros.toPlain(sum.getValue()) + " " + sum.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String json(List<Hit> hits, PoolEffects effects) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        hits.forEach(hit -> array.add(ScreeningText.json(hit, effects)));
        return array.toPrettyString();
    }
}
