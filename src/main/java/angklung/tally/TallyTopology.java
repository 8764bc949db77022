package angklung.tally;

import angklung.avro.Earning;
import angklung.avro.EarningKind;
import angklung.avro.PartialKind;
import angklung.avro.PoolPartial;
import angklung.stage.FirstInLine;
import angklung.topic.PartitionContract;
import angklung.topic.Partitioning;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.util.function.Supplier;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Stage 3, by recording: keeps the plays of each usage group and recording; when a period ends, reports them; adds up
 * the weights that a pool asks for; given a pool's plan, allocates its amount to recordings and splits it among those
 * who share in them. Before that it publishes what the plays would earn at the last known rates.
 */
public final class TallyTopology implements Supplier<Topology> {
    static final String POOL_PARTIALS = "tally-pool-partials";
    static final String EARNINGS = "tally-earnings";
    static final String PERIOD_STATE = "tally-period-state";
    static final String SCENARIO_RESULTS = "tally-scenario-results";
    static final String PROVISIONAL_EARNINGS = "tally-provisional-earnings";

    private static final String USAGE = "tally-usage";
    private static final String RIGHTS = "tally-recording-rights";
    private static final String PLANS = "tally-pool-plans";
    private static final String REQUESTS = "tally-weight-requests";
    private static final String SCENARIOS = "tally-scenario-plans";
    private static final String COUNT = "tally-count";
    private static final String KEEP_RIGHTS = "tally-keep-rights";
    private static final String ACCEPT_PLAN = "tally-accept-plan";
    private static final String ACCEPT_REQUEST = "tally-accept-request";
    private static final String ACCEPT_SCENARIO = "tally-accept-scenario";
    private static final String WORK = "tally-work";

    private final Topics topics;
    private final Wiring wiring;

    /** What the work on jobs needs besides the stores. */
    record Wiring(PartitionContract partitions, TallyOptions options) {}

    public TallyTopology(Topics topics) {
        this(topics, TallyOptions.standard());
    }

    public TallyTopology(Topics topics, TallyOptions options) {
        this.topics = topics;
        this.wiring = new Wiring(topics.partitions(), options);
    }

    @Override
    public Topology get() {
        TallyStores stores = new TallyStores();
        Topology topology = new Topology();
        addSources(topology);
        topology.addProcessor(
                COUNT,
                () -> new UsageProcessor(
                        stores, wiring.partitions(), wiring.options().estimates()),
                USAGE);
        topology.addProcessor(KEEP_RIGHTS, () -> new RightsProcessor(stores), RIGHTS);
        topology.addProcessor(ACCEPT_PLAN, () -> new PlanProcessor(stores, wiring.partitions()), PLANS);
        topology.addProcessor(ACCEPT_REQUEST, () -> new RequestProcessor(stores), REQUESTS);
        topology.addProcessor(ACCEPT_SCENARIO, () -> new ScenarioProcessor(stores), SCENARIOS);
        topology.addProcessor(
                WORK,
                () -> new JobProcessor(stores, wiring),
                COUNT,
                ACCEPT_PLAN,
                ACCEPT_REQUEST,
                ACCEPT_SCENARIO);
        addSinks(topology);
        addStores(topology, stores);
        return topology;
    }

    private void addSources(Topology topology) {
        topology.addSource(
                AutoOffsetReset.earliest(),
                USAGE,
                topics.usage.key().deserializer(),
                topics.usage.value().deserializer(),
                topics.usage.name());
        addFirstInLine(topology, RIGHTS, topics.recordingRights);
        addFirstInLine(topology, PLANS, topics.poolPlans);
        addFirstInLine(topology, REQUESTS, topics.weightRequests);
        addFirstInLine(topology, SCENARIOS, topics.scenarioPlans);
    }

    private static void addFirstInLine(Topology topology, String name, TopicDef<?, ?> topic) {
        topology.addSource(
                AutoOffsetReset.earliest(),
                name,
                new FirstInLine(),
                topic.key().deserializer(),
                topic.value().deserializer(),
                topic.name());
    }

    private void addSinks(Topology topology) {
        addSink(
                topology,
                POOL_PARTIALS,
                topics.poolPartials,
                Partitioning.<PoolPartial>marksMulticastOthersByKey(partial -> partial.getKind() == PartialKind.MARK));
        addSink(
                topology,
                EARNINGS,
                topics.earnings,
                Partitioning.<Earning>marksMulticastOthersByKey(earning -> earning.getKind() == EarningKind.MARK));
        addSink(topology, PERIOD_STATE, topics.periodState, byKey());
        addSink(topology, SCENARIO_RESULTS, topics.scenarioResults, byKey());
        addSink(topology, PROVISIONAL_EARNINGS, topics.provisionalEarnings, byKey());
    }

    private static <V> StreamPartitioner<String, V> byKey() {
        return Partitioning.marksMulticastOthersByKey(record -> false);
    }

    private static <V> void addSink(
            Topology topology, String name, TopicDef<String, V> topic, StreamPartitioner<String, V> partitioner) {
        topology.addSink(
                name,
                topic.name(),
                topic.key().serializer(),
                topic.value().serializer(),
                partitioner,
                WORK);
    }

    private static void addStores(Topology topology, TallyStores stores) {
        topology.addStateStore(stores.rows.builder(), COUNT, WORK);
        topology.addStateStore(stores.screened.builder(), COUNT, WORK);
        topology.addStateStore(stores.weights.builder(), COUNT, WORK);
        topology.addStateStore(stores.received.builder(), COUNT);
        topology.addStateStore(
                stores.totals.builder(), COUNT, ACCEPT_PLAN, ACCEPT_REQUEST, ACCEPT_SCENARIO, WORK);
        topology.addStateStore(stores.rights.builder(), KEEP_RIGHTS, WORK);
        topology.addStateStore(stores.rightsChanges.builder(), KEEP_RIGHTS, ACCEPT_REQUEST, WORK);
        topology.addStateStore(stores.rightsNumbers.builder(), KEEP_RIGHTS, ACCEPT_REQUEST, WORK);
        topology.addStateStore(stores.requests.builder(), ACCEPT_REQUEST, WORK);
        topology.addStateStore(stores.windows.builder(), ACCEPT_REQUEST, WORK);
        topology.addStateStore(stores.excluded.builder(), WORK);
        topology.addStateStore(stores.divided.builder(), WORK);
        topology.addStateStore(stores.planned.builder(), ACCEPT_PLAN, WORK);
        topology.addStateStore(stores.plans.builder(), ACCEPT_PLAN, ACCEPT_SCENARIO, WORK);
        topology.addStateStore(stores.allocations.builder(), WORK);
        topology.addStateStore(stores.jobs.builder(), WORK);
        topology.addStateStore(stores.changed.builder(), WORK);
        topology.addStateStore(stores.estimates.builder(), WORK);
        topology.addStateStore(stores.rateSheets.builder(), ACCEPT_PLAN, WORK);
    }
}
