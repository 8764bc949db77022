package angklung.oracle;

import static angklung.oracle.Table.cell;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Rows of {@code authorship_policies.csv}. */
record Policies(List<Map<String, String>> rows) {
    static final Policies NONE = new Policies(List.of());

    /** With rows that came later; of one holder, right, authorship and first day the last one counts. */
    Policies and(List<Map<String, String>> late) {
        List<Map<String, String>> all = new ArrayList<>(rows);
        all.removeIf(row -> late.stream().anyMatch(other -> isSame(row, other)));
        all.addAll(late);
        return new Policies(all);
    }

    private static boolean isSame(Map<String, String> a, Map<String, String> b) {
        return List.of("holder_kind", "holder", "right_type", "authorship", "valid_from").stream()
                .allMatch(column -> cell(a, column).equals(cell(b, column)));
    }

    /**
     * Those that can matter to plays of the territory, right and period, in order of precedence. One that pays matters
     * only if it keeps another from applying.
     */
    List<PlayShares.Policy> of(String territory, String right, YearMonth period) {
        LocalDate first = period.atDay(1);
        LocalDate last = period.atEndOfMonth();
        List<PlayShares.Policy> concerned = rows.stream()
                .map(Policies::policy)
                .filter(p -> p.right().isEmpty() || p.right().equals(right))
                .filter(p -> p.kind().equals("SOCIETY") || p.holder().equals(territory))
                .filter(p -> !p.from().isAfter(last) && (p.to() == null || p.to().isAfter(first)))
                .sorted(Comparator.comparing((PlayShares.Policy p) -> p.kind().equals("SOCIETY") ? 0 : 1)
                        .thenComparing(p -> p.right().isEmpty() ? 1 : 0)
                        .thenComparing(PlayShares.Policy::from, Comparator.reverseOrder()))
                .toList();
        List<PlayShares.Policy> mattering = new ArrayList<>();
        for (int i = 0; i < concerned.size(); i++) {
            PlayShares.Policy policy = concerned.get(i);
            boolean pays = policy.effect().equals("PAY");
            if (!pays || concerned.subList(i + 1, concerned.size()).stream().anyMatch(p -> hides(policy, p, period))) {
                mattering.add(policy);
            }
        }
        return mattering;
    }

    private static boolean hides(PlayShares.Policy pays, PlayShares.Policy other, YearMonth period) {
        boolean sameClaims = other.kind().equals("TERRITORY") || other.holder().equals(pays.holder());
        boolean sameDay = period.atDay(1).datesUntil(period.plusMonths(1).atDay(1))
                .anyMatch(day -> PlayShares.covers(pays.from(), pays.to(), day)
                        && PlayShares.covers(other.from(), other.to(), day));
        return sameClaims && sameDay && !other.effect().equals("PAY") && other.authorship().equals(pays.authorship());
    }

    /** What they say of the period: the same text, the same effect on a pool. When they end later does not matter. */
    static List<String> saying(List<PlayShares.Policy> policies, YearMonth period) {
        return policies.stream()
                .map(p -> p.tag() + " " + p.right()
                        + (p.to() == null || p.to().isAfter(period.atEndOfMonth()) ? "" : " until " + p.to()))
                .sorted()
                .toList();
    }

    private static PlayShares.Policy policy(Map<String, String> row) {
        String to = cell(row, "valid_to");
        return new PlayShares.Policy(
                row.get("holder_kind"), row.get("holder"), cell(row, "right_type"), row.get("authorship"),
                row.get("effect"), LocalDate.parse(row.get("valid_from")), to.isEmpty() ? null : LocalDate.parse(to));
    }
}
