package angklung.close;

import angklung.avro.CloseState;
import java.util.ArrayList;
import java.util.List;

/**
 * What the closer has to do next for one period of one service. Offsets are by partition of the service's plays;
 * revisions are those of the period's usage.
 */
public sealed interface CloseAction {

    /** Find the end of the data of every partition and record it: FENCED. */
    record DrawFence(int revision) implements CloseAction {}

    /** Wait until intake has consumed everything in front of the fence. */
    record AwaitIntake(int revision, List<Long> fence) implements CloseAction {
        public AwaitIntake {
            fence = List.copyOf(fence);
        }

        /**
         * One sentence for each partition that is not consumed as far as the fence.
         *
         * @param committed offsets that the intake group has committed, 0 where none
         */
        public List<String> behind(List<Long> committed) {
            if (committed.size() != fence.size()) {
                throw new IllegalArgumentException(
                        "Committed offsets of " + committed.size() + " partitions for a fence of " + fence.size());
            }
            List<String> lines = new ArrayList<>();
            for (int p = 0; p < fence.size(); p++) {
                if (committed.get(p) < fence.get(p)) {
                    lines.add("intake has consumed partition " + p + " up to offset " + committed.get(p) + " of "
                            + fence.get(p));
                }
            }
            return lines;
        }

        /** What follows once nothing is behind. */
        public SendClose reached() {
            return new SendClose(revision, fence);
        }
    }

    /** Send CLOSE to every intake task and record CLOSING. */
    record SendClose(int revision, List<Long> fence) implements CloseAction {
        public SendClose {
            fence = List.copyOf(fence);
        }
    }

    /** Wait for the stages to record what is missing. */
    record AwaitFacts(Missing missing) implements CloseAction {}

    /** All usage is counted and the control totals agree: make the cuts known to every intake task, record TOTALLED. */
    record SendCut(int revision, List<Long> cuts) implements CloseAction {
        public SendCut {
            cuts = List.copyOf(cuts);
        }
    }

    /** All planned pools are allocated and add up: record the run, and send SETTLE unless it has no pools. */
    record Settle(SettlementRun run) implements CloseAction {}

    /** Record that the period, or a later revision of its usage, has come this far. */
    record RecordState(int revision, CloseState state) implements CloseAction {}

    /** Nothing: the period is closed and all that was planned for it is in the ledger. */
    record Done() implements CloseAction {}
}
