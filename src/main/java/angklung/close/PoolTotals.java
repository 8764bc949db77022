package angklung.close;

import angklung.avro.PeriodState;
import angklung.avro.PoolFact;
import angklung.avro.PoolStatus;
import angklung.money.Micros;
import angklung.topic.PartitionContract;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The pools of one period: which are priced, which wait, and how much of each was allocated. */
final class PoolTotals {
    private final PartitionContract partitions;
    /** By revision of the usage: each reports the pools that it concerns anew. */
    private final SortedMap<Integer, SortedMap<PoolVersion, PoolFact>> unpricedAtTotal = new TreeMap<>();
    private final SortedMap<PoolVersion, PoolFact> unpricedSince = new TreeMap<>();
    private final SortedMap<PoolVersion, PlannedPool> planned = new TreeMap<>();
    private final SortedMap<PoolVersion, SortedMap<Integer, Long>> allocated = new TreeMap<>();

    PoolTotals(PartitionContract partitions) {
        this.partitions = partitions;
    }

    void addTotal(PeriodState fact) {
        SortedMap<PoolVersion, PoolFact> unpriced =
                unpricedAtTotal.computeIfAbsent(fact.getRevision(), r -> new TreeMap<>());
        fact.getPools().forEach(pool -> add(pool, unpriced));
    }

    /** A pool was looked at again after it was totalled. As long as it is not priced, the last report counts. */
    void addReport(PoolFact pool) {
        add(pool, unpricedSince);
    }

    void addAllocated(PeriodState fact) {
        PoolFact pool = fact.getPools().get(0);
        allocated
                .computeIfAbsent(idOf(pool), id -> new TreeMap<>())
                .put(fact.getPartition(), pool.getAmountMicros());
    }

    SortedMap<PoolVersion, PlannedPool> planned() {
        return Collections.unmodifiableSortedMap(planned);
    }

    /**
     * Pools that must be priced before the period can be settled for the first time. A group without an agreement
     * does not wait, nor does a restatement that cannot be priced: the version before it stands.
     */
    List<Missing.WaitingPool> waiting() {
        return waiting(pool -> pool.getStatus() == PoolStatus.WEIGHING
                || pool.getVersion() == 0 && pool.getStatus() != PoolStatus.NO_AGREEMENT);
    }

    /**
     * Pools of any version that will be priced without anybody's doing. A run that did not wait for them would settle
     * with them or without them as it happened.
     */
    List<Missing.WaitingPool> weighing() {
        return waiting(pool -> pool.getStatus() == PoolStatus.WEIGHING);
    }

    private List<Missing.WaitingPool> waiting(Predicate<PoolFact> condition) {
        return unpriced().stream()
                .filter(condition)
                .map(pool -> new Missing.WaitingPool(
                        pool.getVersion() == 0 ? pool.getPool() : idOf(pool).toString(),
                        pool.getStatus(),
                        pool.getPlays(),
                        orEmpty(pool.getReason())))
                .toList();
    }

    /** The tally partitions that have not allocated this version. */
    List<Integer> missingAllocations(PoolVersion pool) {
        return UsageTotals.absent(allocated.getOrDefault(pool, new TreeMap<>()), partitions.tally());
    }

    long allocatedMicros(PoolVersion pool) {
        long sum = 0;
        for (long micros : allocated.getOrDefault(pool, new TreeMap<>()).values()) {
            sum = Math.addExact(sum, micros);
        }
        return sum;
    }

    /** The pools, restatements and groups that have no plan, those that wait among them. */
    List<PoolProgress> unpricedProgress() {
        return unpriced().stream()
                .map(pool -> new PoolProgress(
                        pool.getPool(),
                        pool.getVersion(),
                        pool.getStatus(),
                        orEmpty(pool.getCurrency()),
                        0,
                        pool.getPreviousAmountMicros(),
                        pool.getPlays(),
                        0,
                        0,
                        orEmpty(pool.getReason())))
                .toList();
    }

