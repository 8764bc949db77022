package angklung.pool;

import angklung.stage.FirstInLine;
import angklung.topic.Partitioning;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/**
 * The pool stage: assembles the usage of each offering from the partials of the tally tasks, prices its pools once
 * the period is totalled, and publishes a plan for each. A revenue report or an agreement that comes later prices
 * what waits; a restated report gives a new version.
 *
 * <p>All three inputs are keyed by offering, so a task has everything about its offerings and nothing about others.
 */
public final class PoolTopology implements Supplier<Topology> {
    static final String PLANS_SINK = "pool-plans-sink";
    static final String STATE_SINK = "pool-period-state-sink";

    private static final String AGREEMENT = "pool-agreement";
    private static final String REVENUE = "pool-revenue";
    private static final String PARTIAL = "pool-partial";

    private final Topics topics;

    public PoolTopology(Topics topics) {
        this.topics = topics;
    }

    @Override
    public Topology get() {
        PoolStores stores = PoolStores.create();
        int tallyPartitions = topics.partitions().tally();
        Topology topology = new Topology();
        FirstInLine first = new FirstInLine();
        add(topology, AGREEMENT, first, topics.agreements, () -> new AgreementProcessor(stores));
        add(topology, REVENUE, first, topics.revenue, () -> new RevenueProcessor(stores));
        // Null: the record's own time, so that agreements and revenue that are there already go first.
        add(topology, PARTIAL, null, topics.poolPartials, () -> new PartialProcessor(stores, tallyPartitions));
        stores.all().forEach(store -> topology.addStateStore(store.builder(), AGREEMENT, REVENUE, PARTIAL));
        topology.addSink(
                PLANS_SINK,
                topics.poolPlans.name(),
                topics.poolPlans.key().serializer(),
                topics.poolPlans.value().serializer(),
                Partitioning.multicast(),
                AGREEMENT, REVENUE, PARTIAL);
        topology.addSink(
                STATE_SINK,
                topics.periodState.name(),
                topics.periodState.key().serializer(),
                topics.periodState.value().serializer(),
                AGREEMENT, REVENUE, PARTIAL);
        return topology;
    }

    private static <V> void add(
            Topology topology,
            String name,
            TimestampExtractor time,
            TopicDef<String, V> topic,
            ProcessorSupplier<String, V, String, SpecificRecordBase> processor) {
        String source = name + "-source";
        topology.addSource(
                AutoOffsetReset.earliest(),
                source,
                time,
                topic.key().deserializer(),
                topic.value().deserializer(),
                topic.name());
        topology.addProcessor(name, processor, source);
    }
}
