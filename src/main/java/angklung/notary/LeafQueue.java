package angklung.notary;

import angklung.avro.LogSubmission;
import angklung.stage.StoreKey;
import angklung.stage.StoreKeyReader;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What can become leaves now, in the order in which it became so. A payout run stands in it as the submission that
 * made it complete, so that nothing comes between its leaves.
 */
final class LeafQueue {
    private final KeyValueStore<Bytes, LogSubmission> store;

    LeafQueue(KeyValueStore<Bytes, LogSubmission> store) {
        this.store = store;
    }

    void offer(LogSubmission submission) {
        store.put(new StoreKey().ordered(nextPlace()).toBytes(), submission);
    }

    /** The submission whose turn it is. */
    Optional<LogSubmission> first() {
        try (KeyValueIterator<Bytes, LogSubmission> queue = store.all()) {
            return queue.hasNext() ? Optional.of(queue.next().value) : Optional.empty();
        }
    }

    /** The first submission is in the log. */
    void finish() {
        Bytes first;
        try (KeyValueIterator<Bytes, LogSubmission> queue = store.all()) {
            first = queue.next().key;
        }
        store.delete(first);
    }

    private int nextPlace() {
        try (KeyValueIterator<Bytes, LogSubmission> queue = store.reverseAll()) {
            return queue.hasNext() ? Math.addExact(new StoreKeyReader(queue.next().key).ordered(), 1) : 0;
        }
    }
}