    void verify() {
        for (PlannedPool pool : planned.values()) {
            verifyVersions(pool);
            if (missingAllocations(pool.id()).isEmpty() && allocatedMicros(pool.id()) != pool.dueMicros()) {
                throw new VerificationFailedException("Pool " + pool.id() + " has "
                        + plain(pool.amountMicros()) + " less " + plain(pool.previousAmountMicros()) + " of the "
                        + "version before = " + plain(pool.dueMicros()) + " to allocate, but the tally allocated "
                        + plain(allocatedMicros(pool.id())) + "; by partition, in micros: " + allocated.get(pool.id()));
            }
        }
        for (PoolVersion pool : allocated.keySet()) {
            if (!planned.containsKey(pool)) {
                throw new VerificationFailedException("Pool " + pool + " was allocated, by partition, in micros: "
                        + allocated.get(pool) + ", but never planned");
            }
        }
    }

    /** Differences of all versions add up to the last amount only if each starts where the one before ended. */
    private void verifyVersions(PlannedPool pool) {
        int version = pool.id().version();
        PlannedPool before = planned.get(new PoolVersion(pool.id().pool(), version - 1));
        if (version > 1 && before == null) {
            throw new VerificationFailedException(
                    "Pool " + pool.id() + " was planned, but version " + (version - 1) + " never was");
        }
        long expected = before == null ? 0 : before.amountMicros();
        if (version < 1 || pool.previousAmountMicros() != expected) {
            throw new VerificationFailedException("Pool " + pool.id() + " states " + plain(pool.previousAmountMicros())
                    + " as the amount of the version before, which was " + plain(expected));
        }
    }

    private void add(PoolFact pool, SortedMap<PoolVersion, PoolFact> unpriced) {
        switch (pool.getStatus()) {
            case PLANNED -> plan(PlannedPool.of(pool));
            case NO_REVENUE, NO_AGREEMENT, NOT_PRICEABLE, WEIGHING -> unpriced.put(idOf(pool), pool);
            case UNKNOWN -> throw new VerificationFailedException("Pool " + pool.getPool()
                    + " has a status that this version of Angklung does not know; upgrade before closing");
        }
    }

    /** The pool total and the plan both report a pool that is priced when it is totalled; they must agree. */
    private void plan(PlannedPool pool) {
        PlannedPool known = planned.putIfAbsent(pool.id(), pool);
        if (known != null && !known.equals(pool)) {
            throw new VerificationFailedException(
                    "Pool " + pool.id() + " was planned twice: as " + known + " and as " + pool);
        }
    }

    private List<PoolFact> unpriced() {
        SortedMap<PoolVersion, PoolFact> last = new TreeMap<>();
        unpricedAtTotal.values().forEach(last::putAll);
        last.putAll(unpricedSince);
        return last.values().stream().filter(pool -> !isPricedSince(pool)).toList();
    }

    /** A pool that waits has no currency in its name yet; the group of an offering has no right type either. */
    private boolean isPricedSince(PoolFact unpriced) {
        String name = unpriced.getPool();
        return unpriced.getVersion() > 0
                ? planned.containsKey(idOf(unpriced))
                : anyPlanned(name, id -> id.equals(name)) || anyPlanned(name + "/", id -> id.startsWith(name + "/"));
    }

    /** Whether the first planned pool from {@code from} on, in order of identifiers, satisfies the condition. */
    private boolean anyPlanned(String from, Predicate<String> condition) {
        SortedMap<PoolVersion, PlannedPool> tail = planned.tailMap(new PoolVersion(from, 0));
        return !tail.isEmpty() && condition.test(tail.firstKey().pool());
    }

    private static PoolVersion idOf(PoolFact pool) {
        return new PoolVersion(pool.getPool(), pool.getVersion());
    }

    private static String plain(long micros) {
        return Micros.toPlain(micros);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
