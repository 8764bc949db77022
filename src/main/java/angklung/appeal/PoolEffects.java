package angklung.appeal;

import angklung.avro.AffectedPlays;
import angklung.avro.PoolPlan;
import angklung.model.OfferingKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What hits are about in money, by the last plan of every pool. */
public final class PoolEffects {
    private final Map<String, SortedMap<String, PoolPlan>> plans = new HashMap<>();

    /** Takes in a version of a plan; only the last of a pool counts, and none of a scenario does. */
    public void add(PoolPlan plan) {
        if (plan.getScenario() == null) {
            plans.computeIfAbsent(group(offering(plan), plan.getPeriod()), key -> new TreeMap<>())
                    .merge(plan.getPool(), plan, (a, b) -> a.getVersion() < b.getVersion() ? b : a);
        }
    }

    /** The pools that the hit's plays are in, each with what they are about there, by pool identifier. */
    public List<PoolEffect> of(Hit hit) {
        SortedMap<OfferingKey, Long> plays = new TreeMap<>();
        for (AffectedPlays affected : hit.affected()) {
            OfferingKey offering = new OfferingKey(
                    hit.evidence().getDsp(), affected.getTerritory(), affected.getOffering());
            plays.merge(offering, affected.getPlays(), Math::addExact);
        }
        List<PoolEffect> effects = new ArrayList<>();
        plays.forEach((offering, count) -> plans
                .getOrDefault(group(offering, hit.evidence().getPeriod()), new TreeMap<>())
                .values()
                .forEach(plan -> effects.add(PoolEffect.of(plan, count))));
        return effects;
    }

    private static OfferingKey offering(PoolPlan plan) {
        return new OfferingKey(plan.getDsp(), plan.getTerritory(), plan.getOffering());
    }

    private static String group(OfferingKey offering, String period) {
        return offering + "/" + period;
    }
}
