package angklung.replay;

import angklung.avro.WorkLink;
import angklung.money.Micros;
import angklung.rights.RegistrationRules;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads {@code recording_works.csv}: one row a work that a recording embodies. The weights of a recording's works are
 * all given, and add up to 1 at most, or all left out, which makes them equal.
 */
final class RecordingWorksFile {
    private static final Columns COLUMNS = new Columns(List.of("isrc", "iswc"), List.of("weight"));

    /** A recording in millionths. */
    private static final long WHOLE = 1_000_000;

    private final InputErrors errors;
    private final SortedMap<String, List<Line<Row>>> byRecording = new TreeMap<>();

    /** @param weight null if left out */
    private record Row(String iswc, BigDecimal weight) {}

    RecordingWorksFile(InputErrors errors) {
        this.errors = errors;
    }

    /** The works by recording, each list by work. */
    SortedMap<String, List<WorkLink>> read(InputFile file) {
        long before = errors.count();
        new CsvTable(file, COLUMNS, errors).forEach(this::row);
        byRecording.forEach(this::checkWeights);
        SortedMap<String, List<WorkLink>> works = new TreeMap<>();
        if (errors.count() == before) {
            byRecording.forEach((isrc, rows) -> works.put(isrc, links(rows)));
        }
        return works;
    }

    private void row(CsvTable.Row row) {
        Cells cells = new Cells(row, errors);
        String isrc = cells.isrc("isrc");
        String iswc = cells.iswc("iswc");
        BigDecimal weight = cells.decimalOrNull("weight", Decimals.PART);
        if (weight != null && weight.signum() == 0) {
            cells.fault("weight is 0; leave the row out");
        }
        if (!cells.good()) {
            return;
        }
        List<Line<Row>> rows = byRecording.computeIfAbsent(isrc, k -> new ArrayList<>());
        for (Line<Row> other : rows) {
            if (other.value().iswc().equals(iswc)) {
                cells.fault("links " + isrc + " to " + iswc + " again; line " + other.line()
                        + " does already: add their weights up in one row");
                return;
            }
        }
        if (rows.size() == RegistrationRules.MAX_WORKS) {
            cells.fault(isrc + " embodies more than " + RegistrationRules.MAX_WORKS + " works; the first is in line "
                    + rows.get(0).line() + ": leave some out");
            return;
        }
        rows.add(cells.line(new Row(iswc, weight)));
    }

    private void checkWeights(String isrc, List<Line<Row>> rows) {
        BigDecimal sum = BigDecimal.ZERO;
        Line<Row> first = rows.get(0);
        for (Line<Row> row : rows) {
            if ((row.value().weight() == null) != (first.value().weight() == null)) {
                errors.add(row.file(), row.line(), "weight of " + isrc + " is given in one row and left out in another"
                        + " (line " + first.line() + "); give all of its works one, or none");
                return;
            }
            sum = row.value().weight() == null ? sum : sum.add(row.value().weight());
            if (sum.compareTo(BigDecimal.ONE) > 0) {
                errors.add(row.file(), row.line(), "weights of the works of " + isrc + " add up to "
                        + sum.toPlainString() + "; at most 1: lower them");
                return;
            }
        }
    }

    private static List<WorkLink> links(List<Line<Row>> rows) {
        List<Row> sorted = rows.stream()
                .map(Line::value)
                .sorted(Comparator.comparing(Row::iswc))
                .toList();
        List<WorkLink> links = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            BigDecimal weight = sorted.get(i).weight();
            links.add(new WorkLink(
                    sorted.get(i).iswc(), weight == null ? equalPart(i, sorted.size()) : Micros.exact(weight)));
        }
        return links;
    }

    /** The first ones get a millionth more where the whole cannot be divided. */
    private static long equalPart(int index, int count) {
        return WHOLE / count + (index < WHOLE % count ? 1 : 0);
    }
}
