package angklung.settlement;

import angklung.avro.DeductionChain;
import angklung.avro.FxRate;
import angklung.avro.Party;
import angklung.avro.TaxProfile;
import angklung.avro.UnclaimedPolicy;
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

    /** By party: {@link Account}; none if there is nothing to keep. */
    final StoreDef<KeyValueStore<Bytes, Account>> accounts = onDisk("settlement-accounts", Account.serde());

    /** By hold account: {@link Hold}; none if there is nothing to keep. */
    final StoreDef<KeyValueStore<Bytes, Hold>> holds = onDisk("settlement-holds", Hold.serde());

    /** By party and effective date. */
    final StoreDef<KeyValueStore<Bytes, Party>> parties =
            onDisk("settlement-parties", StateSerdes.avro(Party.getClassSchema()));

    /** By chain and first day. */
    final StoreDef<KeyValueStore<Bytes, DeductionChain>> deductions =
            inMemory("settlement-deductions", StateSerdes.avro(DeductionChain.getClassSchema()));

    /** By profile and first day. */
    final StoreDef<KeyValueStore<Bytes, TaxProfile>> taxProfiles =
            inMemory("settlement-tax-profiles", StateSerdes.avro(TaxProfile.getClassSchema()));

    /** By territory and first day. */
    final StoreDef<KeyValueStore<Bytes, UnclaimedPolicy>> unclaimedPolicies =
            inMemory("settlement-unclaimed-policies", StateSerdes.avro(UnclaimedPolicy.getClassSchema()));

    /** By base, quote and date. */
    final StoreDef<KeyValueStore<Bytes, FxRate>> fxRates =
            onDisk("settlement-fx-rates", StateSerdes.avro(FxRate.getClassSchema()));

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
