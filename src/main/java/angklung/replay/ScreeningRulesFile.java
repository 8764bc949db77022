package angklung.replay;

import angklung.avro.ScreeningRule;
import angklung.avro.Threshold;
import angklung.screening.StatedRule;
import angklung.screening.Thresholds;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Reads {@code screening_rules.csv}: one row a threshold. The rows of one service, territory, rule and
 * {@code valid_from} are one version of the rule.
 */
final class ScreeningRulesFile {
    private static final Columns COLUMNS = new Columns(
            List.of("dsp", "rule", "valid_from"),
            List.of("territory", "enabled", "threshold", "value", "valid_to", "source"));

    /** The scale of thresholds in the records. */
    private static final int SCALE = 6;

    private final Predicate<String> isDsp;
    private final InputErrors errors;
    private final Map<Key, Version> versions = new HashMap<>();
    private final List<Version> inFileOrder = new ArrayList<>();

    private record Key(String dsp, String territory, String rule, LocalDate from) {}

    private static final class Version {
        private final Key key;
        private final long line;
        private final LocalDate to;
        private final boolean enabled;
        private final String source;
        private final List<Threshold> thresholds = new ArrayList<>();

        Version(Key key, long line, LocalDate to, boolean enabled, String source) {
            this.key = key;
            this.line = line;
            this.to = to;
            this.enabled = enabled;
            this.source = source;
        }
    }

    /** @param isDsp whether a service has an agreement */
    ScreeningRulesFile(Predicate<String> isDsp, InputErrors errors) {
        this.isDsp = isDsp;
        this.errors = errors;
    }

    /** In the order of the file. */
    List<ScreeningRule> read(InputFile file) {
        new CsvTable(file, COLUMNS, errors).forEach(this::row);
        inFileOrder.forEach(version -> refuseUnknown(file, version));
        return inFileOrder.stream().map(ScreeningRulesFile::rule).toList();
    }

    /** A rule or threshold that screening does not know, or a value that makes no sense there. */
    private void refuseUnknown(InputFile file, Version version) {
        Map<String, BigDecimal> values = new HashMap<>();
        version.thresholds.forEach(threshold -> values.put(threshold.getName(), threshold.getValue()));
        try {
            Thresholds.of(List.of(new StatedRule(
                    version.key.rule, version.key.territory, version.enabled, values, version.key.from.toString())));
        } catch (IllegalArgumentException e) {
            errors.add(file.name(), version.line, e.getMessage());
        }
    }

    private void row(CsvTable.Row row) {
        Cells cells = new Cells(row, errors);
        String dsp = cells.dsp("dsp");
        String territory = cells.territoryOrNull("territory");
        String rule = cells.name("rule");
        Boolean enabled = cells.flagOr("enabled", true);
        Validity validity = cells.validity();
        String source = cells.textOrNull("source");
        String name = cells.raw("threshold").isEmpty() ? null : cells.name("threshold");
        BigDecimal value = cells.decimalOrNull("value", Decimals.AMOUNT);
        if (dsp != null && !isDsp.test(dsp)) {
            cells.fault("dsp '" + dsp + "' has no agreement in agreements.csv");
        }
        if (cells.raw("threshold").isEmpty() != cells.raw("value").isEmpty()) {
            cells.fault("threshold and value belong together: give both, or neither");
        }
        if (!cells.good()) {
            return;
        }
        Version version = version(cells, new Version(
                new Key(dsp, territory, rule, validity.from()), row.line(), validity.to(), enabled, source));
        if (version != null && name != null) {
            add(cells, version, name, value);
        }
    }

    /** The version that a row belongs to; null, reported, if the row contradicts it. */
    private Version version(Cells cells, Version read) {
        Version known = versions.putIfAbsent(read.key, read);
        if (known == null) {
            inFileOrder.add(read);
            return read;
        }
        if (known.enabled != read.enabled || !Objects.equals(known.to, read.to)
                || !Objects.equals(known.source, read.source)) {
            cells.fault("enabled, valid_to and source differ from line " + known.line + "; the rows of one version of a"
                    + " rule have the same");
            return null;
        }
        return known;
    }

    private static void add(Cells cells, Version version, String name, BigDecimal value) {
        if (version.thresholds.stream().anyMatch(t -> t.getName().equals(name))) {
            cells.fault("threshold " + name + " of rule " + version.key.rule + " from " + version.key.from
                    + " stands twice; which one counts? remove the other");
            return;
        }
        version.thresholds.add(new Threshold(name, value.setScale(SCALE)));
    }

    private static ScreeningRule rule(Version version) {
        return ScreeningRule.newBuilder()
                .setDsp(version.key.dsp)
                .setTerritory(version.key.territory)
                .setRule(version.key.rule)
                .setEnabled(version.enabled)
                .setThresholds(version.thresholds.stream()
                        .sorted(Comparator.comparing(Threshold::getName))
                        .toList())
                .setValidFrom(version.key.from)
                .setValidTo(version.to)
                .setSource(version.source)
                .build();
    }
}
