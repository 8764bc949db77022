package angklung.whatif;

import angklung.avro.Agreement;
import angklung.avro.Earning;
import angklung.avro.EarningKind;
import angklung.avro.PoolPlan;
import angklung.client.Clients;
import angklung.client.TopicReader;
import angklung.config.Failure;
import angklung.model.Period;
import angklung.money.Micros;
import angklung.replay.EarningsBook;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** What the pools of one service and period actually gave, by the topics. */
final class Actual {
    private final Map<String, PoolPlan> plans = new HashMap<>();
    private final Map<String, EarningsBook> books = new HashMap<>();
    private final Map<String, Set<Integer>> lastMarks = new HashMap<>();
    private final Map<String, Integer> expectedMarks = new HashMap<>();

    private Actual() {}

    /** Nothing yet. */
    static Actual empty() {
        return new Actual();
    }

    /** Reads the rate sheets of the period and service, then the earnings of their pools. */
    static Actual read(Clients clients, Topics topics, String dsp, Period period) {
        Actual actual = empty();
        read(clients, topics.poolPlans, List.of(0), plan -> { // multicast: every partition has all
            if (plan.getDsp().equals(dsp) && plan.getPeriod().equals(period.toString())) {
                actual.add(plan);
            }
        });
        List<Integer> all = IntStream.range(0, topics.earnings.partitions()).boxed().toList();
        read(clients, topics.earnings, all, actual::add);
        return actual;
    }

    private static <V> void read(
            Clients clients, TopicDef<String, V> topic, List<Integer> partitions, Consumer<V> each) {
        try (TopicReader<String, V> reader = new TopicReader<>(clients, topic, partitions)) {
            reader.readDecided(record -> each.accept(record.value()));
        }
    }

    void add(PoolPlan plan) {
        plans.merge(plan.getPool(), plan, (a, b) -> b.getVersion() > a.getVersion() ? b : a);
    }

    void add(Earning earning) {
        PoolPlan plan = plans.get(earning.getPool());
        if (plan == null || earning.getVersion() > plan.getVersion()) { // another period, or priced since
            return;
        }
        if (earning.getKind() == EarningKind.EARNING) {
            books.computeIfAbsent(plan.getPool(), p -> new EarningsBook()).accept(earning);
        } else if (earning.getKind() == EarningKind.MARK && earning.getVersion() == plan.getVersion()) {
            lastMarks.computeIfAbsent(plan.getPool(), p -> new HashSet<>()).add(earning.getSourcePartition());
            expectedMarks.put(plan.getPool(), earning.getMark().getSourcePartitions());
        }
    }

    /** The rate sheet of the pool that the agreement is about; none if there is no such pool. */
    Optional<PoolPlan> plan(Agreement agreement) {
        return plans.values().stream()
                .filter(plan -> plan.getTerritory().equals(agreement.getTerritory())
                        && plan.getOffering().equals(agreement.getOffering())
                        && plan.getRightType() == agreement.getRightType())
                .findFirst();
    }

    /**
     * What the pool gave.
     *
     * @throws Failure with exit code 5 while its last version is being divided, 3 if it does not add up
     */
    Division division(Agreement agreement) {
        Optional<PoolPlan> plan = plan(agreement);
        if (plan.isEmpty()) {
            return Division.NONE;
        }
        String pool = plan.get().getPool();
        EarningsBook book = books.getOrDefault(pool, new EarningsBook());
        int marks = lastMarks.getOrDefault(pool, Set.of()).size();
        if (marks == 0 || marks < expectedMarks.get(pool)) {
            throw Failure.notReady("Version " + plan.get().getVersion() + " of pool " + pool
                    + " is not divided yet; run 'angklung close --period " + plan.get().getPeriod() + "' first");
        }
        long given = Comparison.sum(book);
        if (given != plan.get().getAmountMicros()) {
            throw Failure.verification("Pool " + pool + " has " + Micros.toPlain(plan.get().getAmountMicros())
                    + " by its rate sheet, but gave " + Micros.toPlain(given) + "; run 'angklung ledger verify'");
        }
        return new Division(plan, book);
    }
}
