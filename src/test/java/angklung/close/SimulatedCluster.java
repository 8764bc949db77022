package angklung.close;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.Command;
import angklung.avro.PayoutTotal;
import angklung.avro.PeriodControl;
import angklung.avro.PeriodState;
import angklung.avro.PoolFact;
import angklung.avro.PoolStatus;
import angklung.avro.PoolToSettle;
import angklung.close.TestFacts.Keyed;
import angklung.model.Period;
import angklung.topic.PartitionContract;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Stages that answer commands as the protocol says, in random order and one small step at a time, and a log of what
 * was committed. It outlives the closers that run on it; each of them can be made to die at any step.
 */
final class SimulatedCluster {
    /** A closer died. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final PartitionContract partitions;
    private final SplittableRandom random;
    private final Map<String, Keyed> log = new LinkedHashMap<>();
    private final List<Keyed> order = new ArrayList<>();
    private final List<PeriodControl> commands = new ArrayList<>();
    private final List<Runnable> work = new ArrayList<>();
    private final Map<String, long[]> consumed = new HashMap<>();
    private final Map<String, List<Long>> fences = new HashMap<>();
    private final Map<PoolVersion, PoolFact> plans = new TreeMap<>();
    private final Map<PoolVersion, Long> ledger = new TreeMap<>();
    private final Map<PoolVersion, Integer> allocatedBy = new HashMap<>();
    private final Map<String, Integer> done = new HashMap<>();
    private final Set<String> answered = new HashSet<>();
    private final Map<String, Long> cuts = new HashMap<>();
    private final Set<String> weighed = new HashSet<>();
    private boolean revenueIsLate;
    private boolean nothingCame;
    private int late;

    SimulatedCluster(PartitionContract partitions, SplittableRandom random) {
        this.partitions = partitions;
        this.random = random;
    }

    /** No revision changes a pool. */
    void bringNothing() {
        nothingCame = true;
    }

    /** Half of all pools are priced only after {@link #reportRevenue}. */
    void delayRevenue() {
        revenueIsLate = true;
    }

    void reportRevenue() {
        revenueIsLate = false;
    }

    /** Restates one of the planned pools by a random difference. */
    void restate(TestFacts period) {
        List<PoolFact> known = lastVersions(period, "/");
        if (!known.isEmpty()) {
            restate(period, known.get(random.nextInt(known.size())));
        }
    }

    /** The newest version of each pool of the period whose name contains the part; none that is being weighed. */
    private List<PoolFact> lastVersions(TestFacts period, String part) {
        Map<String, PoolFact> last = new TreeMap<>();
        plans.values().stream()
                .filter(pool -> pool.getPool().startsWith(period.dsp() + "/")
                        && pool.getPool().contains("/" + period.period() + "/")
                        && pool.getPool().contains(part)
                        && !weighed.contains(pool.getPool()))
                .forEach(pool -> last.put(pool.getPool(), pool));
        return List.copyOf(last.values());
    }

    /** Plans a further version, at once or after its weights were added up; what is reported of it now. */
    private PoolFact restate(TestFacts period, PoolFact last) {
        PoolFact plan = TestFacts.plan(
                last.getPool(), last.getVersion() + 1, random.nextLong(1_000_000), last.getAmountMicros());
        if (random.nextInt(3) > 0) {
            plan(period, plan);
            return plan;
        }
        PoolFact weighing = TestFacts.weighing(plan.getPool(), plan.getVersion());
        record(period.poolPlanned(weighing));
        weigh(period, plan);
        return weighing;
    }

    private void weigh(TestFacts period, PoolFact plan) {
        weighed.add(plan.getPool());
        work.add(() -> {
            weighed.remove(plan.getPool());
            plan(period, plan);
        });
    }

    /**
     * A closer's view.
     *
     * @param steps number of steps until it dies; every call is a step, and after every commit there is another
     */
    CloseCluster session(int steps) {
        return new Session(steps);
    }

    /** A journal with everything that is committed, folded in random order, some of it twice. */
    CloseJournal journal() {
        List<Keyed> facts = new ArrayList<>(log.values());
        for (Keyed fact : log.values()) {
            if (random.nextInt(4) == 0) {
                facts.add(fact);
            }
        }
        CloseJournal journal = emptyJournal();
        shuffled(facts).forEach(fact -> journal.apply(fact.key(), fact.fact()));
        return journal;
    }

    CloseJournal emptyJournal() {
        return new CloseJournal(partitions);
    }

    /** Every committed fact in the order of the log. */
    List<Keyed> order() {
        return List.copyOf(order);
    }

