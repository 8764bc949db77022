package angklung.tally;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Which revision of a period says what subscribers' plays weigh and which plays are artificial. Each says it of the
 * whole period, so that is the last one, as long as intake has the plays; a revision of a period that is so old that
 * some task of it has not leaves what was said before.
 */
final class ToldRevisions {
    /** No revision: nothing is found of it in any store. */
    static final int NONE = -1;

    private final KeyValueStore<Bytes, Counters> totals;

    /** @param totals control totals of revisions, see {@link TallyStores#totals} */
    ToldRevisions(KeyValueStore<Bytes, Counters> totals) {
        this.totals = totals;
    }

    /** The last revision that says it, up to the given one; {@link #NONE} if there is none. */
    int last(String dsp, String period, int revision) {
        int last = revision;
        while (last >= 0 && isExpired(dsp, period, last)) {
            last--;
        }
        return last;
    }

    private boolean isExpired(String dsp, String period, int revision) {
        Counters counters = totals.get(TotalWork.key(dsp, period, revision));
        return counters != null && counters.expired();
    }
}
