package angklung.tally;

import angklung.avro.RightType;
import angklung.stage.StoreKey;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * On which recordings claims have changed, for each right in the order in which this task learnt of it: changes are
 * numbered from 1. A recording has one entry a right, that of its last change, so the log is never longer than the
 * catalogue; what changed behind a number is read without reading the rest.
 */
final class RightsLog {
    /** Number before the first change. */
    static final long START = 0;

    private static final int NUMBER_AT = 1; // behind the right

    private final KeyValueStore<Bytes, String> changes; // right, number to ISRC
    private final KeyValueStore<Bytes, Long> numbers; // right, ISRC to number
    private final Map<RightType, Long> added = new EnumMap<>(RightType.class); // only one of a task adds

    RightsLog(KeyValueStore<Bytes, String> changes, KeyValueStore<Bytes, Long> numbers) {
        this.changes = changes;
        this.numbers = numbers;
    }

    void add(RightType right, String isrc) {
        // before the entry of the last change goes: it may be the one that tells the highest number
        long number = Math.addExact(added.computeIfAbsent(right, this::last), 1);
        added.put(right, number);
        Bytes recording = right(right).text(isrc).toBytes();
        Long before = numbers.get(recording);
        if (before != null) {
            changes.delete(key(right, before));
        }
        changes.put(key(right, number), isrc);
        numbers.put(recording, number);
    }

    /** Number of the last change. */
    long last(RightType right) {
        RowKey.Range range = RowKey.range(right(right).toBytes(), null);
        try (KeyValueIterator<Bytes, String> lastFirst = changes.reverseRange(range.from(), range.to())) {
            return lastFirst.hasNext() ? number(lastFirst.peekNextKey()) : START;
        }
    }

    /** The changes behind one number up to another. */
    Scan between(RightType right, long after, long last) {
        return new Scan(after < last ? changes.range(key(right, after + 1), key(right, last)) : null);
    }

    /** One change. */
    record Change(long number, String isrc) {}

    /** Changes by their number. Nothing may be added while it is open. */
    static final class Scan implements AutoCloseable {
        private final KeyValueIterator<Bytes, String> entries; // null: none

        private Scan(KeyValueIterator<Bytes, String> entries) {
            this.entries = entries;
        }

        boolean hasNext() {
            return entries != null && entries.hasNext();
        }

        Change next() {
            KeyValue<Bytes, String> entry = entries.next();
            return new Change(number(entry.key), entry.value);
        }

        @Override
        public void close() {
            if (entries != null) {
                entries.close();
            }
        }
    }

    private static Bytes key(RightType right, long number) {
        StoreKey key = right(right);
        for (byte part : ByteBuffer.allocate(Long.BYTES).putLong(number).array()) {
            key.oneByte(part);
        }
        return key.toBytes();
    }

    private static long number(Bytes key) {
        return ByteBuffer.wrap(key.get()).getLong(NUMBER_AT);
    }

    /** Numbers of their own: the order of the schema's symbols is no part of the state's format. */
    private static StoreKey right(RightType right) {
        return new StoreKey()
                .oneByte(
                        switch (right) {
                            case UNKNOWN -> 0;
                            case RECORDING -> 1;
                            case MECHANICAL -> 2;
                            case PERFORMANCE -> 3;
                        });
    }
}
