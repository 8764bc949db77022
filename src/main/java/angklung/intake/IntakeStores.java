package angklung.intake;

import angklung.avro.Agreement;
import angklung.avro.DeliveryReport;
import angklung.avro.RecordingArtists;
import angklung.avro.ScreeningDecision;
import angklung.avro.ScreeningRule;
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
 * @param subscribers what followed subscribers played, see {@link SubscriberStore}; on disk
 * @param jobs what is left of closes, by number in the queue, see {@link CloseJob}
 * @param receipts what came in about artists, by service and revision, see {@link StandingReceipts}
 * @param sums plays and listeners of the artists whose sums come together in the task; on disk
 * @param standing those artists of all tasks who reach the minima of some agreement; on disk
 * @param artists credited artists by ISRC, see {@link Credits}; on disk
 * @param rules thresholds of screening, see {@link RuleStore}
 * @param decisions on hits, see {@link DecisionStore}
 * @param subjectSums sums of the subjects of screening that come together in the task, see {@link SubjectExchange}; on
 *     disk
 * @param subjectHits hits on those of all tasks; on disk
 * @param subjectPast what recordings were played before, see {@link SubjectPast}; on disk
 * @param affected plays that hits concern, see {@link AffectedPlaysStore}; on disk
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
        StoreDef<KeyValueStore<Bytes, byte[]>> subscribers,
        StoreDef<KeyValueStore<Bytes, CloseJob>> jobs,
        StoreDef<KeyValueStore<String, StandingReceipts>> receipts,
        StoreDef<KeyValueStore<Bytes, ArtistTotals>> sums,
        StoreDef<KeyValueStore<Bytes, ArtistTotals>> standing,
        StoreDef<KeyValueStore<String, RecordingArtists>> artists,
        StoreDef<KeyValueStore<String, ScreeningRule>> rules,
        StoreDef<KeyValueStore<Bytes, ScreeningDecision>> decisions,
        StoreDef<KeyValueStore<Bytes, byte[]>> subjectSums,
        StoreDef<KeyValueStore<Bytes, byte[]>> subjectHits,
        StoreDef<KeyValueStore<Bytes, byte[]>> subjectPast,
        StoreDef<KeyValueStore<Bytes, byte[]>> affected,
        StoreDef<CommitHook> commit) {

    static IntakeStores define() {
        return new IntakeStores(
                inMemory("intake-agreements", avro(Agreement.getClassSchema())),
                inMemory("intake-feeds", FeedPosition.serde()),
                inMemory("intake-delivery", avro(DeliveryReport.getClassSchema())),
                inMemory("intake-sent", Sent.serde()),
                inMemory("intake-cuts", PeriodCut.serde()),
                inMemory("intake-sweep", Serdes.ByteArray()),
                onDisk("intake-seen", Serdes.Bytes(), Serdes.ByteArray()),
                onDisk("intake-followed", Serdes.Bytes(), Serdes.ByteArray()),
                inMemory("intake-jobs", Serdes.Bytes(), CloseJob.serde()),
                inMemory("intake-artist-receipts", StandingReceipts.serde()),
                onDisk("intake-artist-sums", Serdes.Bytes(), ArtistTotals.serde()),
                onDisk("intake-artist-standing", Serdes.Bytes(), ArtistTotals.serde()),
                onDisk("intake-artists", Serdes.String(), avro(RecordingArtists.getClassSchema())),
                inMemory("intake-screening-rules", avro(ScreeningRule.getClassSchema())),
                inMemory("intake-screening-decisions", Serdes.Bytes(), avro(ScreeningDecision.getClassSchema())),
                onDisk("intake-screening-sums", Serdes.Bytes(), Serdes.ByteArray()),
                onDisk("intake-screening-hits", Serdes.Bytes(), Serdes.ByteArray()),
                onDisk("intake-screening-past", Serdes.Bytes(), Serdes.ByteArray()),
                onDisk("intake-screening-affected", Serdes.Bytes(), Serdes.ByteArray()),
                CommitHook.define("intake-commit"));
    }

    /** What intake was told last about the artists of a recording, by ISRC: the store of {@link CreditsProcessor}. */
    static StoreDef<KeyValueStore<String, RecordingArtists>> defineCredits() {
        return onDisk("intake-credits", Serdes.String(), avro(RecordingArtists.getClassSchema()));
    }

    /** All of them. */
    List<StoreDef<?>> all() {
        return List.of(
                agreements, feeds, delivery, sent, cuts, sweep, seen, subscribers, jobs, receipts, sums, standing,
                artists, rules, decisions, subjectSums, subjectHits, subjectPast, affected, commit);
    }

    private static <T extends SpecificRecordBase> Serde<T> avro(Schema schema) {
        return StateSerdes.avro(schema);
    }

    private static <V> StoreDef<KeyValueStore<String, V>> inMemory(String name, Serde<V> values) {
        return inMemory(name, Serdes.String(), values);
    }

    private static <K, V> StoreDef<KeyValueStore<K, V>> inMemory(String name, Serde<K> keys, Serde<V> values) {
        return new StoreDef<>(Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), keys, values)
                .withLoggingEnabled(Map.of())
                .withCachingDisabled());
    }

    private static <K, V> StoreDef<KeyValueStore<K, V>> onDisk(String name, Serde<K> keys, Serde<V> values) {
        return new StoreDef<>(Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), keys, values)
                .withLoggingEnabled(Map.of())
                .withCachingDisabled());
    }
}
