package angklung.notary;

import angklung.avro.LogSubmission;
import angklung.avro.SubmissionKind;
import angklung.opening.LeafKind;
import angklung.stage.Budget;
import angklung.stage.Invariant;
import angklung.stage.StoreKey;
import angklung.stage.WorkLimits;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Gives every leaf its index, without a gap: the one task of the only partition of submissions. What comes twice
 * becomes one leaf.
 */
final class Sequencer implements Processor<String, LogSubmission, String, SpecificRecord> {
    /** Kinds that are commanded: whoever commands may repeat a command in other words. */
    private static final Set<LeafKind> COMMANDED =
            EnumSet.of(LeafKind.KEY_ROTATION, LeafKind.POLICY, LeafKind.DISTRIBUTION);

    private final NotaryStores stores;
    private final int settlementPartitions;
    private final WorkLimits limits;
    private Invariant invariant;
    private KeyValueStore<Bytes, byte[]> seen;
    private LeafQueue queue;
    private LeafBook book;
    private PayoutRuns runs;

    Sequencer(NotaryStores stores, int settlementPartitions, WorkLimits limits) {
        this.stores = stores;
        this.settlementPartitions = settlementPartitions;
        this.limits = limits;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        invariant = new Invariant(context);
        seen = stores.seen.get(context);
        queue = new LeafQueue(stores.queue.get(context));
        book = new LeafBook(stores, context);
        runs = new PayoutRuns(stores, settlementPartitions, book, context);
        context.schedule(limits.interval(), PunctuationType.WALL_CLOCK_TIME, now -> work());
    }

    @Override
    public void process(Record<String, LogSubmission> record) {
        LogSubmission submission = record.value();
        if (submission == null || submission.getKind() == SubmissionKind.UNKNOWN) {
            throw invariant.broken("A submission without a value or of a kind that is not known here, key "
                    + record.key() + "; was it written by a later version?");
        }
        if (isNew(submission) && isReady(submission)) {
            queue.offer(submission);
        }
    }

    private boolean isNew(LogSubmission submission) {
        byte[] hash = SubmissionRules.contentHash(submission);
        byte[] before = seen.putIfAbsent(StoreKey.of(submission.getLeafId()).toBytes(), hash);
        invariant.require(
                before == null || Arrays.equals(before, hash) || isCommanded(submission),
                () -> "Submission " + submission.getLeafId() + " was made before with other content. A leaf stands "
                        + "for ever; a correction is another leaf");
        return before == null;
    }

    private static boolean isCommanded(LogSubmission submission) {
        return submission.getKind() == SubmissionKind.LEAF
                && COMMANDED.contains(LeafKind.of(submission.getLeafKind()));
    }

    private boolean isReady(LogSubmission submission) {
        if (submission.getKind() == SubmissionKind.RUN_END) {
            return runs.end(submission);
        }
        return LeafKind.of(submission.getLeafKind()) != LeafKind.STATEMENT || runs.hold(submission);
    }

    /** One turn: as much of the queue as the budget allows. */
    private void work() {
        Budget budget = limits.budget();
        Optional<LogSubmission> next = queue.first();
        boolean worked = next.isPresent();
        while (next.isPresent() && budget.isLeft() && record(next.get(), budget)) {
            queue.finish();
            next = queue.first();
        }
        if (worked) {
            book.save();
        }
    }

    /** @return whether it is all in the log */
    private boolean record(LogSubmission submission, Budget budget) {
        if (submission.getRunId() != null) {
            return runs.record(submission, budget);
        }
        book.addFacts(submission);
        budget.spend();
        return true;
    }
}
