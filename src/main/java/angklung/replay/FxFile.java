package angklung.replay;

import angklung.avro.FxRate;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code fx.csv}: one rate a pair and date. */
final class FxFile {
    private static final Columns COLUMNS =
            new Columns(List.of("date", "base", "quote", "rate", "source"), List.of());

    private final InputErrors errors;
    private final List<FxRate> rates = new ArrayList<>();
    private final Map<String, Long> lines = new HashMap<>();

    FxFile(InputErrors errors) {
        this.errors = errors;
    }

    /** In the order of the file. */
    List<FxRate> read(InputFile file) {
        new CsvTable(file, COLUMNS, errors).forEach(this::row);
        return List.copyOf(rates);
    }

    private void row(CsvTable.Row row) {
        Cells cells = new Cells(row, errors);
        LocalDate date = cells.date("date");
        String base = cells.currency("base");
        String quote = cells.currency("quote");
        BigDecimal rate = cells.decimal("rate", Decimals.RATE);
        String source = cells.text("source");
        if (rate != null && rate.signum() == 0) {
            cells.fault("rate is 0; a rate is positive: units of quote for one of base");
        }
        if (base != null && base.equals(quote)) {
            cells.fault("base and quote are both " + base + "; a rate is between two currencies: leave the row out");
        }
        if (!cells.good()) {
            return;
        }
        Long same = lines.putIfAbsent(date + " " + base + "/" + quote, row.line());
        if (same != null) {
            cells.fault("the rate of " + base + "/" + quote + " on " + date + " is in line " + same
                    + " already; which one counts? remove the other");
            return;
        }
        rates.add(FxRate.newBuilder()
                .setDate(date)
                .setBase(base)
                .setQuote(quote)
                .setRate(rate.setScale(Decimals.RATE.scaleMax()))
                .setSource(source)
                .build());
    }
}
