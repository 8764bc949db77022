package angklung.appeal;

import angklung.avro.AffectedPlays;
import angklung.avro.HitStatus;
import angklung.avro.ScreeningDecision;
import angklung.avro.ScreeningHit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a rule of screening found, put together from all its records of the last screening of its period.
 *
 * @param evidence any of those records: all say the same of rule, window and what was observed, each of its own plays
 * @param affected whose plays are concerned, by place, recording and day
 * @param decision the latest that was taken, whether the period was screened since or not
 */
public record Hit(ScreeningHit evidence, List<AffectedPlays> affected, Optional<ScreeningDecision> decision) {

    public Hit {
        affected = List.copyOf(affected);
    }

    public String id() {
        return evidence.getHitId();
    }

    /** The part of it that is about some recordings, by ISRC. */
    public Hit of(Predicate<String> recordings) {
        return new Hit(
                evidence,
                affected.stream().filter(plays -> recordings.test(plays.getIsrc())).toList(),
                decision);
    }

    /** Royalty-bearing plays that are concerned. */
    public long plays() {
        return affected.stream().mapToLong(AffectedPlays::getPlays).reduce(0, Math::addExact);
    }

    /** Where all of them were heard; empty if in several places. */
    public Optional<String> territory() {
        List<String> places = affected.stream().map(AffectedPlays::getTerritory).distinct().toList();
        return places.size() == 1 ? Optional.of(places.get(0)) : Optional.empty();
    }

    /** Number of recordings that are concerned. */
    public long recordings() {
        return affected.stream().map(AffectedPlays::getIsrc).distinct().count();
    }

    /** Whether a decision waits for the next revision of the period. */
    public boolean isDecisionPending() {
        return decision.map(taken -> status(taken) != evidence.getStatus()).orElse(false);
    }

    private static HitStatus status(ScreeningDecision decision) {
        return switch (decision.getDecision()) {
            case RELEASE -> HitStatus.RELEASED;
            case CONFIRM -> HitStatus.CONFIRMED;
            case UNKNOWN -> HitStatus.UNKNOWN;
        };
    }
}
