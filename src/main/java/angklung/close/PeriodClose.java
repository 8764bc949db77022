package angklung.close;

import angklung.avro.CloseState;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.PoolFact;
import angklung.avro.PoolStatus;
import angklung.model.Period;
import angklung.topic.PartitionContract;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The close of one period of one service, folded from its facts: how far it is, what is missing, what comes next.
 *
 * <p>The states are OPEN → FENCED → CLOSING → TOTALLED → ALLOCATED → SETTLED → CLOSED. The closer records each, in
 * one transaction with the commands that it stands for; the stages record everything else in one transaction with
 * their work. So the facts alone tell where a close stands, and a closer that stopped at any point goes on by
 * folding them again. Every control total is checked before the next step is given out.
 *
 * <p>A closed period stays CLOSED. What is planned for it later is settled by further runs; what a further
 * revision ({@link UsageRevision}) takes in, begun by the closer, one at a time, is planned as such.
 *
 * <p>Owned by one thread. Facts may be folded in any order and repeatedly; only the reports of a pool that is not
 * priced yet replace each other, in the order in which they are folded.
 */
public final class PeriodClose {
    /**
     * Pools in one settlement run. Identifiers at their longest and amounts at their largest, the recorded run
     * stays below the 1 MiB that Kafka takes as one record by default; more pools take another run.
     */
    static final int POOLS_PER_RUN_MAX = 4_000;

    private static final List<CloseState> ORDER = List.of(
            CloseState.FENCED,
            CloseState.CLOSING,
            CloseState.TOTALLED,
            CloseState.ALLOCATED,
            CloseState.SETTLED,
            CloseState.CLOSED);

    /** Those that are not states of the usage's first revision. */
    private static final List<CloseState> LATER = ORDER.subList(3, 6);

    private final String dsp;
    private final Period period;
    private final String subject;
    private final PartitionContract partitions;
    private final int poolsPerRunMax;
    private final Map<String, PeriodState> facts = new HashMap<>();
    private final Map<CloseState, PeriodState> states = new EnumMap<>(CloseState.class);
    private final SortedMap<Integer, UsageRevision> revisions = new TreeMap<>();
    private final PoolTotals pools;
    private final SettlementRuns runs;

    public PeriodClose(String dsp, Period period, PartitionContract partitions) {
        this(dsp, period, partitions, POOLS_PER_RUN_MAX);
    }

    PeriodClose(String dsp, Period period, PartitionContract partitions, int poolsPerRunMax) {
        this.dsp = dsp;
        this.period = period;
        this.subject = dsp + " " + period;
        this.partitions = partitions;
        this.poolsPerRunMax = poolsPerRunMax;
        this.revisions.put(0, new UsageRevision(0, subject, partitions));
        this.pools = new PoolTotals(partitions);
        this.runs = new SettlementRuns(partitions);
    }

    /**
     * Takes one fact in. The same fact again changes nothing.
     *
     * @param key of the record
     * @throws VerificationFailedException if the key is not the fact's, or the fact was recorded with other content
     */
    public void apply(String key, PeriodState fact) {
        if (!fact.getDsp().equals(dsp) || !fact.getPeriod().equals(period.toString())) {
            throw new IllegalArgumentException("A fact of " + fact.getDsp() + " " + fact.getPeriod()
                    + " does not belong to " + subject);
        }
        String expected = keyOf(fact);
        if (!expected.equals(key)) {
            throw new VerificationFailedException("A fact has the key '" + key + "' but its content says '" + expected
                    + "': compaction could lose it. Content: " + fact);
        }
        if (fact.getKind() == PeriodFact.POOL_PLANNED) {
            // The one fact that may change, as long as the pool is not priced: why it waits.
            pools.addReport(onlyPool(fact));
            return;
        }
        PeriodState known = facts.putIfAbsent(key, fact);
        if (known == null) {
            index(fact);
        } else if (!sameContent(known, fact)) {
            throw new VerificationFailedException("The fact '" + key + "' changed, and facts never do. It was " + known
                    + " and is now " + fact);
        }
    }

    public String dsp() {
        return dsp;
    }

    public Period period() {
        return period;
    }

    /** The last state that was recorded of the close itself. */
    public CloseState state() {
        CloseState last = revisions.get(0).state();
        for (CloseState state : LATER) {
            if (states.containsKey(state)) {
                last = state;
            }
        }
        return last;
    }

    /** The usage by revision: the close's own, then those made since. */
    List<UsageRevision> revisions() {
        return List.copyOf(revisions.values());
    }

    /** The revision of the usage that the closer may begin now; none if the close or a revision is under way. */
    public OptionalInt nextRevision() {
        UsageRevision last = last();
        boolean done = last.number() == 0 ? state() == CloseState.CLOSED : last.isClosed();
        return done ? OptionalInt.of(last.number() + 1) : OptionalInt.empty();
    }

