package angklung.close;

import angklung.avro.CloseState;
import angklung.avro.PeriodState;
import angklung.topic.PartitionContract;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One revision of a period's usage, folded from its facts: revision 0 are the plays up to the cut of the close, each
 * later one the plays since the cut before it that came too late, perhaps none; with it the stages take in rights,
 * policies, screening rules and decisions as they know them then. Its states are FENCED → CLOSING → TOTALLED; then
 * the period goes on with the pools. A later revision is CLOSED once all that it changed is in the ledger.
 */
final class UsageRevision {
    private static final List<CloseState> ORDER =
            List.of(CloseState.FENCED, CloseState.CLOSING, CloseState.TOTALLED, CloseState.CLOSED);

    private final int number;
    private final String subject;
    private final PartitionContract partitions;
    private final Map<CloseState, PeriodState> states = new EnumMap<>(CloseState.class);
    private final UsageTotals usage;
    private final SortedSet<Integer> pooled = new TreeSet<>();

    /** @param period service and period, to be named in complaints */
    UsageRevision(int number, String period, PartitionContract partitions) {
        this.number = number;
        this.subject = number == 0 ? period : period + ", revision " + number;
        this.partitions = partitions;
        this.usage = new UsageTotals(partitions);
    }

    /** Whether a fact may record that state of that revision. The first one's later states are the period's own. */
    static boolean has(int number, CloseState state) {
        return ORDER.contains(state) && (number > 0 || state != CloseState.CLOSED);
    }

    void addState(PeriodState fact) {
        states.putIfAbsent(fact.getState(), fact);
        if (fact.getState() == CloseState.FENCED && fact.getOffsets().size() != partitions.intake()) {
            throw new VerificationFailedException("The fence of " + subject + " has " + fact.getOffsets().size()
                    + " partitions, but the contract says " + partitions.intake());
        }
    }

    void addCut(PeriodState fact) {
        usage.addCut(fact);
    }

    void addTally(PeriodState fact) {
        usage.addTally(fact);
    }

    void addPoolTotal(PeriodState fact) {
        pooled.add(fact.getPartition());
    }

    int number() {
        return number;
    }

    /** The last state that was recorded. */
    CloseState state() {
        CloseState last = CloseState.OPEN;
        for (CloseState state : ORDER) {
            if (states.containsKey(state)) {
                last = state;
            }
        }
        return last;
    }

    boolean isTotalled() {
        return states.containsKey(CloseState.TOTALLED) || isClosed();
    }

    boolean isClosed() {
        return states.containsKey(CloseState.CLOSED);
    }

    /** What the stages still have to record before the revision is totalled, if they have begun. */
    Missing missing() {
        return state() != CloseState.CLOSING
                ? Missing.NOTHING
                : new Missing(
                        usage.missingCuts(),
                        usage.missingTallies(),
                        UsageTotals.absent(pooled, partitions.pool()),
                        List.of(),
                        new TreeMap<>(),
                        new TreeMap<>());
    }

    /** What the closer has to do next, until the revision is totalled. */
    CloseAction next() {
        return switch (state()) {
            case OPEN -> new CloseAction.DrawFence(number);
            case FENCED -> new CloseAction.AwaitIntake(number, fence());
            case CLOSING -> missing().isEmpty()
                    ? new CloseAction.SendCut(number, usage.cuts())
                    : new CloseAction.AwaitFacts(missing());
            default -> throw new IllegalStateException(subject + " is " + state() + " already");
        };
    }

    /** The fence by partition; empty before it is drawn. */
    List<Long> fence() {
        PeriodState fenced = states.get(CloseState.FENCED);
        return fenced == null ? List.of() : List.copyOf(fenced.getOffsets());
    }

    long plays() {
        return usage.plays();
    }

    long shortPlays() {
        return usage.shortPlays();
    }

    /** @throws VerificationFailedException if states are missing, or control totals disagree */
    void verify() {
        verifyOrder(subject, ORDER, states);
        if (number > 0 && states.isEmpty()) {
            throw new VerificationFailedException(
                    "Stages have recorded facts of " + subject + ", which the closer never began");
        }
        usage.verify(subject, fence());
    }

    /** Each revision counts what the one before it left, so it begins when that is closed, at its cuts. */
    void verifyAfter(UsageRevision before, boolean beforeIsClosed) {
        if (!beforeIsClosed) {
            throw new VerificationFailedException(subject + " was begun, but " + before.subject + " is not closed");
        }
        usage.verifyCutsAfter(before.usage, subject);
    }

    /** States follow one another: up to the last one, none may be missing. */
    static void verifyOrder(String subject, List<CloseState> order, Map<CloseState, ?> recorded) {
        CloseState missing = null;
        for (CloseState state : order) {
            if (!recorded.containsKey(state)) {
                missing = missing == null ? state : missing;
            } else if (missing != null) {
                throw new VerificationFailedException(
                        subject + " is recorded as " + state + ", but was never recorded as " + missing);
            }
        }
    }

    Map<CloseState, PeriodState> states() {
        return states;
    }
}
