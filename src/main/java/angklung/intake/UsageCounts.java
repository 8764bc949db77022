package angklung.intake;

import angklung.avro.Engagement;
import angklung.avro.UsageCount;
import java.util.List;

/** Counts of plays by place, revision of a period and recording, combined until they are sent. */
interface UsageCounts {

    /** Counts one play; {@code trackMinutes} as {@link PlayRules#trackMinutes} says. */
    void add(
            Place place,
            UsageRevision usage,
            String isrc,
            int epochDay,
            Engagement engagement,
            int trackMinutes,
            boolean royaltyBearing);

    /** Number of keys held. */
    int size();

    /** Hands out every key once and forgets it: those of one place and revision in a row, in any order. */
    void drain(Receiver receiver);

    /** Forgets everything. */
    void discard();

    /** Takes the counts of one key. */
    interface Receiver {
        /** @param counts by day, engagement and length of the track, in that order */
        void accept(Place place, UsageRevision usage, String isrc, List<UsageCount> counts);
    }
}
