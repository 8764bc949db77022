package angklung.oracle;

import static angklung.oracle.Table.cell;

import java.util.Map;

/** What a pool has, in currency units, exactly: the greatest prong, less performance royalties, not below the floor. */
final class Price {
    private Price() {}

    static Fraction of(Map<String, String> report, Map<String, String> agreement, long plays) {
        Fraction greatest = null;
        String[][] prongs = {
            {"revenue_share", report.get("net_revenue")},
            {"label_payments_share", cell(report, "label_payments")},
            {"per_play_minimum", Long.toString(plays)},
            {"per_subscriber_minimum", cell(report, "subscribers")}
        };
        for (String[] prong : prongs) {
            String term = cell(agreement, prong[0]);
            if (!term.isEmpty()) {
                Fraction due = Fraction.of(term).times(Fraction.of(prong[1]));
                greatest = greatest == null ? due : greatest.max(due);
            }
        }
        String performance = cell(report, "performance_royalties");
        Fraction net = performance.isEmpty() ? greatest : greatest.minus(Fraction.of(performance)).max(Fraction.ZERO);
        String floor = cell(agreement, "floor_per_subscriber");
        return floor.isEmpty() ? net : net.max(Fraction.of(floor).times(Fraction.of(report.get("subscribers"))));
    }
}
