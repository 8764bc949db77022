package angklung.whatif;

import angklung.avro.PoolPlan;
import angklung.explain.Columns;
import angklung.model.Period;
import angklung.money.Micros;
import angklung.replay.MoneyText;
import angklung.replay.SheetRows;
import angklung.whatif.Comparison.Row;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The comparisons of one period: a table for people, JSON and files for programs. */
public final class WhatIfReport {
    /** More rows are for a program: {@code --json} and {@code --out} have all of them. */
    private static final int ROWS_LISTED = 40;

    private static final String HOLD = "hold:";

    private final String dsp;
    private final Period period;
    private final List<Comparison> comparisons;
    private final List<String> refusals;

    WhatIfReport(String dsp, Period period, List<Comparison> comparisons, List<String> refusals) {
        this.dsp = dsp;
        this.period = period;
        this.comparisons = List.copyOf(comparisons);
        this.refusals = List.copyOf(refusals);
    }

    /** The pools that cannot be computed under the other agreement, each with the reason. */
    public List<String> refusals() {
        return refusals;
    }

    /** What the reader of the figures must know, if anything. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        for (Comparison comparison : comparisons) {
            if (comparison.actual().isEmpty()) {
                warnings.add(comparison.pool() + " has no actual pool: all actual amounts are 0");
            } else if (!comparison.sameInput()) {
                PoolPlan actual = comparison.actual().get();
                warnings.add(comparison.pool() + ": the scenario rests on revenue revision "
                        + comparison.supposed().getRevenueRevision() + " and usage revision "
                        + comparison.supposed().getUsageRevision() + ", the actual pool on "
                        + actual.getRevenueRevision() + " and " + actual.getUsageRevision());
            }
        }
        return warnings;
    }

    /** Ended by a line break. */
    public String text() {
        List<String> lines = new ArrayList<>();
        for (Comparison comparison : comparisons) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.addAll(text(comparison));
        }
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    private static List<String> text(Comparison comparison) {
        List<String> lines = new ArrayList<>();
        lines.add(comparison.pool());
        List<List<String>> sheets = new ArrayList<>();
        comparison.actual().ifPresent(plan -> sheets.add(sheet("actual", plan, plan.getRateSheetId())));
        sheets.add(sheet("scenario", comparison.supposed(), comparison.scenario().substring(0, 16)));
        lines.addAll(Columns.aligned(sheets, false, false, true, false));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("rightsholder", "actual", "scenario", "difference", "percent"));
        comparison.parties().stream().limit(ROWS_LISTED).forEach(row -> rows.add(cells(row)));
        rows.add(cells(comparison.total()));
        lines.addAll(Columns.aligned(rows, false, true, true, true, true));
        if (comparison.parties().size() > ROWS_LISTED) {
            lines.add("  and " + (comparison.parties().size() - ROWS_LISTED)
                    + " more, in the total; all of them with --json or --out");
        }
        return lines;
    }

    private static List<String> sheet(String name, PoolPlan plan, String id) {
        return List.of(name, plan.getModel() + " by " + plan.getWeighting(),
                exact(plan.getAmountMicros()) + " " + plan.getCurrency(), id);
    }

    private static List<String> cells(Row row) {
        return List.of(label(row.beneficiary()), exact(row.actualMicros()), exact(row.supposedMicros()),
                (row.difference() > 0 ? "+" : "") + exact(row.difference()),
                row.percent().map(percent -> (percent.signum() > 0 ? "+" : "") + percent.toPlainString() + " %")
                        .orElse("-"));
    }

    /** {@code hold:REASON:POOL}: the pool stands above. */
    private static String label(String beneficiary) {
        return beneficiary.startsWith(HOLD) ? HOLD + beneficiary.split(":", 3)[1] : beneficiary;
    }

    private static String exact(long micros) {
        return MoneyText.exact(Micros.toDecimal(micros));
    }

    /** Maps, lists, texts and numbers; amounts as decimals in text. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("period", period.toString());
        json.put("dsp", dsp);
        json.put("pools", comparisons.stream().map(WhatIfReport::json).toList());
        json.put("refused", refusals);
        json.put("warnings", warnings());
        return json;
    }

    private static Map<String, Object> json(Comparison comparison) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pool", comparison.pool());
        json.put("scenario_id", comparison.scenario());
        json.put("actual", comparison.actual().map(WhatIfReport::sheet).orElse(null));
        json.put("scenario", sheet(comparison.supposed()));
        List<Object> parties = new ArrayList<>();
        comparison.parties().forEach(row -> parties.add(json(row)));
        json.put("parties", parties);
        json.put("total", json(comparison.total()));
        return json;
    }

    private static Map<String, Object> sheet(PoolPlan plan) {
        Map<String, Object> sheet = new LinkedHashMap<>();
        sheet.put("rate_sheet_id", plan.getRateSheetId());
        sheet.put("model", plan.getModel().name());
        sheet.put("weighting", plan.getWeighting());
        sheet.put("amount", Micros.toPlain(plan.getAmountMicros()));
        sheet.put("currency", plan.getCurrency());
        sheet.put("plays", plan.getPlays());
        sheet.put("revenue_revision", plan.getRevenueRevision());
        sheet.put("usage_revision", plan.getUsageRevision());
        return sheet;
    }

    private static Map<String, Object> json(Row row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("beneficiary", row.beneficiary());
        json.put("actual", Micros.toPlain(row.actualMicros()));
        json.put("scenario", Micros.toPlain(row.supposedMicros()));
        json.put("difference", Micros.toPlain(row.difference()));
        json.put("percent", row.percent().map(percent -> percent.toPlainString()).orElse(null));
        return json;
    }

    /** Writes {@code whatif_parties.csv}, {@code whatif_recordings.csv} and {@code whatif_rate_sheets.csv}. */
    public void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        List<String> amounts = List.of("actual", "scenario", "difference", "percent", "currency");
        try (CsvWriter parties = csv(directory.resolve("whatif_parties.csv"));
                CsvWriter recordings = csv(directory.resolve("whatif_recordings.csv"));
                CsvWriter sheets = csv(directory.resolve("whatif_rate_sheets.csv"))) {
            parties.writeRecord(joined(List.of("pool", "beneficiary"), amounts));
            recordings.writeRecord(joined(List.of("pool", "isrc", "beneficiary"), amounts));
            sheets.writeRecord(joined(List.of("scenario_id"), SheetRows.header()));
            for (Comparison comparison : comparisons) {
                String currency = comparison.supposed().getCurrency();
                for (Row row : comparison.parties()) {
                    parties.writeRecord(
                            joined(List.of(comparison.pool(), row.beneficiary()), amounts(row, currency)));
                }
                for (Row row : comparison.recordings()) {
                    recordings.writeRecord(joined(
                            List.of(comparison.pool(), row.isrc(), row.beneficiary()), amounts(row, currency)));
                }
                comparison.actual().ifPresent(plan -> sheets.writeRecord(joined(List.of(""), SheetRows.row(plan))));
                sheets.writeRecord(joined(List.of(comparison.scenario()), SheetRows.row(comparison.supposed())));
            }
        }
    }

    private static CsvWriter csv(Path path) throws IOException {
        return CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(path, StandardCharsets.UTF_8);
    }

    private static List<String> amounts(Row row, String currency) {
        return List.of(Micros.toPlain(row.actualMicros()), Micros.toPlain(row.supposedMicros()),
                Micros.toPlain(row.difference()), row.percent().map(percent -> percent.toPlainString()).orElse(""),
                currency);
    }

    private static List<String> joined(List<String> a, List<String> b) {
        List<String> all = new ArrayList<>(a);
        all.addAll(b);
        return all;
    }
}
