package angklung.notary;

import angklung.avro.LogSubmission;
import angklung.log.CanonicalJson;
import angklung.log.Hash;
import angklung.opening.LeafKind;
import angklung.stage.Budget;
import angklung.stage.Invariant;
import angklung.stage.StoreKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Holds the statements of payout runs back until all of a run are there, and records them in the order of their
 * commitments. Commitments are as good as chance to whoever has no salt, so the place of a leaf says nothing of its
 * party, while the order in which statements come would: settlement makes them party by party.
 */
final class PayoutRuns {
    /** Statements read at a time; bounds what is held in memory. */
    private static final int BATCH = 256;

    private final int partitions;
    private final LeafBook book;
    private final Invariant invariant;
    private final KeyValueStore<Bytes, LogSubmission> held;
    private final KeyValueStore<Bytes, PayoutRun> runs;

    /** Key of the last statement of the run in turn that was recorded, so that a scan does not pass what it deleted. */
    private Bytes last;

    /** @param partitions of settlement */
    PayoutRuns(NotaryStores stores, int partitions, LeafBook book, ProcessingContext context) {
        this.partitions = partitions;
        this.book = book;
        this.invariant = new Invariant(context);
        this.held = stores.held.get(context);
        this.runs = stores.runs.get(context);
    }

    /** Holds a statement; whether its run is complete with it. */
    boolean hold(LogSubmission statement) {
        Bytes key = key(statement.getRunId(), SubmissionRules.bytes(statement.getCommitment()));
        held.put(key, statement);
        return update(statement.getRunId(), run(statement.getRunId()).withStatement(), statement);
    }

    /** Notes that a partition has made all its statements; whether the run is complete with it. */
    boolean end(LogSubmission end) {
        Totals paid = Totals.parse(end.getFacts());
        return update(end.getRunId(), run(end.getRunId()).withEnd(end.getStatements(), paid), end);
    }

    private boolean update(String runId, PayoutRun run, LogSubmission cause) {
        boolean ended = run.ends() == partitions;
        boolean late = run.step() != PayoutRun.Step.HELD;
        invariant.require(
                !late && run.ends() <= partitions && !(ended && run.come() > run.expected()),
                () -> "Payout run " + runId + " of " + partitions + " settlement partitions has, with "
                        + cause.getLeafId() + ", " + run + ": the partitions' ends do not say what was made. A run "
                        + "that was paid before settlement counted statements cannot be put in the log");
        boolean complete = ended && run.come() == run.expected();
        runs.put(key(runId), complete ? run.inTurn() : run);
        return complete;
    }

    /**
     * Records what is left of a run: its statements, then what it paid.
     *
     * @param cause that made the run complete
     * @return whether nothing is left
     */
    boolean record(LogSubmission cause, Budget budget) {
        String runId = cause.getRunId();
        PayoutRun run = begun(runId);
        while (budget.isLeft()) {
            List<KeyValue<Bytes, LogSubmission>> batch = read(runId, Math.min(BATCH, budget.itemsLeft()));
            if (batch.isEmpty()) {
                finish(run, cause);
                budget.spend();
                return true;
            }
            for (KeyValue<Bytes, LogSubmission> statement : batch) {
                if (!budget.take()) {
                    return false;
                }
                book.addStatement(statement.value);
                held.delete(statement.key);
                last = statement.key;
            }
        }
        return false;
    }

    private PayoutRun begun(String runId) {
        PayoutRun run = run(runId);
        if (!run.isBegun()) {
            run = run.begun(book.size());
            runs.put(key(runId), run);
        }
        return run;
    }

    private void finish(PayoutRun run, LogSubmission cause) {
        long recorded = book.size() - run.first();
        invariant.require(recorded == run.expected(), () -> "Payout run " + cause.getRunId() + " has " + recorded
                + " statements in the log from " + run.first() + " on, but " + run);
        String facts = new CanonicalJson()
                .add("first", Long.toString(run.first()))
                .add("paid_micros", run.paid().toJson())
                .add("run", cause.getRunId())
                .add("statements", Long.toString(run.expected()))
                .add("tree", book.root().toBase64())
                .toString();
        book.addFacts(LeafKind.PAYOUT_RUN, facts, cause);
        runs.put(key(cause.getRunId()), run.recorded());
        last = null;
    }

    private List<KeyValue<Bytes, LogSubmission>> read(String runId, int limit) {
        Bytes from = last == null ? key(runId) : StoreKey.after(last);
        List<KeyValue<Bytes, LogSubmission>> batch = new ArrayList<>();
        try (KeyValueIterator<Bytes, LogSubmission> left = held.range(from, lastKey(runId))) {
            while (left.hasNext() && batch.size() < limit) {
                batch.add(left.next());
            }
        }
        return batch;
    }

    private PayoutRun run(String runId) {
        PayoutRun run = runs.get(key(runId));
        return run == null ? PayoutRun.NEW : run;
    }

    private static Bytes key(String runId) {
        return StoreKey.of(runId).toBytes();
    }

    private static Bytes key(String runId, byte[] commitment) {
        StoreKey key = StoreKey.of(runId);
        for (byte next : commitment) {
            key.oneByte(Byte.toUnsignedInt(next));
        }
        return key.toBytes();
    }

    /** Not less than the key of any statement of the run. */
    private static Bytes lastKey(String runId) {
        StoreKey key = StoreKey.of(runId);
        for (int i = 0; i < Hash.LENGTH; i++) {
            key.oneByte(0xFF);
        }
        return key.toBytes();
    }
}
