package angklung.notary;

import angklung.avro.LogSubmission;
import angklung.avro.PeriodState;
import angklung.stage.StateSerdes;
import angklung.stage.StoreDef;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * The stores of the notary. What grows with statements or facts is on disk; what is small or short-lived is in memory.
 * All of them have a changelog.
 */
final class NotaryStores {
    /** Facts of closes, by service, period and record key. */
    final StoreDef<KeyValueStore<Bytes, PeriodState>> facts =
            onDisk("notary-facts", StateSerdes.avro(PeriodState.getClassSchema()));

    /** By service and period, once it is closed: what of it has been submitted. */
    final StoreDef<KeyValueStore<Bytes, CloseProgress>> closes = inMemory("notary-closes", CloseProgress.serde());

    /** By identifier of a submission, for ever: hash of its content. */
    final StoreDef<KeyValueStore<Bytes, byte[]>> seen = onDisk("notary-seen", Serdes.ByteArray());

    /** Statements that wait for the end of their run, by run and commitment. */
    final StoreDef<KeyValueStore<Bytes, LogSubmission>> held =
            onDisk("notary-held", StateSerdes.avro(LogSubmission.getClassSchema()));

    /** By run, for ever: {@link PayoutRun}. */
    final StoreDef<KeyValueStore<Bytes, PayoutRun>> runs = inMemory("notary-runs", PayoutRun.serde());

    /** What {@link LeafQueue} keeps. */
    final StoreDef<KeyValueStore<Bytes, LogSubmission>> queue =
            inMemory("notary-queue", StateSerdes.avro(LogSubmission.getClassSchema()));

    /** One entry: the frontier of the tree. */
    final StoreDef<KeyValueStore<Bytes, byte[]>> tree = inMemory("notary-tree", Serdes.ByteArray());

    /** By identifier of a close, for ever: index of its leaf, which corrections name. */
    final StoreDef<KeyValueStore<Bytes, Long>> closeLeaves = inMemory("notary-close-leaves", Serdes.Long());

    private static <V> StoreDef<KeyValueStore<Bytes, V>> inMemory(String name, Serde<V> values) {
        return define(Stores.inMemoryKeyValueStore(name), values);
    }

    private static <V> StoreDef<KeyValueStore<Bytes, V>> onDisk(String name, Serde<V> values) {
        return define(Stores.persistentKeyValueStore(name), values);
    }

    private static <V> StoreDef<KeyValueStore<Bytes, V>> define(
            KeyValueBytesStoreSupplier supplier, Serde<V> values) {
        return new StoreDef<>(Stores.keyValueStoreBuilder(supplier, Serdes.Bytes(), values));
    }
}
