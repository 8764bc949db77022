package angklung.oracle;

import static angklung.oracle.Table.cell;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** What the rows of {@code agreements.csv} say of a service, an offering, a day or a period. */
record Agreements(List<Map<String, String>> rows) {

    boolean know(String dsp) {
        return rows.stream().anyMatch(a -> a.get("dsp").equals(dsp));
    }

    ZoneId zone(Group group) {
        return rows.stream()
                .filter(a -> Group.of(a).equals(group))
                .map(a -> cell(a, "time_zone"))
                .filter(z -> !z.isEmpty())
                .findFirst()
                .map(ZoneId::of)
                .orElse(ZoneId.of("UTC"));
    }

    /** Whether a late play of that day counts in its own period: all agreements that cover the day say so. */
    boolean restate(Group group, LocalDate day) {
        List<Map<String, String>> covering = rows.stream()
                .filter(a -> Group.of(a).equals(group) && overlaps(a, day, day))
                .toList();
        return !covering.isEmpty()
                && covering.stream().allMatch(a -> cell(a, "late_plays").equals("RESTATE"));
    }

    /** Whether plays of that day are screened: some agreement that covers the day looks at what is found. */
    boolean screen(Group group, LocalDate day) {
        return rows.stream()
                .filter(a -> Group.of(a).equals(group) && overlaps(a, day, day))
                .anyMatch(a -> !Weights.screening(a).equals("NONE"));
    }

    /** Those that price a period of the offering, one a right. */
    List<Map<String, String>> pricing(Group group, YearMonth period) {
        return rows.stream()
                .filter(a -> Group.of(a).equals(group) && overlaps(a, period.atDay(1), period.atEndOfMonth()))
                .toList();
    }

    private static boolean overlaps(Map<String, String> row, LocalDate first, LocalDate last) {
        String to = cell(row, "valid_to");
        return !LocalDate.parse(row.get("valid_from")).isAfter(last)
                && (to.isEmpty() || LocalDate.parse(to).isAfter(first));
    }
}
