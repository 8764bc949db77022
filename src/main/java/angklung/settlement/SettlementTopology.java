package angklung.settlement;

import angklung.avro.LedgerLine;
import angklung.avro.Statement;
import angklung.avro.UnclaimedNotice;
import angklung.stage.FirstInLine;
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
 * Stage 4, partitioned by rightsholder: keeps earnings until the closer settles their pools, writes the ledger, pays
 * what is due, and states what became of every account. A ledger partition is written by the task of the same number
 * alone.
 */
public final class SettlementTopology implements Supplier<Topology> {
    /** Name of the node that ledger lines are forwarded to. */
    static final String LEDGER = "settlement-ledger";

    /** Name of the node that facts are forwarded to. */
    static final String PERIOD_STATE = "settlement-period-state";

    /** Name of the node that statements are forwarded to. */
    static final String STATEMENTS = "settlement-statements";
    static final String NOTICES = "settlement-unclaimed-notices";

    private static final String EARNINGS = "settlement-earnings";
    private static final String PARTIES = "settlement-parties-in";
    private static final String DEDUCTIONS = "settlement-deductions-in";
    private static final String TAX_PROFILES = "settlement-tax-profiles-in";
    private static final String FX_RATES = "settlement-fx-rates-in";
    private static final String UNCLAIMED_POLICIES = "settlement-unclaimed-policies-in";
    private static final String CONTROL = "settlement-control";
    private static final String RECEIVE = "settlement-receive";
    private static final String KEEP_PARTY = "settlement-keep-party";
    private static final String KEEP_DEDUCTIONS = "settlement-keep-deductions";
    private static final String KEEP_TAX_PROFILE = "settlement-keep-tax-profile";
    private static final String KEEP_FX_RATE = "settlement-keep-fx-rate";
    private static final String KEEP_UNCLAIMED_POLICY = "settlement-keep-unclaimed-policy";
    private static final String COMMAND = "settlement-command";

    /** Far below the transaction timeout, long enough to amortise the turn. */
    private static final WorkLimits LIMITS =
            new WorkLimits(Duration.ofMillis(20), Duration.ofMillis(50), 2_000, System::nanoTime);

    private final Topics topics;
    private final WorkLimits limits;

    public SettlementTopology(Topics topics) {
        this(topics, LIMITS);
    }

    /** @param limits an item is a detail, a pool, a party or a command */
    public SettlementTopology(Topics topics, WorkLimits limits) {
        this.topics = topics;
        this.limits = limits;
    }

    @Override
    public Topology get() {
        SettlementStores stores = new SettlementStores();
        int partitions = topics.partitions().settlement();
        Topology topology = new Topology();
        topology.addSource(
                AutoOffsetReset.earliest(),
                EARNINGS,
                topics.earnings.key().deserializer(),
                topics.earnings.value().deserializer(),
                topics.earnings.name());
        source(topology, PARTIES, topics.parties);
        source(topology, DEDUCTIONS, topics.deductions);
        source(topology, TAX_PROFILES, topics.taxProfiles);
        source(topology, FX_RATES, topics.fxRates);
        source(topology, UNCLAIMED_POLICIES, topics.unclaimedPolicies);
        source(topology, CONTROL, topics.settlementControl);
        topology.addProcessor(RECEIVE, () -> new EarningReceiver(stores, partitions), EARNINGS);
        topology.addProcessor(KEEP_PARTY, () -> new PartyKeeper(stores, partitions), PARTIES);
        topology.addProcessor(KEEP_DEDUCTIONS, () -> ReferenceKeeper.deductions(stores), DEDUCTIONS);
        topology.addProcessor(KEEP_TAX_PROFILE, () -> ReferenceKeeper.taxProfiles(stores), TAX_PROFILES);
        topology.addProcessor(KEEP_FX_RATE, () -> ReferenceKeeper.fxRates(stores), FX_RATES);
        topology.addProcessor(
                KEEP_UNCLAIMED_POLICY, () -> ReferenceKeeper.unclaimedPolicies(stores), UNCLAIMED_POLICIES);
        topology.addProcessor(COMMAND, () -> new CommandProcessor(stores, limits), CONTROL);
        connect(topology, List.of(stores.details, stores.received, stores.settled), COMMAND, RECEIVE);
        connect(topology, List.of(stores.parties, stores.accounts), COMMAND, KEEP_PARTY);
        connect(topology, List.of(stores.deductions), COMMAND, KEEP_DEDUCTIONS);
        connect(topology, List.of(stores.taxProfiles), COMMAND, KEEP_TAX_PROFILE);
        connect(topology, List.of(stores.fxRates), COMMAND, KEEP_FX_RATE);
        connect(topology, List.of(stores.unclaimedPolicies), COMMAND, KEEP_UNCLAIMED_POLICY);
        connect(topology, List.of(stores.lastLines, stores.holds, stores.chain, stores.jobs), COMMAND);
        topology.addSink(
                LEDGER,
                topics.ledger.name(),
                topics.ledger.key().serializer(),
                topics.ledger.value().serializer(),
                Partitioning.<LedgerLine>named(LedgerLine::getPartition),
                COMMAND);
        topology.addSink(
                STATEMENTS,
                topics.statements.name(),
                topics.statements.key().serializer(),
                topics.statements.value().serializer(),
                Partitioning.<Statement>marksMulticastOthersByKey(statement -> false),
                COMMAND);
        topology.addSink(
                NOTICES,
                topics.unclaimedNotices.name(),
                topics.unclaimedNotices.key().serializer(),
                topics.unclaimedNotices.value().serializer(),
                Partitioning.<UnclaimedNotice>marksMulticastOthersByKey(notice -> false),
                COMMAND);
        topology.addSink(
                PERIOD_STATE,
                topics.periodState.name(),
                topics.periodState.key().serializer(),
                topics.periodState.value().serializer(),
                COMMAND);
        return topology;
    }

    /** Commands, parties and reference data do not wait behind earnings. */
    private static void source(Topology topology, String name, TopicDef<?, ?> topic) {
        topology.addSource(
                AutoOffsetReset.earliest(),
                name,
                new FirstInLine(),
                topic.key().deserializer(),
                topic.value().deserializer(),
                topic.name());
    }

    private static void connect(Topology topology, List<StoreDef<?>> stores, String... processors) {
        stores.forEach(store -> topology.addStateStore(store.builder(), processors));
    }
}