    /** Every command that was committed, in order. */
    List<PeriodControl> commands() {
        return List.copyOf(commands);
    }

    Map<PoolVersion, PoolFact> plans() {
        return plans;
    }

    /** What was posted, by version of a pool. */
    Map<PoolVersion, Long> ledger() {
        return ledger;
    }

    private final class Session implements CloseCluster {
        private int stepsLeft;
        private int read = order.size();
        private int idle;

        Session(int steps) {
            this.stepsLeft = steps;
        }

        @Override
        public List<Long> dataEnds(String dsp) {
            step();
            List<Long> ends = new ArrayList<>();
            for (int p = 0; p < partitions.intake(); p++) {
                ends.add(random.nextInt(3) == 0 ? 0 : random.nextLong(1000));
            }
            consumed.putIfAbsent(dsp, new long[partitions.intake()]);
            return ends;
        }

        @Override
        public List<Long> consumed(String dsp) {
            step();
            long[] offsets = consumed.get(dsp);
            int p = random.nextInt(offsets.length);
            offsets[p] = Math.max(offsets[p], fences.get(dsp).get(p));
            List<Long> all = new ArrayList<>();
            for (long offset : offsets) {
                all.add(offset);
            }
            return all;
        }

        @Override
        public void commit(Transition transition) {
            step();
            record(new Keyed(transition.key(), transition.fact()));
            transition.command().ifPresent(SimulatedCluster.this::command);
            step();
        }

        @Override
        public boolean awaitFacts(CloseJournal journal) {
            step();
            for (int i = random.nextInt(4); i > 0 && !work.isEmpty(); i--) {
                work.remove(random.nextInt(work.size())).run();
            }
            boolean nothingElse = work.size() == late;
            int to = nothingElse ? order.size() : read + random.nextInt(order.size() - read + 1);
            // Intake consumes one partition at a time, so a closer may find nothing for a while and still go on.
            idle = nothingElse && read == order.size() ? idle + 1 : 0;
            order.subList(read, to).forEach(fact -> journal.apply(fact.key(), fact.fact()));
            read = to;
            return idle < 20;
        }

        private void step() {
            if (stepsLeft-- == 0) {
                throw new Killed();
            }
        }
    }

    private void record(Keyed fact) {
        Keyed known = log.put(fact.key(), fact);
        assertThat(known == null || known.fact().equals(fact.fact()) || isWeighed(known))
                .as("%s is recorded once: %s, %s", fact.key(), known, fact)
                .isTrue();
        order.add(fact);
        PeriodState state = fact.fact();
        if (fact.key().endsWith("/STATE/FENCED")) {
            fences.put(state.getDsp(), state.getOffsets());
        }
    }

    private static boolean isWeighed(Keyed fact) {
        return fact.key().contains("/POOL_PLANNED/")
                && fact.fact().getPools().get(0).getStatus() == PoolStatus.WEIGHING;
    }

    private void command(PeriodControl command) {
        commands.add(command);
        TestFacts period = TestFacts.of(command.getDsp(), command.getPeriod()).revision(command.getRevision());
        if (command.getCommand() == Command.CLOSE) {
            assertThat(command.getOffsets()).isEqualTo(fences.get(command.getDsp()));
            for (int p = 0; p < partitions.intake(); p++) {
                int partition = p;
                work.add(() -> cut(period, partition, command.getOffsets().get(partition)));
            }
        } else if (command.getCommand() != Command.CUT) {
            for (int p = 0; p < partitions.settlement(); p++) {
                int partition = p;
                work.add(() -> settlementTask(command, period, partition));
            }
        }
    }

    private void cut(TestFacts period, int partition, long fence) {
        long reached = cuts.merge(period.dsp() + "#" + partition, fence + random.nextLong(5), Math::max);
        record(period.cut(partition, reached, partition + 1, 10 * (partition + 1), partition));
        if (count("cut", period) == partitions.intake()) {
            for (int p = 0; p < partitions.tally(); p++) {
                int tally = p;
                work.add(() -> tallyTotal(period, tally));
            }
        }
    }

    /** Everything goes to the first partition of the tally; the others report that they have nothing. */
    private void tallyTotal(TestFacts period, int partition) {
        long n = partitions.intake();
        record(partition == 0
                ? period.tallyTotal(0, n * (n + 1) / 2, 5 * n * (n + 1), n * (n - 1) / 2)
                : period.tallyTotal(partition, 0, 0, 0));
        if (count("tally", period) == partitions.tally()) {
            for (int p = 0; p < partitions.pool(); p++) {
                int pool = p;
                work.add(() -> {
                    if (period.revision() == 0) {
                        poolTotal(period, pool);
                    } else {
                        lateTotal(period, pool);
                    }
                });
            }
        }
    }

