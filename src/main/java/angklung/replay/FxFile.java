package angklung.replay;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks {@code fx.csv}. No line of this release converts, so nothing of it is kept. */
final class FxFile {
    private static final Columns COLUMNS =
            new Columns(List.of("date", "base", "quote", "rate", "source"), List.of());

    private final InputErrors errors;
    private final Map<String, Long> lines = new HashMap<>();

    FxFile(InputErrors errors) {
        this.errors = errors;
    }

    void check(InputFile file) {
        new CsvTable(file, COLUMNS, errors).forEach(this::row);
    }

    private void row(CsvTable.Row row) {
        Cells cells = new Cells(row, errors);
        LocalDate date = cells.date("date");
        String base = cells.currency("base");
        String quote = cells.currency("quote");
        BigDecimal rate = cells.decimal("rate", Decimals.RATE);
        cells.text("source");
        if (rate != null && rate.signum() == 0) {
            cells.fault("rate is 0");
        }
        if (cells.good()) {
            Long same = lines.putIfAbsent(date + " " + base + "/" + quote, row.line());
            if (same != null) {
                cells.fault("the rate of " + base + "/" + quote + " on " + date + " is in line " + same + " already");
            }
        }
    }
}
