package angklung.replay;

import angklung.avro.RevenueReport;
import angklung.model.OfferingKey;
import angklung.model.Period;
import angklung.money.Micros;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Reads {@code revenue.csv}: one row an offering, period and revision; all revisions in one currency. */
final class RevenueFile {
    private static final Columns COLUMNS = new Columns(
            List.of("dsp", "territory", "offering", "period", "currency", "net_revenue"),
            List.of("subscribers", "label_payments", "performance_royalties", "revision"));
    /** More than there are people; keeps subscribers × price far from any overflow. */
    private static final long SUBSCRIBERS_MAX = 100_000_000_000L;

    private static final int REVISION_MAX = 1_000_000;

    private final Predicate<String> hasAgreement;
    private final InputErrors errors;
    private final List<Line<RevenueReport>> reports = new ArrayList<>();
    private final Map<RevisionKey, Line<RevenueReport>> byRevision = new HashMap<>();
    private final Map<PeriodKey, Line<RevenueReport>> firstOfPeriod = new HashMap<>();

    private record PeriodKey(OfferingKey offering, Period period) {}

    private record RevisionKey(PeriodKey period, int revision) {}

    /** @param hasAgreement whether a service has any agreement */
    RevenueFile(Predicate<String> hasAgreement, InputErrors errors) {
        this.hasAgreement = hasAgreement;
        this.errors = errors;
    }

    List<Line<RevenueReport>> read(InputFile file) {
        new CsvTable(file, COLUMNS, errors).forEach(this::row);
        return List.copyOf(reports);
    }

    private void row(CsvTable.Row row) {
        Cells cells = new Cells(row, errors);
        String dsp = cells.dsp("dsp");
        String territory = cells.territory("territory");
        String offering = cells.name("offering");
        Period period = cells.period("period");
        String currency = cells.currency("currency");
        BigDecimal revenue = cells.decimal("net_revenue", Decimals.AMOUNT);
        Long subscribers = cells.wholeOr("subscribers", null, 0, SUBSCRIBERS_MAX);
        BigDecimal labels = cells.decimalOrNull("label_payments", Decimals.AMOUNT);
        BigDecimal performance = cells.decimalOrNull("performance_royalties", Decimals.AMOUNT);
        Long revision = cells.wholeOr("revision", 1L, 1, REVISION_MAX);
        if (dsp != null && !hasAgreement.test(dsp)) {
            cells.fault("dsp '" + dsp + "' has no agreement in agreements.csv");
        }
        if (cells.good()) {
            keep(new OfferingKey(dsp, territory, offering), period, cells.line(RevenueReport.newBuilder()
                    .setDsp(dsp)
                    .setTerritory(territory)
                    .setOffering(offering)
                    .setPeriod(period.toString())
                    .setCurrency(currency)
                    .setNetRevenueMicros(Micros.exact(revenue))
                    .setSubscribers(subscribers)
                    .setLabelPaymentsMicros(micros(labels))
                    .setPerformanceRoyaltiesMicros(micros(performance))
                    .setRevision(revision.intValue())
                    .build()));
        }
    }

    private void keep(OfferingKey offering, Period period, Line<RevenueReport> line) {
        PeriodKey key = new PeriodKey(offering, period);
        int revision = line.value().getRevision();
        Line<RevenueReport> same = byRevision.putIfAbsent(new RevisionKey(key, revision), line);
        if (same != null) {
            errors.add(line.file(), line.line(), "revision " + revision + " of " + offering + " " + period
                    + " is in line " + same.line() + " already");
            return;
        }
        Line<RevenueReport> first = firstOfPeriod.putIfAbsent(key, line);
        if (first != null && !first.value().getCurrency().equals(line.value().getCurrency())) {
            errors.add(line.file(), line.line(), "currency " + line.value().getCurrency() + " differs from "
                    + first.value().getCurrency() + " in line " + first.line() + "; a revision keeps the currency");
        }
        reports.add(line);
    }

    private static Long micros(BigDecimal amount) {
        return amount == null ? null : Micros.exact(amount);
    }
}
