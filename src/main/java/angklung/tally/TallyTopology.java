package angklung.tally;

import angklung.avro.Earning;
import angklung.avro.EarningKind;
import angklung.avro.PartialKind;
import angklung.avro.PoolPartial;
import angklung.stage.FirstInLine;
import angklung.stage.WorkLimits;
import angklung.topic.PartitionContract;
import angklung.topic.Partitioning;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Stage 3, by recording: keeps the plays of each usage group and recording; when a period ends, reports the
 * weights; given a pool's plan, allocates its amount to recordings and splits it among those who share in them.
 */
public final class TallyTopology implements Supplier<Topology> {
    static final String POOL_PARTIALS = "tally-pool-partials";
    static final String EARNINGS = "tally-earnings";
    static final String PERIOD_STATE = "tally-period-state";

    private static final String USAGE = "tally-usage";
    private static final String RIGHTS = "tally-recording-rights";
    private static final String PLANS = "tally-pool-plans";
    private static final String COUNT = "tally-count";
    private static final String KEEP_RIGHTS = "tally-keep-rights";
    private static final String ACCEPT_PLAN = "tally-accept-plan";
    private static final String WORK = "tally-work";

    /** An idle thread polls for 100 ms between turns, so a turn as long keeps half the time for work. */
    private static final WorkLimits LIMITS =
            new WorkLimits(Duration.ofMillis(20), Duration.ofMillis(100), 10_000, System::nanoTime);

    private final Topics topics;
    private final Wiring wiring;

    /** What the work on jobs needs besides the stores. */
    record Wiring(PartitionContract partitions, Weightings weightings, WorkLimits limits) {}

    public TallyTopology(Topics topics) {
        this(topics, LIMITS);
    }

    /** @param limits an item is a recording */
    public TallyTopology(Topics topics, WorkLimits limits) {
        this.topics = topics;
        this.wiring = new Wiring(topics.partitions(), new Weightings(List.of(new PlaysWeighting())), limits);
    }

    @Override
    public Topology get() {
        TallyStores stores = new TallyStores();
        Topology topology = new Topology();
        addSources(topology);
        topology.addProcessor(COUNT, () -> new UsageProcessor(stores, wiring.partitions()), USAGE);
        topology.addProcessor(KEEP_RIGHTS, () -> new RightsProcessor(stores), RIGHTS);
        topology.addProcessor(
                ACCEPT_PLAN,
                () -> new PlanProcessor(stores, wiring.partitions(), new PlanRules(wiring.weightings())),
                PLANS);
        topology.addProcessor(WORK, () -> new JobProcessor(stores, wiring), COUNT, ACCEPT_PLAN);
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
        topology.addSink(
                PERIOD_STATE,
                topics.periodState.name(),
                topics.periodState.key().serializer(),
                topics.periodState.value().serializer(),
                WORK);
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
        topology.addStateStore(stores.received.builder(), COUNT);
        topology.addStateStore(stores.totals.builder(), ACCEPT_PLAN, WORK);
        topology.addStateStore(stores.rights.builder(), KEEP_RIGHTS, WORK);
        topology.addStateStore(stores.planned.builder(), ACCEPT_PLAN);
        topology.addStateStore(stores.plans.builder(), ACCEPT_PLAN, WORK);
        topology.addStateStore(stores.allocations.builder(), WORK);
        topology.addStateStore(stores.jobs.builder(), WORK);
    }
}
