package angklung.replay;

import angklung.avro.PoolPlan;
import angklung.avro.ScreeningHit;
import angklung.avro.ScreeningPolicy;
import angklung.model.OfferingKey;
import angklung.model.PoolKey;
import angklung.model.Weighing;
import angklung.model.Weight;
import angklung.money.Micros;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Hits as rows of {@code screening.csv}, with the money that hangs on their plays. */
final class ScreeningRows {
    private final RateSheets sheets;

    /** Offering and period. */
    private record Group(String dsp, String territory, String offering, String period) {}

    ScreeningRows(RateSheets sheets) {
        this.sheets = sheets;
    }

    static List<String> header() {
        return List.of(
                "hit_id", "dsp", "period", "revision", "rule", "rule_version", "subject_kind", "subject", "territory",
                "window", "evidence", "plays", "status", "decided_by", "decision_reason", "decided_at", "recordings",
                "money");
    }

    List<String> row(ScreeningBook.Hit hit) {
        ScreeningHit head = hit.head();
        return List.of(
                head.getHitId(), head.getDsp(), head.getPeriod(), String.valueOf(head.getRevision()), head.getRule(),
                head.getRuleVersion(), head.getSubjectKind().name(), head.getSubject(), territory(hit),
                head.getWindowFrom() + "/" + head.getWindowTo(), evidence(head), plays(hit),
                head.getStatus().name(), orEmpty(head.getDecidedBy()), orEmpty(head.getDecisionReason()),
                orEmpty(head.getDecidedAt()), recordings(hit), money(hit));
    }

    /** Where the plays of all parts were heard; none if in several places. */
    private static String territory(ScreeningBook.Hit hit) {
        List<String> places = hit.plays().keySet().stream().map(ScreeningBook.Place::territory).distinct().toList();
        return places.size() == 1 ? places.get(0) : "";
    }

    private static String plays(ScreeningBook.Hit hit) {
        return String.valueOf(hit.plays().values().stream().reduce(0L, Math::addExact));
    }

    /** {@code NAME: OBSERVED against THRESHOLD}, several joined by semicolons. */
    private static String evidence(ScreeningHit hit) {
        return hit.getEvidence().stream()
                .map(o -> o.getName() + ": " + plain(o.getObserved()) + " against " + plain(o.getThreshold()))
                .collect(Collectors.joining("; "));
    }

    /** {@code ISRC=PLAYS} by recording, joined by spaces. */
    private static String recordings(ScreeningBook.Hit hit) {
        SortedMap<String, Long> plays = new TreeMap<>();
        hit.plays().forEach((place, count) -> plays.merge(place.isrc(), count, Math::addExact));
        return joined(plays.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
    }

    /** {@code POOL=AMOUNT} of the pools that act on screening, joined by spaces. */
    private String money(ScreeningBook.Hit hit) {
        Map<Group, Long> plays = new HashMap<>();
        hit.plays().forEach((place, count) -> plays.merge(
                new Group(place.dsp(), place.territory(), place.offering(), place.period()), count, Math::addExact));
        return joined(sheets.latest().values().stream()
                .filter(plan -> plan.getScreening() == ScreeningPolicy.REBASE
                        || plan.getScreening() == ScreeningPolicy.HOLD)
                .filter(plan -> plays.containsKey(group(plan)))
                .map(plan -> plan.getPool() + "=" + Exporter.plain(worth(plan, plays.get(group(plan)))))
                .toList());
    }

    private static Group group(PoolPlan plan) {
        PoolKey pool = PoolKey.parse(plan.getPool());
        OfferingKey offering = pool.offering();
        return new Group(offering.dsp(), offering.territory(), offering.offering(), pool.period().toString());
    }

    /**
     * What so many plays would have as honest ones in the pool's last version, rounded down to micros: where plays are
     * the weights, the amount times these plays over all that weigh and all that were found artificial; else the rate
     * per play times plays, for what one play weighs is its subscriber's affair.
     */
    private static BigInteger worth(PoolPlan plan, long plays) {
        BigInteger all = Weight.toUnits(plan.getTotalWeight())
                .add(Weight.ofPlays(plan.getExcluded().getOrDefault("SCREENED", 0L)));
        if (plan.getWeighting().equals(Weighing.PLAYS.toString())) {
            return all.signum() == 0
                    ? BigInteger.ZERO
                    : BigInteger.valueOf(plan.getAmountMicros()).multiply(Weight.ofPlays(plays)).divide(all);
        }
        return plan.getRatePerPlay()
                .multiply(BigDecimal.valueOf(plays))
                .movePointRight(Micros.SCALE)
                .toBigInteger();
    }

    private static String joined(List<String> texts) {
        return String.join(" ", texts);
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    private static String orEmpty(Object value) {
        return value == null ? "" : value.toString();
    }
}