    /** What the stages still have to record for the next step; nothing in a state that does not wait for them. */
    public Missing missing() {
        if (!last().isTotalled()) {
            return last().missing();
        }
        return switch (state()) {
            case TOTALLED -> missing(pools.waiting());
            case ALLOCATED, CLOSED -> missing(pools.weighing());
            default -> Missing.NOTHING;
        };
    }

    private Missing missing(List<Missing.WaitingPool> waiting) {
        return new Missing(List.of(), List.of(), List.of(), waiting, missingAllocations(), runs.missing());
    }

    /**
     * What the closer has to do next.
     *
     * @param bookingPeriod open period in which a run that is recorded now books later versions than the first
     * @throws VerificationFailedException if control totals disagree; the message has all the numbers
     */
    public CloseAction next(Period bookingPeriod) {
        verify();
        if (!last().isTotalled()) {
            return last().next();
        }
        return switch (state()) {
            case TOTALLED -> onceComplete(() -> settle(bookingPeriod));
            case ALLOCATED -> onceComplete(
                    () -> unsettled().isEmpty() ? record(0, CloseState.SETTLED) : settle(bookingPeriod));
            case SETTLED -> record(0, CloseState.CLOSED);
            case CLOSED -> onceComplete(() -> unsettled().isEmpty() ? closeRevision() : settle(bookingPeriod));
            default -> throw new IllegalStateException(subject + " is totalled, but " + state());
        };
    }

    /** The fence by partition; empty before it is drawn. */
    public List<Long> fence() {
        return revisions.get(0).fence();
    }

    /** Royalty-bearing plays that intake counted into the period, late ones included, as far as it has reported. */
    public long plays() {
        return revisions.values().stream().mapToLong(UsageRevision::plays).reduce(0, Math::addExact);
    }

    /** As {@link #plays}, of plays too short to be royalty-bearing. */
    public long shortPlays() {
        return revisions.values().stream().mapToLong(UsageRevision::shortPlays).reduce(0, Math::addExact);
    }

    /** The settlement runs that were ordered, in order. */
    public List<SettlementRun> runs() {
        return runs.runs();
    }

    /** Every version of every pool, and what has no pool, as far as facts are recorded; by identifier. */
    public List<PoolProgress> pools() {
        List<PoolProgress> all = new ArrayList<>();
        for (PlannedPool pool : pools.planned().values()) {
            all.add(new PoolProgress(
                    pool.id().pool(),
                    pool.id().version(),
                    PoolStatus.PLANNED,
                    pool.currency(),
                    pool.amountMicros(),
                    pool.previousAmountMicros(),
                    pool.plays(),
                    pools.allocatedMicros(pool.id()),
                    runs.settledMicros(pool.id()),
                    ""));
        }
        all.addAll(pools.unpricedProgress());
        return List.copyOf(all);
    }

    private CloseAction onceComplete(Supplier<CloseAction> action) {
        Missing missing = missing();
        return missing.isEmpty() ? action.get() : new CloseAction.AwaitFacts(missing);
    }

    private UsageRevision last() {
        return revisions.get(revisions.lastKey());
    }

    private static CloseAction record(int revision, CloseState state) {
        return new CloseAction.RecordState(revision, state);
    }

    /** All that a revision has changed is in the ledger; without one there is nothing to do. */
    private CloseAction closeRevision() {
        return last().number() == 0 || last().isClosed()
                ? new CloseAction.Done()
                : record(last().number(), CloseState.CLOSED);
    }

    private CloseAction settle(Period bookingPeriod) {
        int number = runs.nextNumber();
        List<PlannedPool> next = unsettled().stream().limit(poolsPerRunMax).toList();
        return new CloseAction.Settle(
                new SettlementRun(SettlementRun.id(dsp, period, number), number, next, bookingPeriod));
    }

    private List<PlannedPool> unsettled() {
        return runs.uncovered(pools.planned());
    }

    private SortedMap<PoolVersion, List<Integer>> missingAllocations() {
        SortedMap<PoolVersion, List<Integer>> missing = new TreeMap<>();
        for (PlannedPool pool : unsettled()) {
            List<Integer> absent = pools.missingAllocations(pool.id());
            if (!absent.isEmpty()) {
                missing.put(pool.id(), absent);
            }
        }
        return missing;
    }

    private void verify() {
        Map<CloseState, PeriodState> all = new EnumMap<>(states);
        all.putAll(revisions.get(0).states());
        UsageRevision.verifyOrder(subject, ORDER, all);
        UsageRevision before = null;
        for (UsageRevision revision : revisions.values()) {
            revision.verify();
            if (before != null) {
                revision.verifyAfter(before, before.number() == 0 ? state() == CloseState.CLOSED : before.isClosed());
            }
            before = revision;
        }
        pools.verify();
        runs.verify(pools.planned());
    }

