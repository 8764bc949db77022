package angklung.pool;

import angklung.avro.PartialKind;
import angklung.avro.PartialMark;
import angklung.avro.PoolPartial;
import angklung.model.OfferingKey;
import angklung.model.Period;
import angklung.stage.Invariant;
import angklung.stage.StoreKey;
import java.util.List;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Adds up the partials of the tally tasks. The mark of a task lies behind all its partials of a revision and says how
 * many there were; with the marks of all tasks the revision of the period is totalled. Answers to requests for weights
 * come between them as they will.
 */
final class PartialProcessor implements Processor<String, PoolPartial, String, SpecificRecordBase> {
    private final PoolStores stores;
    private final int tallyPartitions;
    private Invariant invariant;
    private Knowledge knowledge;
    private PoolBook book;
    private ScenarioDesk desk;
    private KeyValueStore<Bytes, TallyProgress> tally;
    private int partition;

    PartialProcessor(PoolStores stores, int tallyPartitions) {
        this.stores = stores;
        this.tallyPartitions = tallyPartitions;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecordBase> context) {
        invariant = new Invariant(context);
        knowledge = new Knowledge(stores, context, tallyPartitions);
        book = new PoolBook(knowledge, context);
        desk = new ScenarioDesk(knowledge, book, stores, context);
        tally = stores.tally().get(context);
        partition = context.taskId().partition();
    }

    @Override
    public void process(Record<String, PoolPartial> record) {
        PoolPartial partial = InputKey.present(record);
        int source = partial.getSourcePartition();
        if (source < 0 || source >= tallyPartitions) {
            throw broken(partial, "there are " + tallyPartitions + " tally tasks");
        }
        Period period = Period.parse(partial.getPeriod());
        if (partial.getKind() == PartialKind.WEIGHTS) {
            weights(record, period);
            return;
        }
        TallyProgress progress = progress(partial, source);
        if (progress.marked()) {
            throw broken(partial, "a " + partial.getKind() + " came after its mark, which ended the period");
        }
        int next = knowledge.revision(partial.getDsp(), period) + 1;
        if (partial.getRevision() != next) {
            throw broken(partial, "a " + partial.getKind() + " of revision " + partial.getRevision() + " came, but "
                    + next + " is the next revision to be totalled");
        }
        switch (partial.getKind()) {
            case TOTAL -> total(record, period, progress);
            case MARK -> mark(record, period, progress);
            default -> throw broken(partial, "its kind is not known to this release");
        }
    }

    private void weights(Record<String, PoolPartial> record, Period period) {
        PoolPartial partial = record.value();
        if (partial.getAnswer() == null) {
            throw broken(partial, "its weights say nothing");
        }
        OfferingKey offering = InputKey.parse(record);
        WeightAnswer answer;
        try {
            answer = book.answer(partial, offering, tallyPartitions);
        } catch (IllegalStateException e) {
            throw broken(partial, e.getMessage());
        }
        if (!answer.isComplete(tallyPartitions)) {
            return;
        }
        if (answer.scenario() == null) {
            book.reconsider(offering, period, record.timestamp());
        } else {
            desk.resume(answer.scenario(), offering, partial.getAnswer().getRequest(), record.timestamp());
        }
    }

    private void total(Record<String, PoolPartial> record, Period period, TallyProgress progress) {
        PoolPartial partial = record.value();
        OfferingKey offering = new OfferingKey(partial.getDsp(), partial.getTerritory(), partial.getOffering());
        InputKey.check(record, offering);
        knowledge.add(partial, offering, period);
        put(partial, progress.plusRecord());
    }

    private void mark(Record<String, PoolPartial> record, Period period, TallyProgress progress) {
        PoolPartial partial = record.value();
        check(partial, progress);
        put(partial, progress.ended());
        for (int task = 0; task < tallyPartitions; task++) {
            if (!progress(partial, task).marked()) {
                return;
            }
        }
        book.total(partial.getDsp(), period, partial.getRevision(), record.timestamp());
    }

    private void check(PoolPartial partial, TallyProgress progress) {
        PartialMark mark = partial.getMark();
        if (mark == null || mark.getSourcePartitions() != tallyPartitions) {
            throw broken(partial, "its mark must name " + tallyPartitions + " tally tasks: " + mark);
        }
        List<Integer> sent = mark.getRecordsSent();
        if (partition >= sent.size() || sent.get(partition) != progress.records()) {
            throw broken(partial, "it sent " + sent + " partials by pool partition, but partition " + partition
                    + " received " + progress.records());
        }
    }

    private TallyProgress progress(PoolPartial partial, int task) {
        TallyProgress progress = tally.get(key(partial, task));
        return progress == null ? TallyProgress.NONE : progress;
    }

    private void put(PoolPartial partial, TallyProgress progress) {
        tally.put(key(partial, partial.getSourcePartition()), progress);
    }

    private static Bytes key(PoolPartial partial, int task) {
        return StoreKey.of(partial.getDsp(), partial.getPeriod())
                .ordered(partial.getRevision())
                .ordered(task)
                .toBytes();
    }

    private IllegalStateException broken(PoolPartial partial, String what) {
        return invariant.broken("Tally task " + partial.getSourcePartition() + ", " + partial.getDsp() + " "
                + partial.getPeriod() + ": " + what);
    }
}
