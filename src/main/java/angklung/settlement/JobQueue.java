package angklung.settlement;

import angklung.avro.PeriodControl;
import angklung.stage.StateSerdes;
import angklung.stage.StoreKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The commands that are not done yet, in the order in which they came, how far the first one is, and the runs that
 * were ever commanded: a run is done once.
 */
final class JobQueue {
    private static final String STORE = "settlement-jobs";
    private static final StoreKeyRange QUEUE = new StoreKeyRange(0);
    private static final int RUN = 1;
    private static final Bytes CURSOR = new StoreKey().oneByte(2).toBytes();

    private final Serde<PeriodControl> commands = StateSerdes.avro(PeriodControl.getClassSchema());
    private final KeyValueStore<Bytes, byte[]> store;

    JobQueue(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    private record StoreKeyRange(int kind) {
        Bytes key(int place) {
            return new StoreKey().oneByte(kind).ordered(place).toBytes();
        }

        Bytes first() {
            return key(0);
        }

        Bytes last() {
            return key(Integer.MAX_VALUE);
        }
    }

    /** Puts a command behind all others, unless its run was commanded before. */
    void offer(PeriodControl command) {
        Bytes run = new StoreKey().oneByte(RUN).text(command.getRunId()).toBytes();
        if (store.putIfAbsent(run, new byte[0]) == null) {
            store.put(QUEUE.key(nextPlace()), commands.serializer().serialize(STORE, command));
        }
    }

    /** The command whose turn it is. */
    Optional<PeriodControl> first() {
        try (KeyValueIterator<Bytes, byte[]> queue = store.range(QUEUE.first(), QUEUE.last())) {
            return queue.hasNext()
                    ? Optional.of(commands.deserializer().deserialize(STORE, queue.next().value))
                    : Optional.empty();
        }
    }

    /** The first command is done. */
    void finish() {
        try (KeyValueIterator<Bytes, byte[]> queue = store.range(QUEUE.first(), QUEUE.last())) {
            store.delete(queue.next().key);
        }
        store.delete(CURSOR);
    }

    /**
     * Keeps how far the first command is.
     *
     * @return whether it has got on
     */
    boolean save(byte[] cursor) {
        boolean changed = !Arrays.equals(cursor, store.get(CURSOR));
        if (changed) {
            store.put(CURSOR, cursor);
        }
        return changed;
    }

    /** What was saved of the first command; empty if it has not begun. */
    Optional<byte[]> cursor() {
        return Optional.ofNullable(store.get(CURSOR));
    }

    private int nextPlace() {
        try (KeyValueIterator<Bytes, byte[]> queue = store.reverseRange(QUEUE.first(), QUEUE.last())) {
            if (!queue.hasNext()) {
                return 0;
            }
            KeyValue<Bytes, byte[]> last = queue.next();
            return Math.addExact(ByteBuffer.wrap(last.key.get()).getInt(1), 1);
        }
    }
}
