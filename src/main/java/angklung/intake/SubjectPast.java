package angklung.intake;

import angklung.model.Period;
import angklung.screening.SubjectSums;
import angklung.stage.StoreKey;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What the recordings whose sums come together in this task were played on the days of each screened period: the past
 * that the first days of the period behind it are compared with. A revision of a period replaces all of it.
 */
final class SubjectPast {
    /** No ISRC: its entry says that the period was screened. */
    private static final String SCREENED = "";

    private final KeyValueStore<Bytes, byte[]> store;

    /** @param store by service, period and ISRC */
    SubjectPast(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /**
     * Forgets the next recordings of a period.
     *
     * @return key of the last one that was forgotten; null if there are no more
     */
    byte[] forget(String dsp, Period period, byte[] done, int limit) {
        return KeyScan.delete(store, prefix(dsp, period), done, limit);
    }

    /** Notes that a period is screened. */
    void begin(String dsp, Period period) {
        store.put(key(dsp, period, SCREENED), SubjectSums.NONE.encode());
    }

    /** Keeps what a recording was played in a period that has begun. */
    void keep(String dsp, Period period, String isrc, SubjectSums sums) {
        store.put(key(dsp, period, isrc), sums.encode());
    }

    /** Whether a period has begun. */
    boolean has(String dsp, Period period) {
        return store.get(key(dsp, period, SCREENED)) != null;
    }

    /** What a recording was played in the period before; empty if that was not screened. */
    Optional<SubjectSums> before(String dsp, Period period, String isrc) {
        Period before = previous(period);
        byte[] sums = store.get(key(dsp, before, isrc));
        if (sums == null) {
            return has(dsp, before) ? Optional.of(SubjectSums.NONE) : Optional.empty();
        }
        return Optional.of(SubjectSums.decode(sums));
    }

    /**
     * Deletes entries of periods that no period looks back at any more, some at a time.
     *
     * @param firstKept the first period that may still be restated
     */
    void sweep(String dsp, Period firstKept, int limit) {
        SubscriberStore.sweep(store, dsp, previous(firstKept), limit);
    }

    private static Period previous(Period period) {
        return Period.of(period.firstDay().minusDays(1));
    }

    private static Bytes prefix(String dsp, Period period) {
        return StoreKey.of(dsp, period.toString()).toBytes();
    }

    private static Bytes key(String dsp, Period period, String isrc) {
        return StoreKey.of(dsp, period.toString(), isrc).toBytes();
    }
}
