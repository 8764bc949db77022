package angklung.tally;

import angklung.avro.PoolPlan;
import angklung.avro.RecordingRights;
import angklung.avro.WeightRequest;
import angklung.stage.StateSerdes;
import angklung.stage.StoreDef;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The stores of the tally. What grows with plays or recordings is on disk, what grows with periods in memory. */
final class TallyStores {
    /** {@link RowKey} to counts; cached, so that many combined counts of one recording make one write. */
    final StoreDef<KeyValueStore<Bytes, TallyRow>> rows =
            cached(Stores.persistentKeyValueStore("tally-rows"), TallyRow.serde());

    /**
     * {@link RowKey} of the revision that found them to plays found artificial; cached: they come from every intake
     * partition.
     */
    final StoreDef<KeyValueStore<Bytes, ScreenedRow>> screened =
            cached(Stores.persistentKeyValueStore("tally-screened"), ScreenedRow.serde());

    /** As {@link Recordings#weightKey} to weights by day; cached: they come from every intake partition. */
    final StoreDef<KeyValueStore<Bytes, WeightRow>> weights =
            cached(Stores.persistentKeyValueStore("tally-weights"), WeightRow.serde());

    /** dsp, period, revision, intake partition to what came from there; cached: each usage record changes one. */
    final StoreDef<KeyValueStore<Bytes, Counters>> received =
            cached(Stores.inMemoryKeyValueStore("tally-received"), Counters.serde());

    /** dsp, period, revision to the control totals of a revision whose plays are reported. */
    final StoreDef<KeyValueStore<Bytes, Counters>> totals =
            plain(Stores.inMemoryKeyValueStore("tally-totals"), Counters.serde());

    /** ISRC to rights. */
    final StoreDef<KeyValueStore<Bytes, RecordingRights>> rights = plain(
            Stores.persistentKeyValueStore("tally-rights"), StateSerdes.avro(RecordingRights.getClassSchema()));

    /** Right and number of a change of claims to ISRC; see {@link RightsLog}. */
    final StoreDef<KeyValueStore<Bytes, String>> rightsChanges =
            plain(Stores.persistentKeyValueStore("tally-rights-changes"), Serdes.String());

    /** Right and ISRC to the number of the last change of its claims. */
    final StoreDef<KeyValueStore<Bytes, Long>> rightsNumbers =
            plain(Stores.persistentKeyValueStore("tally-rights-numbers"), Serdes.Long());

    /** Pool to its last version. */
    final StoreDef<KeyValueStore<Bytes, Planned>> planned =
            plain(Stores.inMemoryKeyValueStore("tally-planned"), Planned.serde());

    /** Name of a request for weights to the request; kept, so that it is answered once. */
    final StoreDef<KeyValueStore<Bytes, WeightRequest>> requests =
            plain(Stores.inMemoryKeyValueStore("tally-requests"), StateSerdes.avro(WeightRequest.getClassSchema()));

    /** {@link WeightTerms#key} to what was known when weights were asked for. */
    final StoreDef<KeyValueStore<Bytes, Window>> windows =
            plain(Stores.inMemoryKeyValueStore("tally-windows"), Window.serde());

    /** {@link WeightTerms#key}, bucket, ISRC to the days that policies exclude; not cached: it is written in a walk. */
    final StoreDef<KeyValueStore<Bytes, ExcludedDays>> excluded =
            plain(Stores.persistentKeyValueStore("tally-excluded"), ExcludedDays.serde());

    /** dsp, period, pool to what its last version rests on. */
    final StoreDef<KeyValueStore<Bytes, Divided>> divided =
            plain(Stores.inMemoryKeyValueStore("tally-divided"), Divided.serde());

    /** Pool and version, or scenario, to a plan that is not allocated yet. */
    final StoreDef<KeyValueStore<Bytes, PoolPlan>> plans =
            plain(Stores.inMemoryKeyValueStore("tally-plans"), StateSerdes.avro(PoolPlan.getClassSchema()));

    /** Pool, bucket, ISRC to what the last version gave; without ISRC what is held of the pool. */
    final StoreDef<KeyValueStore<Bytes, Allocation>> allocations =
            plain(Stores.persistentKeyValueStore("tally-allocations"), Allocation.serde());

    /** Number in the queue to job. */
    final StoreDef<KeyValueStore<Bytes, Job>> jobs = plain(Stores.inMemoryKeyValueStore("tally-jobs"), Job.serde());

    /** {@link RowKey} to nothing, if the row has changed since it was estimated; cached: it is deleted soon. */
    final StoreDef<KeyValueStore<Bytes, byte[]>> changed =
            cached(Stores.persistentKeyValueStore("tally-changed"), Serdes.ByteArray());

    /** {@link Estimates.Subject#key} to what was published last. */
    final StoreDef<KeyValueStore<Bytes, Estimates>> estimates =
            plain(Stores.persistentKeyValueStore("tally-estimates"), Estimates.serde());

    /** dsp/territory/offering, right to the last rate sheet. */
    final StoreDef<KeyValueStore<Bytes, RateSheet>> rateSheets =
            plain(Stores.inMemoryKeyValueStore("tally-rate-sheets"), RateSheet.serde());

    RightsLog rightsLog(ProcessingContext context) {
        return new RightsLog(rightsChanges.get(context), rightsNumbers.get(context));
    }

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
