package angklung.notary;

import angklung.avro.CloseState;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.PoolFact;
import angklung.ledger.Sha256;
import angklung.log.CanonicalJson;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * What the log says of a closed period of one service, in sums that concern nobody: folded from the facts of its close
 * in any order. Everything is empty until all facts that it rests on are there.
 */
final class ClosedPeriod {
    private final String dsp;
    private final String period;
    private final int settlementPartitions;
    private final String software;
    private final SortedMap<Integer, PeriodState> runs = new TreeMap<>();
    private final Map<Integer, SortedMap<Integer, PeriodState>> settled = new HashMap<>();
    private final Map<Integer, PeriodState> fences = new HashMap<>();
    private final Map<Integer, SortedMap<Integer, PeriodState>> cuts = new HashMap<>();
    private final SortedSet<Integer> closedRevisions = new TreeSet<>();

    ClosedPeriod(String dsp, String period, int settlementPartitions, String software) {
        this.dsp = dsp;
        this.period = period;
        this.settlementPartitions = settlementPartitions;
        this.software = software;
    }

    /** Whether anything that is said here rests on the fact. */
    static boolean restsOn(PeriodState fact) {
        PeriodFact kind = fact.getKind();
        return kind == PeriodFact.INTAKE_CUT
                || kind == PeriodFact.SETTLED
                || kind == PeriodFact.STATE && !fact.getDsp().isEmpty();
    }

    /** Whether the fact records that the period itself is closed. */
    static boolean isClose(PeriodState fact) {
        return fact.getKind() == PeriodFact.STATE
                && fact.getState() == CloseState.CLOSED
                && fact.getRevision() == 0;
    }

    /** Takes in a fact of this service and period, each once. */
    void add(PeriodState fact) {
        switch (fact.getKind()) {
            case STATE -> addState(fact);
            case INTAKE_CUT -> cuts.computeIfAbsent(fact.getRevision(), r -> new TreeMap<>())
                    .put(fact.getPartition(), fact);
            case SETTLED -> settled.computeIfAbsent(runNumber(fact), r -> new TreeMap<>())
                    .put(fact.getPartition(), fact);
            default -> throw new IllegalArgumentException("A leaf does not rest on " + fact);
        }
    }

    private void addState(PeriodState fact) {
        switch (fact.getState()) {
            case FENCED -> fences.put(fact.getRevision(), fact);
            case ALLOCATED -> runs.put(runNumber(fact), fact);
            case CLOSED -> closedRevisions.add(fact.getRevision());
            default -> { } // the other states say nothing that is not said again
        }
    }

    /** Number of the last settlement run that is recorded; 0 if none is. */
    int lastRun() {
        return runs.isEmpty() ? 0 : runs.lastKey();
    }

    /** Facts of the close: revision 0 of the usage, and the settlement runs up to the given one. */
    Optional<String> close(int lastRun) {
        List<Integer> numbers = new ArrayList<>();
        for (int number = 1; number <= lastRun; number++) {
            numbers.add(number);
        }
        if (!isCounted(0) || !numbers.stream().allMatch(this::isSettled)) {
            return Optional.empty();
        }
        Settlement settlement = new Settlement(numbers);
        return Optional.of(new CanonicalJson()
                .add("dsp", dsp)
                .add("inputs", inputs(0))
                .add("ledger_lines", text(settlement.lines()))
                .add("plays", text(sum(0, PeriodState::getPlays)))
                .add("pool_micros", settlement.due().toJson())
                .add("pools", text(settlement.pools().size()))
                .add("settled_micros", settlement.posted().toJson())
                .add("short_plays", text(sum(0, PeriodState::getShortPlays)))
                .add("software", software)
                .toString());
    }

    /** Facts of a settlement run after the close: by what the pools differ from what they were. */
    Optional<String> run(int number) {
        if (!isSettled(number)) {
            return Optional.empty();
        }
        Settlement settlement = new Settlement(List.of(number));
        return Optional.of(new CanonicalJson()
                .add("booking_period", runs.get(number).getBookingPeriod())
                .add("dsp", dsp)
                .add("ledger_lines", text(settlement.lines()))
                .add("pool_micros", settlement.due().toJson())
                .add("pools", text(settlement.pools().size()))
                .add("reasons", settlement.reasons())
                .add("run", text(number))
                .add("settled_micros", settlement.posted().toJson())
                .add("software", software)
                .toString());
    }

