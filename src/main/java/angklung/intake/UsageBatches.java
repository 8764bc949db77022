package angklung.intake;

import angklung.avro.RecordingUsage;
import java.util.ArrayList;
import java.util.List;

/**
 * Recordings on their way to the partitions of the tally. Many share a record: to send, log and account for a record
 * costs more than to count what is in it.
 */
final class UsageBatches {
    /** A count or a weight takes 25 bytes or so: far below what a broker accepts, far above what a record costs. */
    static final int ENOUGH = 1_000;

    private final Record record;
    private final List<List<RecordingUsage>> byTarget = new ArrayList<>();
    private final int[] sizes;

    /** Sends a record. */
    interface Record {
        void send(int target, List<RecordingUsage> recordings);
    }

    UsageBatches(int tallyPartitions, Record record) {
        this.record = record;
        this.sizes = new int[tallyPartitions];
        for (int target = 0; target < tallyPartitions; target++) {
            byTarget.add(new ArrayList<>());
        }
    }

    void add(int target, RecordingUsage recording) {
        byTarget.get(target).add(recording);
        sizes[target] += recording.getCounts().size() + recording.getWeights().size();
        if (sizes[target] >= ENOUGH) {
            send(target);
        }
    }

    /** Sends what is waiting for more of its kind. */
    void flush() {
        for (int target = 0; target < sizes.length; target++) {
            if (!byTarget.get(target).isEmpty()) {
                send(target);
            }
        }
    }

    private void send(int target) {
        record.send(target, byTarget.get(target));
        byTarget.set(target, new ArrayList<>());
        sizes[target] = 0;
    }
}
