package angklung.explain;

import angklung.avro.HitStatus;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;

/**
 * What a rule of screening found, as far as it is about the plays of one pool.
 *
 * @param rule F1 to F12
 * @param observed every threshold of the rule
 * @param status by the decisions that were known when the period was screened last
 * @param decision the latest; null if there is none
 * @param plays that it is about, by ISRC
 */
public record ScreenedHit(
        String id,
        String rule,
        List<Observed> observed,
        HitStatus status,
        Decided decision,
        SortedMap<String, Plays> plays) {

    /** One threshold and what was observed. */
    public record Observed(String name, BigDecimal threshold, BigDecimal observed) {}

    /**
     * What somebody decided on it.
     *
     * @param status that it gives the hit; UNKNOWN to this version
     * @param at as in ISO 8601
     */
    public record Decided(HitStatus status, String operator, String reason, String at) {}

    /**
     * Royalty-bearing plays of one recording.
     *
     * @param first local day; of the rule's window if that of the plays is not kept
     * @param last local day
     */
    public record Plays(long plays, LocalDate first, LocalDate last) {
        Plays plus(Plays other) {
            return new Plays(
                    Math.addExact(plays, other.plays), first.isBefore(other.first) ? first : other.first,
                    last.isAfter(other.last) ? last : other.last);
        }
    }

    /** Whether a decision waits for the next revision of the period. */
    boolean isDecisionPending() {
        return decision != null && decision.status() != status;
    }
}
