package angklung.intake;

import angklung.avro.Agreement;
import angklung.avro.DeliveryReport;
import angklung.stage.CommitHook;
import angklung.stage.StateSerdes;
import angklung.stage.StoreDef;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * The stores of the stage, one set for each topology. None has a record cache: what is combined is combined in
 * the heap until the commit, and a cache would miss what is written in it (see {@link CommitHook}).
 *
 * @param agreements every agreement, see {@link AgreementStore}
 * @param feeds position and clock by service
 * @param delivery counters by service
 * @param sent what was sent, by service and period, see {@link Sent}
 * @param cuts the close of each period, by service and period, see {@link PeriodCut}
 * @param sweep how far expired plays are swept
 * @param seen identifiers of plays, see {@link StoredSeenPlays}; by far the biggest, on disk
 * @param commit the hook of the counting node
 */
record IntakeStores(
        StoreDef<KeyValueStore<String, Agreement>> agreements,
        StoreDef<KeyValueStore<String, FeedPosition>> feeds,
        StoreDef<KeyValueStore<String, DeliveryReport>> delivery,
        StoreDef<KeyValueStore<String, Sent>> sent,
        StoreDef<KeyValueStore<String, PeriodCut>> cuts,
        StoreDef<KeyValueStore<String, byte[]>> sweep,
        StoreDef<KeyValueStore<Bytes, byte[]>> seen,
        StoreDef<CommitHook> commit) {

    static IntakeStores define() {
        return new IntakeStores(
                inMemory("intake-agreements", avro(Agreement.getClassSchema())),
                inMemory("intake-feeds", FeedPosition.serde()),
                inMemory("intake-delivery", avro(DeliveryReport.getClassSchema())),
                inMemory("intake-sent", Sent.serde()),
                inMemory("intake-cuts", PeriodCut.serde()),
                inMemory("intake-sweep", Serdes.ByteArray()),
                onDisk("intake-seen"),
                CommitHook.define("intake-commit"));
    }

    /** All of them. */
    List<StoreDef<?>> all() {
        return List.of(agreements, feeds, delivery, sent, cuts, sweep, seen, commit);
    }

    private static <T extends SpecificRecordBase> Serde<T> avro(Schema schema) {
        return StateSerdes.avro(schema);
    }

    private static <V> StoreDef<KeyValueStore<String, V>> inMemory(String name, Serde<V> values) {
        return new StoreDef<>(Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), values)
                .withLoggingEnabled(Map.of())
                .withCachingDisabled());
    }

    private static StoreDef<KeyValueStore<Bytes, byte[]>> onDisk(String name) {
        return new StoreDef<>(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                        .withLoggingEnabled(Map.of())
                        .withCachingDisabled());
    }
}
