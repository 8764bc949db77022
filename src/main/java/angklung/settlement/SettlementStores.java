package angklung.settlement;

import angklung.avro.Party;
import angklung.stage.StateSerdes;
import angklung.stage.StoreDef;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * The stores of settlement. What grows with details, parties or the life of the ledger is on disk; what is small or
 * short-lived is in memory. All of them have a changelog.
 */
final class SettlementStores {
    /** Details that wait to be settled: {@link DetailKey} to {@link Detail}. */
    final StoreDef<KeyValueStore<Bytes, Detail>> details = onDisk("settlement-details", Detail.serde());

    /** By pool version and tally task, until settled: {@link Received}. */
    final StoreDef<KeyValueStore<Bytes, Received>> received =
            inMemory("settlement-received", Received.serde());

    /** Pool versions that are in the ledger, for ever: the sum of their lines here, in micros. */
    final StoreDef<KeyValueStore<Bytes, Long>> settled = onDisk("settlement-settled", Serdes.Long());

    /** By pool and beneficiary, for ever: identifier of the last line, which the next one adjusts. */
    final StoreDef<KeyValueStore<Bytes, String>> lastLines = onDisk("settlement-last-lines", Serdes.String());

    /** By party and currency: what the party is owed, in micros; none if nothing. */
    final StoreDef<KeyValueStore<Bytes, Long>> balances = onDisk("settlement-balances", Serdes.Long());

    /** By party and effective date. */
    final StoreDef<KeyValueStore<Bytes, Party>> parties =
            onDisk("settlement-parties", StateSerdes.avro(Party.getClassSchema()));

    /** One entry: the head of the ledger partition. */
    final StoreDef<KeyValueStore<Bytes, byte[]>> chain = inMemory("settlement-chain", Serdes.ByteArray());

    /** What {@link JobQueue} keeps. */
    final StoreDef<KeyValueStore<Bytes, byte[]>> jobs = inMemory("settlement-jobs", Serdes.ByteArray());

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
