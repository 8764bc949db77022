package angklung.intake;

import angklung.model.Period;
import angklung.stage.StoreKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What followed subscribers played. Key: service, period, subscriber, territory, offering, revision, sequence, form;
 * value: {@link SubscriberEntry} or {@link DetailedEntry}. Appended to only: the entries of one subscriber lie together,
 * of all territories, and revisions stay apart, because late plays come while the revision before is still being
 * weighed.
 */
final class SubscriberStore {
    /** Form of a {@link SubscriberEntry}. */
    static final int COUNTED = 0;

    /** Form of a {@link DetailedEntry}; one commit may leave a subscriber an entry of each. */
    static final int DETAILED = 1;

    private final KeyValueStore<Bytes, byte[]> store;

    SubscriberStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    static Bytes key(
            String dsp, UsageRevision usage, String subscriber, String territory, String offering, long sequence,
            int form) {
        return StoreKey.of(dsp, usage.period().toString(), subscriber, territory, offering)
                .ordered(usage.number())
                .ordered((int) (sequence >>> Integer.SIZE))
                .ordered((int) sequence)
                .oneByte(form)
                .toBytes();
    }

    void append(List<KeyValue<Bytes, byte[]>> entries) {
        store.putAll(entries);
    }

    /** Whether plays are stored of any revision of a period. */
    boolean has(String dsp, Period period) {
        Bytes prefix = prefix(dsp, period);
        try (KeyValueIterator<Bytes, byte[]> entries = store.range(prefix, Bytes.increment(prefix))) {
            return entries.hasNext();
        }
    }

    /**
     * The subscribers of a period, one after another; to be closed.
     *
     * @param usage plays of later revisions are left out
     * @param done {@link SubscriberPlays#key} of the last subscriber that was read; null to begin
     */
    SubscriberScan scan(String dsp, UsageRevision usage, byte[] done) {
        Bytes prefix = prefix(dsp, usage.period());
        Bytes from = done == null ? prefix : Bytes.increment(Bytes.wrap(done));
        return new SubscriberScan(
                store.range(from, Bytes.increment(prefix)), prefix.get().length, usage.number());
    }

    /** Deletes entries of periods before the first one to keep, some at a time. */
    void sweep(String dsp, Period firstKept, int limit) {
        sweep(store, dsp, firstKept, limit);
    }

    /** The same of any store whose keys begin with service and period, and do not end there. */
    static <V> void sweep(KeyValueStore<Bytes, V> store, String dsp, Period firstKept, int limit) {
        List<Bytes> expired = new ArrayList<>();
        try (KeyValueIterator<Bytes, V> entries =
                store.range(StoreKey.of(dsp).toBytes(), prefix(dsp, firstKept))) {
            // The end of a range is part of it, but no entry has a key that ends there.
            while (entries.hasNext() && expired.size() < limit) {
                expired.add(entries.next().key);
            }
        }
        expired.forEach(store::delete);
    }

    private static Bytes prefix(String dsp, Period period) {
        return StoreKey.of(dsp, period.toString()).toBytes();
    }
}