    private void index(PeriodState fact) {
        switch (fact.getKind()) {
            case STATE -> indexState(fact);
            case INTAKE_CUT -> revision(fact).addCut(fact);
            case TALLY_TOTAL -> revision(fact).addTally(fact);
            case POOL_TOTAL -> {
                revision(fact).addPoolTotal(fact);
                pools.addTotal(fact);
            }
            case ALLOCATED -> pools.addAllocated(fact);
            case SETTLED -> runs.addSettled(runNumber(fact), fact);
            case POOL_PLANNED, PAID, HOLDS, UNKNOWN -> throw unknown(fact);
        }
    }

    private void indexState(PeriodState fact) {
        if (UsageRevision.has(fact.getRevision(), fact.getState())) {
            revision(fact).addState(fact);
            return;
        }
        states.putIfAbsent(fact.getState(), fact);
        if (fact.getState() == CloseState.ALLOCATED) {
            runs.addRun(runNumber(fact), fact);
        }
    }

    private UsageRevision revision(PeriodState fact) {
        return revisions.computeIfAbsent(fact.getRevision(), r -> new UsageRevision(r, subject, partitions));
    }

    private String keyOf(PeriodState fact) {
        String month = period.toString();
        String usage = Facts.revised(month, fact.getRevision());
        return switch (fact.getKind()) {
            case STATE -> stateKey(fact, usage);
            case INTAKE_CUT -> Facts.intakeCut(dsp, usage, partition(fact, partitions.intake()));
            case TALLY_TOTAL -> Facts.tallyTotal(dsp, usage, partition(fact, partitions.tally()));
            case POOL_TOTAL -> Facts.poolTotal(dsp, usage, partition(fact, partitions.pool()));
            case POOL_PLANNED -> Facts.poolPlanned(dsp, month, rateSheetId(onlyPool(fact)));
            case ALLOCATED -> Facts.allocated(
                    dsp, month, rateSheetId(onlyPool(fact)), partition(fact, partitions.tally()));
            case SETTLED -> Facts.settled(
                    dsp, month, fact.getRunId(), partition(fact, partitions.settlement()));
            case PAID, HOLDS, UNKNOWN -> throw unknown(fact);
        };
    }

    /** @param usage the period, with the revision */
    private String stateKey(PeriodState fact, String usage) {
        CloseState state = fact.getState();
        boolean known = state != null && fact.getRevision() >= 0
                && (UsageRevision.has(fact.getRevision(), state)
                        || fact.getRevision() == 0 && LATER.contains(state));
        if (!known) {
            throw unknown(fact);
        }
        return state == CloseState.ALLOCATED
                ? Facts.run(dsp, period.toString(), runNumber(fact))
                : Facts.state(dsp, usage, state.toString());
    }

    private int runNumber(PeriodState fact) {
        return SettlementRun.number(fact.getRunId(), dsp, period);
    }

    private int partition(PeriodState fact, int count) {
        Integer partition = fact.getPartition();
        if (partition == null || partition < 0 || partition >= count) {
            throw new VerificationFailedException("A fact " + fact.getKind() + " of " + subject + " comes from "
                    + "partition " + partition + ", but the contract has " + count
                    + ": the number of partitions of a stage may not change while its topics hold data");
        }
        return partition;
    }

    private PoolFact onlyPool(PeriodState fact) {
        if (fact.getPools().size() != 1) {
            throw new VerificationFailedException("A fact " + fact.getKind() + " of " + subject
                    + " is about one pool, but has " + fact.getPools().size() + ": " + fact);
        }
        return fact.getPools().get(0);
    }

    private static String rateSheetId(PoolFact pool) {
        return new PoolVersion(pool.getPool(), pool.getVersion()).toString();
    }

    private VerificationFailedException unknown(PeriodState fact) {
        return new VerificationFailedException("A fact of " + subject
                + " has a kind or state that is not known here; was it written by a later version? " + fact);
    }

    /** The time of recording explains and decides nothing, so it may differ. */
    static boolean sameContent(PeriodState a, PeriodState b) {
        return a.equals(b) || timeless(a).equals(timeless(b));
    }

    private static PeriodState timeless(PeriodState fact) {
        return PeriodState.newBuilder(fact).setRecordedAt(Instant.EPOCH).build();
    }

    /** Whether the fact belongs to the close of a period, not to a run that concerns all services. */
    static boolean isOfPeriod(PeriodState fact) {
        return fact.getKind() != PeriodFact.PAID
                && fact.getKind() != PeriodFact.HOLDS
                && !fact.getDsp().isEmpty();
    }
}
