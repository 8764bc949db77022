package angklung.pool;

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
 * Adds up the partials of the tally tasks. The mark of a task lies behind all its partials and says how many there
 * were; with the marks of all tasks the period is totalled.
 */
final class PartialProcessor implements Processor<String, PoolPartial, String, SpecificRecordBase> {
    private final PoolStores stores;
    private final int tallyPartitions;
    private Invariant invariant;
    private PoolBook book;
    private KeyValueStore<Bytes, TallyProgress> tally;
    private int partition;

    PartialProcessor(PoolStores stores, int tallyPartitions) {
        this.stores = stores;
        this.tallyPartitions = tallyPartitions;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecordBase> context) {
        invariant = new Invariant(context);
        book = new PoolBook(stores, context);
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
        TallyProgress progress = progress(partial.getDsp(), period, source);
        if (progress.marked()) {
            throw broken(partial, "a " + partial.getKind() + " came after its mark, which ended the period");
        }
        switch (partial.getKind()) {
            case TOTAL -> total(record, period, progress);
            case MARK -> mark(record, period, progress);
            default -> throw broken(partial, "its kind is not known to this release");
        }
    }

    private void total(Record<String, PoolPartial> record, Period period, TallyProgress progress) {
        PoolPartial partial = record.value();
        OfferingKey offering = new OfferingKey(partial.getDsp(), partial.getTerritory(), partial.getOffering());
        InputKey.check(record, offering);
        book.add(partial, offering, period, tallyPartitions);
        put(partial, period, progress.plusRecord());
    }

    private void mark(Record<String, PoolPartial> record, Period period, TallyProgress progress) {
        PoolPartial partial = record.value();
        check(partial, progress);
        put(partial, period, progress.ended());
        for (int task = 0; task < tallyPartitions; task++) {
            if (!progress(partial.getDsp(), period, task).marked()) {
                return;
            }
        }
        book.total(partial.getDsp(), period, tallyPartitions, record.timestamp());
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

    private TallyProgress progress(String dsp, Period period, int source) {
        TallyProgress progress = tally.get(key(dsp, period, source));
        return progress == null ? TallyProgress.NONE : progress;
    }

    private void put(PoolPartial partial, Period period, TallyProgress progress) {
        tally.put(key(partial.getDsp(), period, partial.getSourcePartition()), progress);
    }

    private static Bytes key(String dsp, Period period, int source) {
        return StoreKey.of(dsp, period.toString()).ordered(source).toBytes();
    }

    private IllegalStateException broken(PoolPartial partial, String what) {
        return invariant.broken("Tally task " + partial.getSourcePartition() + ", " + partial.getDsp() + " "
                + partial.getPeriod() + ": " + what);
    }
}
