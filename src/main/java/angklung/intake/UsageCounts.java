package angklung.intake;

import angklung.avro.Engagement;
import angklung.avro.UsageCount;
import angklung.model.Period;
import java.util.List;

/** Counts of plays by place, period and recording, combined until they are sent. */
interface UsageCounts {

    /** Counts one play. */
    void add(Place place, Period period, String isrc, int epochDay, Engagement engagement, boolean royaltyBearing);

    /** Number of keys held. */
    int size();

    /** Hands out every key once and forgets it: those of one place and period in a row, in any order. */
    void drain(Receiver receiver);

    /** Forgets everything. */
    void discard();

    /** Takes the counts of one key. */
    interface Receiver {
        /** @param counts by day and engagement, in that order */
        void accept(Place place, Period period, String isrc, List<UsageCount> counts);
    }
}