    private void poolTotal(TestFacts period, int partition) {
        List<PoolFact> pools = new ArrayList<>();
        List<PoolFact> planned = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            String waiting = period.dsp() + "/DE/tier" + partition + i + "/" + period.period() + "/MECHANICAL";
            PoolFact plan = TestFacts.plan(waiting + "/EUR", 1, random.nextLong(1_000_000), 0);
            if (revenueIsLate && random.nextBoolean()) {
                pools.add(TestFacts.unpriced(waiting, PoolStatus.NO_REVENUE, "no revenue report"));
                late++;
                work.add(() -> planOnceReported(period, plan));
            } else if (random.nextInt(3) == 0) {
                pools.add(TestFacts.weighing(waiting, 0));
                weigh(period, plan);
            } else {
                pools.add(plan);
                planned.add(plan);
            }
        }
        pools.add(TestFacts.unpriced(
                period.dsp() + "/DE/none" + partition + "/" + period.period(), PoolStatus.NO_AGREEMENT, "none"));
        record(period.poolTotal(partition, pools.toArray(new PoolFact[0])));
        planned.forEach(plan -> plan(period, plan));
    }

    /** What came after the close concerns some of the partition's pools, unless nothing came. */
    private void lateTotal(TestFacts period, int partition) {
        List<PoolFact> concerned = new ArrayList<>();
        if (nothingCame) {
            record(period.poolTotal(partition));
            return;
        }
        for (PoolFact last : lastVersions(period, "/tier" + partition)) {
            if (random.nextBoolean()) {
                concerned.add(restate(period, last));
            }
        }
        record(period.poolTotal(partition, concerned.toArray(new PoolFact[0])));
    }

    private void planOnceReported(TestFacts period, PoolFact plan) {
        if (revenueIsLate) {
            work.add(() -> planOnceReported(period, plan));
        } else {
            late--;
            plan(period, plan);
        }
    }

    private void plan(TestFacts period, PoolFact plan) {
        PoolVersion id = new PoolVersion(plan.getPool(), plan.getVersion());
        plans.put(id, plan);
        record(period.poolPlanned(plan));
        long rest = plan.getAmountMicros() - plan.getPreviousAmountMicros();
        for (int p = 0; p < partitions.tally(); p++) {
            int tally = p;
            long part = p == partitions.tally() - 1 ? rest : random.nextLong(-1000, 1000);
            rest -= part;
            work.add(() -> {
                record(period.allocated(plan.getPool(), plan.getVersion(), tally, part));
                allocatedBy.merge(id, 1, Integer::sum);
            });
        }
    }

    private void settlementTask(PeriodControl command, TestFacts period, int partition) {
        assertThat(answered.add(command.getRunId() + "#" + partition)).as("%s is done once", command).isTrue();
        if (command.getCommand() == Command.ANNOUNCE || command.getCommand() == Command.EXPIRE) {
            record(TestFacts.holds(
                    command.getPeriod(), command.getRunId(), partition, new PayoutTotal("IDR", partition + 1L, 2L)));
            return;
        }
        if (command.getCommand() == Command.PAYOUT) {
            record(TestFacts.paid(
                    command.getPeriod(), command.getRunId(), partition, new PayoutTotal("EUR", partition + 1L, 1L)));
            return;
        }
        List<PoolFact> posted = new ArrayList<>();
        for (PoolToSettle pool : command.getPools()) {
            PoolVersion id = new PoolVersion(pool.getPool(), pool.getVersion());
            assertThat(allocatedBy).as("%s is allocated before it is settled", id)
                    .containsEntry(id, partitions.tally());
            long part = partition == 0 ? pool.getAmountMicros() : 0;
            posted.add(TestFacts.posted(pool.getPool(), pool.getVersion(), part));
            ledger.merge(id, part, Math::addExact);
        }
        int run = Integer.parseInt(command.getRunId().substring(command.getRunId().lastIndexOf('/') + 1));
        record(period.settled(run, partition, posted.toArray(new PoolFact[0])));
    }

    private int count(String what, TestFacts period) {
        return done.merge(what + "/" + period.dsp() + "/" + period.period() + "+" + period.revision(), 1, Integer::sum);
    }

    private <T> List<T> shuffled(List<T> list) {
        List<T> shuffled = new ArrayList<>(list);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            T swapped = shuffled.set(i, shuffled.get(other));
            shuffled.set(other, swapped);
        }
        return shuffled;
    }
}
