package angklung.intake;

import angklung.stage.StoreKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Walks over the entries of a store whose keys have a common start, in turns. */
final class KeyScan {
    private KeyScan() {}

    /**
     * @param done key of the last entry that was handled; null to begin
     * @return to be closed
     */
    static <V> KeyValueIterator<Bytes, V> of(KeyValueStore<Bytes, V> store, Bytes prefix, byte[] done) {
        Bytes from = done == null ? prefix : StoreKey.after(Bytes.wrap(done));
        return store.range(from, Bytes.increment(prefix));
    }

    /** The next entries, {@code limit} at most. */
    static <V> List<KeyValue<Bytes, V>> next(KeyValueStore<Bytes, V> store, Bytes prefix, byte[] done, int limit) {
        List<KeyValue<Bytes, V>> next = new ArrayList<>();
        try (KeyValueIterator<Bytes, V> found = of(store, prefix, done)) {
            while (found.hasNext() && next.size() < limit) {
                next.add(found.next());
            }
        }
        return next;
    }

    /**
     * Deletes the next entries, {@code limit} at most.
     *
     * @return key of the last one; null if there are no more
     */
    static <V> byte[] delete(KeyValueStore<Bytes, V> store, Bytes prefix, byte[] done, int limit) {
        List<KeyValue<Bytes, V>> next = next(store, prefix, done, limit);
        next.forEach(entry -> store.delete(entry.key));
        return next.isEmpty() ? null : next.get(next.size() - 1).key.get();
    }
}
