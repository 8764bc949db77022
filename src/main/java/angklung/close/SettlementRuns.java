package angklung.close;

import angklung.avro.PeriodState;
import angklung.avro.PoolFact;
import angklung.model.Period;
import angklung.money.Micros;
import angklung.topic.PartitionContract;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The settlement runs of one period: which were ordered, with which pools, and what the ledger answered. */
final class SettlementRuns {
    private final PartitionContract partitions;
    private final SortedMap<Integer, SettlementRun> runs = new TreeMap<>();
    private final SortedMap<Integer, Answers> answers = new TreeMap<>();

    SettlementRuns(PartitionContract partitions) {
        this.partitions = partitions;
    }

    void addRun(int number, PeriodState fact) {
        if (fact.getBookingPeriod() == null) {
            throw new VerificationFailedException("Run " + fact.getRunId() + " is recorded without a booking period");
        }
        List<PlannedPool> pools = fact.getPools().stream().map(PlannedPool::of).toList();
        runs.put(number, new SettlementRun(fact.getRunId(), number, pools, Period.parse(fact.getBookingPeriod())));
    }

    void addSettled(int number, PeriodState fact) {
        answers.computeIfAbsent(number, n -> new Answers(fact.getRunId())).add(fact);
    }

    List<SettlementRun> runs() {
        return List.copyOf(runs.values());
    }

    int nextNumber() {
        return runs.isEmpty() ? 1 : runs.lastKey() + 1;
    }

    /** The planned pools that no run contains, in ledger order. */
    List<PlannedPool> uncovered(SortedMap<PoolVersion, PlannedPool> planned) {
        SortedMap<PoolVersion, PlannedPool> left = new TreeMap<>(planned);
        runs.values().forEach(run -> run.pools().forEach(pool -> left.remove(pool.id())));
        return List.copyOf(left.values());
    }

    /** The settlement partitions that have not answered, by run. A run without pools is sent to nobody. */
    SortedMap<String, List<Integer>> missing() {
        SortedMap<String, List<Integer>> missing = new TreeMap<>();
        for (SettlementRun run : runs.values()) {
            List<Integer> absent = missing(run);
            if (!absent.isEmpty()) {
                missing.put(run.runId(), absent);
            }
        }
        return missing;
    }

    /** What the ledger holds for this version, as far as the partitions have answered. */
    long settledMicros(PoolVersion pool) {
        return answers.values().stream().mapToLong(answer -> answer.micros(pool)).reduce(0, Math::addExact);
    }

    void verify(SortedMap<PoolVersion, PlannedPool> planned) {
        SortedMap<PoolVersion, SettlementRun> covered = new TreeMap<>();
        for (SettlementRun run : runs.values()) {
            verifyPools(run, planned, covered);
        }
        answers.forEach((number, answer) -> {
            SettlementRun run = runs.get(number);
            if (run == null) {
                throw new VerificationFailedException("Settlement partitions " + answer.partitions
                        + " have settled run " + answer.runId + ", which was never recorded");
            }
            answer.verify(run, missing(run).isEmpty());
        });
    }

    private static void verifyPools(
            SettlementRun run,
            SortedMap<PoolVersion, PlannedPool> planned,
            SortedMap<PoolVersion, SettlementRun> covered) {
        for (PlannedPool pool : run.pools()) {
            if (!pool.equals(planned.get(pool.id()))) {
                throw new VerificationFailedException("Run " + run.runId() + " settles " + pool
                        + ", but the plan is " + planned.get(pool.id()));
            }
            SettlementRun other = covered.putIfAbsent(pool.id(), run);
            if (other != null) {
                throw new VerificationFailedException(
                        "Pool " + pool.id() + " is in two runs: " + other.runId() + " and " + run.runId());
            }
        }
    }

    private List<Integer> missing(SettlementRun run) {
        if (run.pools().isEmpty()) {
            return List.of();
        }
        Answers answer = answers.get(run.number());
        return IntStream.range(0, partitions.settlement())
                .filter(p -> answer == null || !answer.partitions.contains(p))
                .boxed()
                .toList();
    }

    /** What the settlement partitions posted in one run. */
    private static final class Answers {
        private final String runId;
        private final SortedSet<Integer> partitions = new TreeSet<>();
        private final SortedMap<PoolVersion, SortedMap<Integer, Long>> posted = new TreeMap<>();

        Answers(String runId) {
            this.runId = runId;
        }

        void add(PeriodState fact) {
            partitions.add(fact.getPartition());
            for (PoolFact pool : fact.getPools()) {
                posted.computeIfAbsent(new PoolVersion(pool.getPool(), pool.getVersion()), id -> new TreeMap<>())
                        .merge(fact.getPartition(), pool.getAmountMicros(), Math::addExact);
            }
        }

        long micros(PoolVersion pool) {
            return posted.getOrDefault(pool, Collections.emptySortedMap()).values().stream()
                    .mapToLong(Long::longValue)
                    .reduce(0, Math::addExact);
        }

        void verify(SettlementRun run, boolean complete) {
            SortedSet<PoolVersion> strangers = new TreeSet<>(posted.keySet());
            run.pools().forEach(pool -> strangers.remove(pool.id()));
            if (!strangers.isEmpty()) {
                throw new VerificationFailedException("Run " + runId + " posted pool " + strangers.first()
                        + ", which it was not ordered to settle; by partition, in micros: "
                        + posted.get(strangers.first()));
            }
            if (complete) {
                run.pools().forEach(this::verifySum);
            }
        }

        private void verifySum(PlannedPool pool) {
            if (micros(pool.id()) != pool.dueMicros()) {
                throw new VerificationFailedException("Run " + runId + " posted " + Micros.toPlain(micros(pool.id()))
                        + " of pool " + pool.id() + ", which has " + Micros.toPlain(pool.amountMicros()) + " less "
                        + Micros.toPlain(pool.previousAmountMicros()) + " of the version before = "
                        + Micros.toPlain(pool.dueMicros()) + " to settle; by partition, in micros: "
                        + posted.getOrDefault(pool.id(), Collections.emptySortedMap()));
            }
        }
    }
}
