package angklung.oracle;

import static angklung.oracle.Table.cell;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Deduction chains, tax profiles and exchange rates: named in files, shipped, or written out where they are used. */
record Rules(
        List<Map<String, String>> deductionRows, List<Map<String, String>> taxRows, List<Map<String, String>> fxRows) {

    /** @param account what is kept goes there */
    record Deduction(String account, Fraction rate) {}

    /** @param scale decimals that the tax is rounded down to */
    record Tax(String account, Fraction rate, int scale) {}

    /** @param pair as published, base/quote */
    record Conversion(String pair, Fraction factor, LocalDate date) {}

    private static final Map<String, String> SHIPPED_CHAINS = Map.of("ID-LMKN", "LMKN:operations:0.08");
    private static final Map<String, String> SHIPPED_PROFILES =
            Map.of("ID-PPH23", "ID:PPh23:0.15", "ID-PPH23-NPPN", "ID:PPh23:0.15*0.4");

    /** The steps of a chain for plays of a period that ends on the day; none if the text is empty. */
    List<Deduction> chain(String text, LocalDate day) {
        List<Deduction> steps = new ArrayList<>();
        if (text.isEmpty()) {
            return steps;
        }
        List<Map<String, String>> named = deductionRows.stream()
                .filter(row -> row.get("chain").equals(text))
                .toList();
        if (named.isEmpty()) {
            for (String step : SHIPPED_CHAINS.getOrDefault(text, text).split(">")) {
                String[] parts = step.split(":");
                steps.add(new Deduction("deduction:" + parts[0] + ":" + parts[1], Fraction.of(parts[2])));
            }
            return steps;
        }
        named.stream().map(row -> cell(row, "after")).filter(after -> !after.isEmpty()).findFirst()
                .ifPresent(after -> steps.addAll(chain(after, day)));
        newest(named, day).forEach(row -> steps.add(new Deduction(
                "deduction:" + row.get("body") + ":" + row.get("name"), Fraction.of(row.get("rate")))));
        return steps;
    }

    /** The profile as it is on the day. */
    Optional<Tax> tax(String text, LocalDate day) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        List<Map<String, String>> named = taxRows.stream()
                .filter(row -> row.get("profile").equals(text))
                .toList();
        if (named.isEmpty()) {
            String[] parts = SHIPPED_PROFILES.getOrDefault(text, text).split(":");
            Fraction rate = Fraction.ONE;
            for (String factor : parts[2].split("\\*")) {
                rate = rate.times(Fraction.of(factor));
            }
            return Optional.of(new Tax("tax:" + parts[0] + ":" + parts[1], rate, 0));
        }
        return newest(named, day).stream().findFirst().map(row -> new Tax(
                "tax:" + row.get("country") + ":" + row.get("kind"),
                Fraction.of(row.get("rate")).times(Fraction.of(cell(row, "base", "1"))),
                Integer.parseInt(cell(row, "scale", "0"))));
    }

    /** Rows that are valid on the day, of the latest valid_from among them. */
    private static List<Map<String, String>> newest(List<Map<String, String>> rows, LocalDate day) {
        List<Map<String, String>> valid = rows.stream()
                .filter(row -> !LocalDate.parse(row.get("valid_from")).isAfter(day))
                .filter(row -> cell(row, "valid_to").isEmpty() || LocalDate.parse(row.get("valid_to")).isAfter(day))
                .toList();
        String latest = valid.stream().map(row -> row.get("valid_from")).max(Comparator.naturalOrder()).orElse("");
        return valid.stream().filter(row -> row.get("valid_from").equals(latest)).toList();
    }

    /** The newest rate of the pair up to the day, or else of the inverse pair. */
    Optional<Conversion> conversion(String from, String to, LocalDate day) {
        return rate(from, to, day)
                .map(row -> new Conversion(from + "/" + to, Fraction.of(row.get("rate")), date(row)))
                .or(() -> rate(to, from, day).map(row -> new Conversion(
                        to + "/" + from, Fraction.ONE.over(Fraction.of(row.get("rate"))), date(row))));
    }

    private Optional<Map<String, String>> rate(String base, String quote, LocalDate day) {
        return fxRows.stream()
                .filter(row -> row.get("base").equals(base) && row.get("quote").equals(quote))
                .filter(row -> !date(row).isAfter(day))
                .max(Comparator.comparing(Rules::date));
    }

    private static LocalDate date(Map<String, String> row) {
        return LocalDate.parse(row.get("date"));
    }
}
