package angklung.pool;

import angklung.avro.Agreement;
import angklung.avro.AuthorshipPolicy;
import angklung.avro.PoolPlan;
import angklung.avro.RevenueReport;
import angklung.avro.Scenario;
import angklung.stage.StateSerdes;
import angklung.stage.StoreDef;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * The stores of the stage. Nothing is deleted but weights for a scenario: an old period can be restated as long as it
 * has a standing.
 *
 * @param agreements by dsp, territory, offering, right type and first day: all versions
 * @param policies by holder kind, holder, right type, authorship, first day and number of arrival: all that came
 * @param revenue by dsp, period, territory and offering: the report of the highest revision
 * @param usage by dsp, period, territory, offering and revision: what the tally tasks reported of it
 * @param tally by dsp, period, revision and tally task: how much of it arrived
 * @param totalled by dsp and period: the last revision that all tally tasks have ended, and what was known then
 * @param standings by dsp, territory, offering, period and right type: what was last published
 * @param lastPlans by dsp, territory, offering, period and right type: the last version of the pool
 * @param weights by dsp, territory, offering and request: what the tally tasks answered
 * @param scenarios by dsp, territory, offering and scenario: those that came
 */
record PoolStores(
        StoreDef<KeyValueStore<Bytes, Agreement>> agreements,
        StoreDef<KeyValueStore<Bytes, AuthorshipPolicy>> policies,
        StoreDef<KeyValueStore<Bytes, RevenueReport>> revenue,
        StoreDef<KeyValueStore<Bytes, RevisionUsage>> usage,
        StoreDef<KeyValueStore<Bytes, TallyProgress>> tally,
        StoreDef<KeyValueStore<Bytes, Totalled>> totalled,
        StoreDef<KeyValueStore<Bytes, Standing>> standings,
        StoreDef<KeyValueStore<Bytes, PoolPlan>> lastPlans,
        StoreDef<KeyValueStore<Bytes, WeightAnswer>> weights,
        StoreDef<KeyValueStore<Bytes, Scenario>> scenarios) {

    static PoolStores create() {
        return new PoolStores(
                onDisk("pool-agreements", avro(Agreement.getClassSchema())),
                inMemory("pool-policies", avro(AuthorshipPolicy.getClassSchema())),
                onDisk("pool-revenue", avro(RevenueReport.getClassSchema())),
                onDisk("pool-usage", PoolSerdes.revisionUsage()),
                inMemory("pool-tally", PoolSerdes.tallyProgress()),
                inMemory("pool-totalled", PoolSerdes.totalled()),
                onDisk("pool-standings", PoolSerdes.standing()),
                onDisk("pool-last-plans", avro(PoolPlan.getClassSchema())),
                onDisk("pool-weights", PoolSerdes.weightAnswer()),
                onDisk("pool-scenarios", avro(Scenario.getClassSchema())));
    }

    List<StoreDef<?>> all() {
        return List.of(
                agreements, policies, revenue, usage, tally, totalled, standings, lastPlans, weights, scenarios);
    }

    private static <T extends SpecificRecordBase> Serde<T> avro(Schema schema) {
        return StateSerdes.avro(schema);
    }

    /** Grows with offerings and periods. */
    private static <V> StoreDef<KeyValueStore<Bytes, V>> onDisk(String name, Serde<V> values) {
        return store(Stores.persistentKeyValueStore(name), values);
    }

    /** A few bytes for each service, period, revision and tally task, and the policies. */
    private static <V> StoreDef<KeyValueStore<Bytes, V>> inMemory(String name, Serde<V> values) {
        return store(Stores.inMemoryKeyValueStore(name), values);
    }

    private static <V> StoreDef<KeyValueStore<Bytes, V>> store(KeyValueBytesStoreSupplier supplier, Serde<V> values) {
        return new StoreDef<>(
                Stores.keyValueStoreBuilder(supplier, Serdes.Bytes(), values).withLoggingEnabled(Map.of()));
    }
}
