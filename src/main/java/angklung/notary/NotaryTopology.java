package angklung.notary;

import angklung.avro.Opening;
import angklung.stage.StoreDef;
import angklung.stage.WorkLimits;
import angklung.topic.Partitioning;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;

/**
 * Stage 5: what becomes a leaf of the transparency log, and at which index. Statements are sealed, each by the task of
 * its partition; closes, the ends of payout runs and commands are put into public words; then one task, that of the
 * only partition of submissions, gives every leaf its place. It signs nothing: that is done behind the commit, or the
 * leaves of an aborted transaction would be signed.
 */
public final class NotaryTopology implements Supplier<Topology> {
    /** Name of the node that leaves are forwarded to. */
    static final String ENTRIES = "notary-entries";

    /** Name of the node that sealed openings are forwarded to. */
    static final String OPENINGS = "notary-openings";

    private static final String STATEMENTS = "notary-statements";
    private static final String SEAL = "notary-seal";
    private static final String SEALED = "notary-sealed";
    private static final String PERIOD_STATE = "notary-period-state";
    private static final String KEEP_FACTS = "notary-keep-facts";
    private static final String CLOSED = "notary-closed";
    private static final String CONTROL = "notary-control";
    private static final String COMMAND = "notary-command";
    private static final String COMMANDED = "notary-commanded";
    private static final String SUBMISSIONS = "notary-submissions";
    private static final String SEQUENCE = "notary-sequence";

    /** Far below the transaction timeout, long enough to amortise the turn. */
    private static final WorkLimits LIMITS =
            new WorkLimits(Duration.ofMillis(20), Duration.ofMillis(50), 2_000, System::nanoTime);

    private final Topics topics;
    private final NotaryOptions options;
    private final WorkLimits limits;

    public NotaryTopology(Topics topics, NotaryOptions options) {
        this(topics, options, LIMITS);
    }

    /** @param limits an item is a leaf */
    public NotaryTopology(Topics topics, NotaryOptions options, WorkLimits limits) {
        this.topics = topics;
        this.options = options;
        this.limits = limits;
    }

    @Override
    public Topology get() {
        NotaryStores stores = new NotaryStores();
        Topology topology = new Topology();
        addSealing(topology);
        addFacts(topology, stores);
        addCommands(topology);
        addSequence(topology, stores);
        return topology;
    }

    private void addSealing(Topology topology) {
        source(topology, STATEMENTS, topics.statements);
        topology.addProcessor(SEAL, () -> new Sealer(options.partyKeys()), STATEMENTS);
        submissions(topology, SEALED, SEAL);
    }

    private void addFacts(Topology topology, NotaryStores stores) {
        int partitions = topics.partitions().settlement();
        source(topology, PERIOD_STATE, topics.periodState);
        topology.addProcessor(
                KEEP_FACTS, () -> new FactKeeper(stores, partitions, options.software()), PERIOD_STATE);
        connect(topology, List.of(stores.facts, stores.closes), KEEP_FACTS);
        submissions(topology, CLOSED, KEEP_FACTS);
    }

    private void addCommands(Topology topology) {
        source(topology, CONTROL, topics.notaryControl);
        topology.addProcessor(COMMAND, () -> new CommandRecorder(options.origin()), CONTROL);
        submissions(topology, COMMANDED, COMMAND);
    }

    private void addSequence(Topology topology, NotaryStores stores) {
        int partitions = topics.partitions().settlement();
        source(topology, SUBMISSIONS, topics.logSubmissions);
        topology.addProcessor(SEQUENCE, () -> new Sequencer(stores, partitions, limits), SUBMISSIONS);
        connect(
                topology,
                List.of(stores.seen, stores.held, stores.runs, stores.queue, stores.tree, stores.closeLeaves),
                SEQUENCE);
        topology.addSink(
                ENTRIES,
                topics.logEntries.name(),
                topics.logEntries.key().serializer(),
                topics.logEntries.value().serializer(),
                SEQUENCE);
        topology.addSink(
                OPENINGS,
                topics.openings.name(),
                topics.openings.key().serializer(),
                topics.openings.value().serializer(),
                Partitioning.<Opening>marksMulticastOthersByKey(opening -> false),
                SEQUENCE);
    }

    private static void source(Topology topology, String name, TopicDef<?, ?> topic) {
        topology.addSource(
                AutoOffsetReset.earliest(), name, topic.key().deserializer(), topic.value().deserializer(),
                topic.name());
    }

    /** A sink for each, because a common one would make one task of what has different partitions. */
    private void submissions(Topology topology, String name, String processor) {
        topology.addSink(
                name,
                topics.logSubmissions.name(),
                topics.logSubmissions.key().serializer(),
                topics.logSubmissions.value().serializer(),
                processor);
    }

    private static void connect(Topology topology, List<StoreDef<?>> stores, String processor) {
        stores.forEach(store -> topology.addStateStore(store.builder(), processor));
    }
}
