package angklung.explain;

import angklung.appeal.Hit;
import angklung.avro.AffectedPlays;
import angklung.avro.HitDecision;
import angklung.avro.HitStatus;
import angklung.avro.ScreeningDecision;
import angklung.explain.ScreenedHit.Decided;
import angklung.explain.ScreenedHit.Observed;
import angklung.explain.ScreenedHit.Plays;
import angklung.model.PoolKey;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Hits as the topics have them: with each recording's plays of each day and place. */
final class TopicHits {
    private TopicHits() {}

    /** Those with plays in the pool. */
    static List<ScreenedHit> of(PoolKey pool, List<Hit> hits) {
        List<ScreenedHit> found = new ArrayList<>();
        for (Hit hit : hits) {
            boolean samePeriod = hit.evidence().getDsp().equals(pool.offering().dsp())
                    && hit.evidence().getPeriod().equals(pool.period().toString());
            SortedMap<String, Plays> plays = samePeriod ? plays(pool, hit) : new TreeMap<>();
            if (!plays.isEmpty()) {
                found.add(new ScreenedHit(
                        hit.id(), hit.evidence().getRule(),
                        hit.evidence().getEvidence().stream()
                                .map(one -> new Observed(one.getName(), one.getThreshold(), one.getObserved()))
                                .toList(),
                        hit.evidence().getStatus(), hit.decision().map(TopicHits::decided).orElse(null), plays));
            }
        }
        return found;
    }

    private static SortedMap<String, Plays> plays(PoolKey pool, Hit hit) {
        SortedMap<String, Plays> plays = new TreeMap<>();
        for (AffectedPlays one : hit.affected()) {
            if (one.getTerritory().equals(pool.offering().territory())
                    && one.getOffering().equals(pool.offering().offering())) {
                plays.merge(one.getIsrc(), new Plays(one.getPlays(), one.getDay(), one.getDay()), Plays::plus);
            }
        }
        return plays;
    }

    private static Decided decided(ScreeningDecision decision) {
        return new Decided(
                status(decision.getDecision()), decision.getOperator(), decision.getReason(),
                decision.getDecidedAt().toString());
    }

    private static HitStatus status(HitDecision decision) {
        return switch (decision) {
            case RELEASE -> HitStatus.RELEASED;
            case CONFIRM -> HitStatus.CONFIRMED;
            case UNKNOWN -> HitStatus.UNKNOWN;
        };
    }
}
