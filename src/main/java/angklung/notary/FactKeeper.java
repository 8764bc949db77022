package angklung.notary;

import angklung.avro.LogSubmission;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.opening.LeafKind;
import angklung.stage.Invariant;
import angklung.stage.StoreKey;
import java.util.Optional;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Submits what the period-state topic tells of closes and payout runs. The facts of a period are kept; once it is
 * closed, each further one is asked for what it completes: the close, then every settlement run and every revision of
 * the usage that follows it.
 */
final class FactKeeper implements Processor<String, PeriodState, String, LogSubmission> {
    private final NotaryStores stores;
    private final int settlementPartitions;
    private final String software;
    private ProcessorContext<String, LogSubmission> context;
    private Invariant invariant;
    private KeyValueStore<Bytes, PeriodState> facts;
    private KeyValueStore<Bytes, CloseProgress> closes;

    FactKeeper(NotaryStores stores, int settlementPartitions, String software) {
        this.stores = stores;
        this.settlementPartitions = settlementPartitions;
        this.software = software;
    }

    @Override
    public void init(ProcessorContext<String, LogSubmission> processorContext) {
        context = processorContext;
        invariant = new Invariant(context);
        facts = stores.facts.get(context);
        closes = stores.closes.get(context);
    }

    @Override
    public void process(Record<String, PeriodState> record) {
        PeriodState fact = record.value();
        if (fact == null || fact.getKind() == PeriodFact.UNKNOWN) {
            throw invariant.broken("A fact without a value or of a kind that is not known here, key " + record.key()
                    + "; was it written by a later version?");
        }
        if (fact.getKind() == PeriodFact.PAID) {
            submit(SubmissionRules.runEnd(fact));
        } else if (ClosedPeriod.restsOn(fact) && isNew(record.key(), fact)) {
            follow(fact);
        }
    }

    private boolean isNew(String key, PeriodState fact) {
        return facts.putIfAbsent(
                        StoreKey.of(fact.getDsp(), fact.getPeriod(), key).toBytes(), fact)
                == null;
    }

    private void follow(PeriodState fact) {
        Bytes close = StoreKey.of(fact.getDsp(), fact.getPeriod()).toBytes();
        CloseProgress before = closes.get(close);
        if (before == null && !ClosedPeriod.isClose(fact)) {
            return;
        }
        ClosedPeriod period = read(close, fact);
        CloseProgress start = before == null ? CloseProgress.closed(period.lastRun()) : before;
        CloseProgress after = submitCompleted(period, start, fact);
        if (!after.equals(before)) {
            closes.put(close, after);
        }
    }

    private ClosedPeriod read(Bytes close, PeriodState of) {
        ClosedPeriod period = new ClosedPeriod(of.getDsp(), of.getPeriod(), settlementPartitions, software);
        try (KeyValueIterator<Bytes, PeriodState> kept = facts.prefixScan(close, new BytesSerializer())) {
            while (kept.hasNext()) {
                period.add(kept.next().value);
            }
        }
        return period;
    }

    /** @param cause the fact that completes what is submitted; its time is the leaf's */
    private CloseProgress submitCompleted(ClosedPeriod period, CloseProgress start, PeriodState cause) {
        CloseProgress progress = start;
        if (!progress.closeSubmitted()) {
            Optional<String> close = period.close(progress.lastRun());
            if (close.isEmpty()) {
                return progress; // corrections point to it
            }
            submit(LeafKind.PERIOD_CLOSE, LeafId.close(cause.getDsp(), cause.getPeriod()), close.get(), cause);
            progress = progress.withClose();
        }
        return submitRevisions(period, submitRuns(period, progress, cause), cause);
    }

    private CloseProgress submitRuns(ClosedPeriod period, CloseProgress start, PeriodState cause) {
        CloseProgress progress = start;
        int number = progress.lastRun() + 1;
        for (Optional<String> run = period.run(number); run.isPresent(); run = period.run(number)) {
            submit(LeafKind.CORRECTION, LeafId.run(cause.getDsp(), cause.getPeriod(), number), run.get(), cause);
            progress = progress.withNextRun();
            number++;
        }
        return progress;
    }

    private CloseProgress submitRevisions(ClosedPeriod period, CloseProgress start, PeriodState cause) {
        CloseProgress progress = start;
        int number = progress.lastRevision() + 1;
        for (Optional<String> late = period.revision(number); late.isPresent(); late = period.revision(number)) {
            submit(LeafKind.CORRECTION, LeafId.revision(cause.getDsp(), cause.getPeriod(), number), late.get(), cause);
            progress = progress.withNextRevision();
            number++;
        }
        return progress;
    }

    private void submit(LeafKind kind, String leafId, String leafFacts, PeriodState cause) {
        submit(SubmissionRules.leaf(kind, leafId, cause.getPeriod(), leafFacts, cause.getRecordedAt()));
    }

    private void submit(LogSubmission submission) {
        context.forward(Submitted.record(submission, context));
    }
}