    /** Facts of a revision of the usage after the close: what came too late. */
    Optional<String> revision(int number) {
        if (!closedRevisions.contains(number) || !isCounted(number)) {
            return Optional.empty();
        }
        return Optional.of(new CanonicalJson()
                .add("dsp", dsp)
                .add("inputs", inputs(number))
                .add("plays", text(sum(number, PeriodState::getPlays)))
                .add("revision", text(number))
                .add("short_plays", text(sum(number, PeriodState::getShortPlays)))
                .add("software", software)
                .toString());
    }

    private boolean isCounted(int revision) {
        PeriodState fence = fences.get(revision);
        return fence != null && isWhole(cutsOf(revision), fence.getOffsets().size());
    }

    private boolean isSettled(int run) {
        PeriodState ordered = runs.get(run);
        return ordered != null && (ordered.getPools().isEmpty() || isWhole(answersOf(run), settlementPartitions));
    }

    private static boolean isWhole(SortedMap<Integer, PeriodState> facts, int partitions) {
        return facts.size() == partitions && facts.firstKey() == 0 && facts.lastKey() == partitions - 1;
    }

    /**
     * SHA-256 of what was counted, in hexadecimal: canonical JSON of service, period, revision, the fence, and by
     * intake partition the cut and what was counted up to it.
     */
    private String inputs(int revision) {
        byte[] json = new CanonicalJson()
                .add("cuts", column(revision, fact -> fact.getOffsets().get(0)))
                .add("dsp", dsp)
                .add("fence", fences.get(revision).getOffsets().stream().map(ClosedPeriod::text).toList())
                .add("period", period)
                .add("plays", column(revision, PeriodState::getPlays))
                .add("records", column(revision, PeriodState::getRecords))
                .add("revision", text(revision))
                .add("short_plays", column(revision, PeriodState::getShortPlays))
                .toBytes();
        return new Sha256().raw(json).hex();
    }

    private List<String> column(int revision, Function<PeriodState, Long> field) {
        return cutsOf(revision).values().stream().map(field).map(ClosedPeriod::text).toList();
    }

    private long sum(int revision, ToLongFunction<PeriodState> field) {
        return cutsOf(revision).values().stream().mapToLong(field).reduce(0, Math::addExact);
    }

    private SortedMap<Integer, PeriodState> cutsOf(int revision) {
        return cuts.getOrDefault(revision, Collections.emptySortedMap());
    }

    private SortedMap<Integer, PeriodState> answersOf(int run) {
        return settled.getOrDefault(run, Collections.emptySortedMap());
    }

    private static int runNumber(PeriodState fact) {
        return Integer.parseInt(fact.getRunId().substring(fact.getRunId().lastIndexOf('/') + 1));
    }

    private static String text(long number) {
        return Long.toString(number);
    }

    /** What some settlement runs were ordered to post, and what the partitions say that they posted. */
    private final class Settlement {
        private final List<Integer> numbers;

        Settlement(List<Integer> numbers) {
            this.numbers = numbers;
            if (!due().equals(posted())) {
                throw new IllegalStateException("Runs " + numbers + " of " + dsp + " " + period + " were to post "
                        + due() + " and posted " + posted() + ", in micros");
            }
        }

        Totals due() {
            Totals due = Totals.NONE;
            for (PoolFact pool : ordered()) {
                due = due.add(
                        pool.getCurrency(),
                        Math.subtractExact(pool.getAmountMicros(), pool.getPreviousAmountMicros()));
            }
            return due;
        }

        Totals posted() {
            Totals posted = Totals.NONE;
            for (PeriodState answer : answers()) {
                for (PoolFact pool : answer.getPools()) {
                    posted = posted.add(pool.getCurrency(), pool.getAmountMicros());
                }
            }
            return posted;
        }

        SortedSet<String> pools() {
            SortedSet<String> pools = new TreeSet<>();
            ordered().forEach(pool -> pools.add(pool.getPool()));
            return pools;
        }

        List<String> reasons() {
            return ordered().stream().map(PoolFact::getPlanReason).distinct().sorted().toList();
        }

        long lines() {
            return answers().stream().mapToLong(PeriodState::getRecords).reduce(0, Math::addExact);
        }

        private List<PoolFact> ordered() {
            return numbers.stream().flatMap(number -> runs.get(number).getPools().stream()).toList();
        }

        private List<PeriodState> answers() {
            return numbers.stream().map(number -> answersOf(number).values()).flatMap(Collection::stream).toList();
        }
    }
}
