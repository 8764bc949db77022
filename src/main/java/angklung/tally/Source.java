package angklung.tally;

import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * One range of keys with a common prefix, so that several can be read side by side by what follows it: the position.
 * While it is open nobody may read or write single values of a cached store: that could evict some from under it.
 */
final class Source<V> implements AutoCloseable {
    private final KeyValueIterator<Bytes, V> values;
    private final int prefixBytes;
    private byte[] head;

    /**
     * @param within what positions start with; may be empty
     * @param done the last position that is done; null: none is
     */
    Source(KeyValueStore<Bytes, V> store, Bytes prefix, byte[] within, byte[] done) {
        RowKey.Range range = RowKey.range(
                Bytes.wrap(concat(prefix.get(), within)), done == null ? null : concat(prefix.get(), done));
        this.values = store.range(range.from(), range.to());
        this.prefixBytes = prefix.get().length;
        findHead();
    }

    private void findHead() {
        byte[] key = values.hasNext() ? values.peekNextKey().get() : null;
        head = key == null ? null : Arrays.copyOfRange(key, prefixBytes, key.length);
    }

    /** Position of the next value; null: none is left. */
    byte[] head() {
        return head;
    }

    /** Whether there is a next value and it is before that position; any is before null. */
    boolean isBefore(byte[] position) {
        return head != null && (position == null || Arrays.compareUnsigned(head, position) < 0);
    }

    /** The value at that position, if it is the next one; the source goes on behind it. Otherwise null. */
    V take(byte[] position) {
        if (!Arrays.equals(head, position)) {
            return null;
        }
        V value = values.next().value;
        findHead();
        return value;
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    @Override
    public void close() {
        values.close();
    }
}
