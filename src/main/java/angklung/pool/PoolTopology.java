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
 * what waits; a restated report, changed terms and the news of a revision of the period give a new version. Weights
 * that are not simply plays are asked for and come back with the partials. Scenarios are answered apart from all that
 * is paid.
 *
 * <p>Authorship policies come to every task; all other inputs are keyed by offering, so a task has everything about its
 * offerings and nothing about others.
 */
public final class PoolTopology implements Supplier<Topology> {
    static final String PLANS_SINK = "pool-plans-sink";
    static final String STATE_SINK = "pool-period-state-sink";
    static final String REQUESTS_SINK = "pool-weight-requests-sink";
    static final String SCENARIO_PLANS_SINK = "pool-scenario-plans-sink";
    static final String SCENARIO_RESULTS_SINK = "pool-scenario-results-sink";

    private static final String AGREEMENT = "pool-agreement";
    private static final String POLICY = "pool-policy";
    private static final String REVENUE = "pool-revenue";
    private static final String PARTIAL = "pool-partial";
    private static final String SCENARIO = "pool-scenario";

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
        add(topology, AGREEMENT, first, topics.agreements, () -> new AgreementProcessor(stores, tallyPartitions));
        add(topology, POLICY, first, topics.authorshipPolicies, () -> new PolicyProcessor(stores, tallyPartitions));
        add(topology, REVENUE, first, topics.revenue, () -> new RevenueProcessor(stores, tallyPartitions));
        // Null: the record's own time, so that agreements, policies and revenue that are there already go first.
        add(topology, PARTIAL, null, topics.poolPartials, () -> new PartialProcessor(stores, tallyPartitions));
        add(topology, SCENARIO, null, topics.scenarios, () -> new ScenarioProcessor(stores, tallyPartitions));
        stores.all().forEach(store ->
                topology.addStateStore(store.builder(), AGREEMENT, POLICY, REVENUE, PARTIAL, SCENARIO));
        multicast(topology, PLANS_SINK, topics.poolPlans, AGREEMENT, POLICY, REVENUE, PARTIAL);
        sink(topology, STATE_SINK, topics.periodState, AGREEMENT, POLICY, REVENUE, PARTIAL);
        multicast(topology, REQUESTS_SINK, topics.weightRequests, AGREEMENT, POLICY, REVENUE, PARTIAL, SCENARIO);
        multicast(topology, SCENARIO_PLANS_SINK, topics.scenarioPlans, PARTIAL, SCENARIO);
        sink(topology, SCENARIO_RESULTS_SINK, topics.scenarioResults, PARTIAL, SCENARIO);
        return topology;
    }

    private static <V> void multicast(Topology topology, String name, TopicDef<String, V> topic, String... parents) {
        topology.addSink(
                name, topic.name(), topic.key().serializer(), topic.value().serializer(), Partitioning.multicast(),
                parents);
    }

    private static <V> void sink(Topology topology, String name, TopicDef<String, V> topic, String... parents) {
        topology.addSink(name, topic.name(), topic.key().serializer(), topic.value().serializer(), parents);
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
