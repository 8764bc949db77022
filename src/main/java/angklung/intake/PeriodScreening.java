package angklung.intake;

import angklung.avro.Agreement;
import angklung.avro.ScreeningRule;
import angklung.avro.Threshold;
import angklung.model.OfferingKey;
import angklung.model.Period;
import angklung.screening.StatedRule;
import angklung.screening.Thresholds;
import angklung.stage.StateReader;
import angklung.stage.StateWriter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the plays of one service's period are screened by. Taken when the period is cut, as {@link PeriodTerms} are. */
final class PeriodScreening {
    private final TreeMap<String, TreeMap<String, ScreenedDays>> days;
    private final List<StatedRule> rules;
    private final Thresholds thresholds;
    private final int decisions;

    private PeriodScreening(
            TreeMap<String, TreeMap<String, ScreenedDays>> days, List<StatedRule> rules, int decisions) {
        this.days = days;
        this.rules = rules;
        this.thresholds = Thresholds.of(rules);
        this.decisions = decisions;
    }

    /**
     * @param agreements of the service
     * @param rules of the service
     * @param decisions {@link DecisionStore#known}
     */
    static PeriodScreening of(List<Agreement> agreements, Period period, List<ScreeningRule> rules, int decisions) {
        TreeMap<String, TreeMap<String, ScreenedDays>> days = new TreeMap<>();
        if (agreements.stream()
                .anyMatch(each -> ScreenedDays.isScreening(each) && PeriodTerms.overlaps(each, period))) {
            agreements.stream().collect(Collectors.groupingBy(PeriodScreening::offering)).forEach((offering, own) ->
                    days.computeIfAbsent(offering.territory(), key -> new TreeMap<>())
                            .put(offering.offering(), ScreenedDays.of(own)));
        }
        return new PeriodScreening(days, applying(rules, period.lastDay()), decisions);
    }

    /** What is wrong with a rule, so that nothing can be screened by it; empty if nothing is. */
    static Optional<String> fault(ScreeningRule rule) {
        try {
            Thresholds.of(List.of(stated(rule)));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Whether any plays are screened. */
    boolean isAgreed() {
        return !days.isEmpty();
    }

    boolean isScreened(String territory, String offering, int epochDay) {
        TreeMap<String, ScreenedDays> ofTerritory = days.get(territory);
        ScreenedDays screened = ofTerritory == null ? null : ofTerritory.get(offering);
        return screened != null && screened.contains(epochDay);
    }

    Thresholds thresholds() {
        return thresholds;
    }

    /** The decisions that count: so many, of those that came first. */
    int decisions() {
        return decisions;
    }

    private static OfferingKey offering(Agreement agreement) {
        return new OfferingKey(agreement.getDsp(), agreement.getTerritory(), agreement.getOffering());
    }

    /** Of each rule and territory the one that began last. */
    private static List<StatedRule> applying(List<ScreeningRule> rules, LocalDate day) {
        Map<String, ScreeningRule> latest = new TreeMap<>();
        for (ScreeningRule rule : rules) {
            boolean applies = !rule.getValidFrom().isAfter(day)
                    && (rule.getValidTo() == null || rule.getValidTo().isAfter(day));
            if (applies) {
                latest.merge(
                        rule.getRule() + "/" + (rule.getTerritory() == null ? "" : rule.getTerritory()), rule,
                        (a, b) -> a.getValidFrom().isAfter(b.getValidFrom()) ? a : b);
            }
        }
        return latest.values().stream().map(PeriodScreening::stated).toList();
    }

    private static StatedRule stated(ScreeningRule rule) {
        Map<String, BigDecimal> thresholds = new TreeMap<>();
        for (Threshold threshold : rule.getThresholds()) {
            thresholds.put(threshold.getName(), threshold.getValue());
        }
        return new StatedRule(
                rule.getRule(), rule.getTerritory(), rule.getEnabled(), thresholds, rule.getValidFrom().toString());
    }

    void encode(StateWriter writer) {
        writer.number(decisions).number(days.size());
        days.forEach((territory, offerings) -> {
            writer.text(territory).number(offerings.size());
            offerings.forEach((offering, screened) -> {
                writer.text(offering);
                screened.encode(writer);
            });
        });
        writer.number(rules.size());
        rules.forEach(rule -> encode(rule, writer));
    }

    private static void encode(StatedRule rule, StateWriter writer) {
        writer.text(rule.rule())
                .optionalText(rule.territory())
                .flag(rule.enabled())
                .text(rule.version())
                .number(rule.thresholds().size());
        new TreeMap<>(rule.thresholds()).forEach((name, value) -> writer.text(name).text(value.toString()));
    }

    static PeriodScreening decode(StateReader reader) {
        int decisions = reader.integer();
        TreeMap<String, TreeMap<String, ScreenedDays>> days = new TreeMap<>();
        for (int territories = reader.integer(); territories > 0; territories--) {
            TreeMap<String, ScreenedDays> ofTerritory = new TreeMap<>();
            days.put(reader.text(), ofTerritory);
            for (int offerings = reader.integer(); offerings > 0; offerings--) {
                ofTerritory.put(reader.text(), ScreenedDays.decode(reader));
            }
        }
        List<StatedRule> rules = new ArrayList<>();
        for (int left = reader.integer(); left > 0; left--) {
            rules.add(decodeRule(reader));
        }
        return new PeriodScreening(days, rules, decisions);
    }

    private static StatedRule decodeRule(StateReader reader) {
        String rule = reader.text();
        String territory = reader.optionalText();
        boolean enabled = reader.flag();
        String version = reader.text();
        Map<String, BigDecimal> thresholds = new TreeMap<>();
        for (int left = reader.integer(); left > 0; left--) {
            thresholds.put(reader.text(), new BigDecimal(reader.text()));
        }
        return new StatedRule(rule, territory, enabled, thresholds, version);
    }
}
