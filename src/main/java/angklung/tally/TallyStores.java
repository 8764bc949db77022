package angklung.tally;

import angklung.avro.PoolPlan;
import angklung.avro.RecordingRights;
import angklung.stage.StateSerdes;
import angklung.stage.StoreDef;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The stores of the tally. What grows with plays or recordings is on disk, what grows with periods in memory. */
final class TallyStores {
    /** {@link RowKey} to counts; cached, so that many combined counts of one recording make one write. */
    final StoreDef<KeyValueStore<Bytes, TallyRow>> rows =
            cached(Stores.persistentKeyValueStore("tally-rows"), TallyRow.serde());

    /** dsp, period, intake partition to what came from there; cached: each usage record changes one. */
    final StoreDef<KeyValueStore<Bytes, Counters>> received =
            cached(Stores.inMemoryKeyValueStore("tally-received"), Counters.serde());

    /** dsp, period to the control totals of a period whose weights are reported. */
    final StoreDef<KeyValueStore<Bytes, Counters>> totals =
            plain(Stores.inMemoryKeyValueStore("tally-totals"), Counters.serde());

    /** ISRC to rights. */
    final StoreDef<KeyValueStore<Bytes, RecordingRights>> rights = plain(
            Stores.persistentKeyValueStore("tally-rights"), StateSerdes.avro(RecordingRights.getClassSchema()));

    /** Pool to its last version. */
    final StoreDef<KeyValueStore<Bytes, Planned>> planned =
            plain(Stores.inMemoryKeyValueStore("tally-planned"), Planned.serde());

    /** Pool, version to a plan that is not allocated yet. */
    final StoreDef<KeyValueStore<Bytes, PoolPlan>> plans =
            plain(Stores.inMemoryKeyValueStore("tally-plans"), StateSerdes.avro(PoolPlan.getClassSchema()));

    /** Pool, bucket, ISRC to what the last version gave; without ISRC for a pool without usage. */
    final StoreDef<KeyValueStore<Bytes, Allocation>> allocations =
            plain(Stores.persistentKeyValueStore("tally-allocations"), Allocation.serde());

    /** Number in the queue to job. */
    final StoreDef<KeyValueStore<Bytes, Job>> jobs = plain(Stores.inMemoryKeyValueStore("tally-jobs"), Job.serde());

    private static <V> StoreDef<KeyValueStore<Bytes, V>> plain(KeyValueBytesStoreSupplier store, Serde<V> values) {
        return new StoreDef<>(logged(store, values));
    }

    private static <V> StoreDef<KeyValueStore<Bytes, V>> cached(KeyValueBytesStoreSupplier store, Serde<V> values) {
        return new StoreDef<>(logged(store, values).withCachingEnabled());
    }

    private static <V> StoreBuilder<KeyValueStore<Bytes, V>> logged(
            KeyValueBytesStoreSupplier store, Serde<V> values) {
        return Stores.keyValueStoreBuilder(store, Serdes.Bytes(), values).withLoggingEnabled(Map.of());
    }
}
