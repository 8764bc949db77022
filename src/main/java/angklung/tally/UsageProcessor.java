package angklung.tally;

import angklung.avro.RecordingUsage;
import angklung.avro.Usage;
import angklung.avro.UsageCount;
import angklung.avro.UsageMark;
import angklung.model.Bucket;
import angklung.stage.Invariant;
import angklung.stage.StoreKey;
import angklung.topic.PartitionContract;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Adds usage to the rows, and checks at every mark that what came from its sender is what it says. With the last
 * mark of a service and period the job to report its weights goes on.
 */
final class UsageProcessor implements Processor<String, Usage, String, Job> {
    private final TallyStores stores;
    private final PartitionContract partitions;
    private ProcessorContext<String, Job> context;
    private Invariant invariant;
    private KeyValueStore<Bytes, TallyRow> rows;
    private KeyValueStore<Bytes, Counters> received;
    private int task;

    UsageProcessor(TallyStores stores, PartitionContract partitions) {
        this.stores = stores;
        this.partitions = partitions;
    }

    @Override
    public void init(ProcessorContext<String, Job> context) {
        this.context = context;
        this.invariant = new Invariant(context);
        this.rows = stores.rows.get(context);
        this.received = stores.received.get(context);
        this.task = context.taskId().partition();
    }

    @Override
    public void process(Record<String, Usage> record) {
        Usage usage = record.value();
        if (usage == null) {
            throw invariant.broken("Usage of " + record.key() + " has no value; nobody may delete usage");
        }
        int source = usage.getSourcePartition();
        invariant.require(
                source >= 0 && source < partitions.intake(),
                () -> "Usage names intake partition " + source + " of " + partitions.intake());
        Bytes key = receivedKey(usage, source);
        Counters before = orNone(received.get(key));
        invariant.require(
                !before.marked(),
                () -> "Usage of " + group(usage) + " came behind the mark of intake partition " + source
                        + ", which says that nothing follows: " + usage.getKind() + ", after " + before);
        switch (usage.getKind()) {
            case COUNT -> received.put(key, before.plus(add(usage)));
            case MARK -> mark(record, key, before);
            default -> throw invariant.broken("Usage of a kind that this version does not know");
        }
    }

    /** Adds the counts to their rows; returns what they add to the control totals. */
    private Counters add(Usage usage) {
        long plays = 0;
        long shortPlays = 0;
        for (RecordingUsage recording : usage.getRecordings()) {
            for (UsageCount count : recording.getCounts()) {
                invariant.require(
                        count.getPlays() >= 0 && count.getShortPlays() >= 0,
                        () -> "Negative count of " + recording.getIsrc() + ": " + count);
                plays = Math.addExact(plays, count.getPlays());
                shortPlays = Math.addExact(shortPlays, count.getShortPlays());
            }
            add(usage, recording);
        }
        return new Counters(1, plays, shortPlays, false);
    }

    private void add(Usage usage, RecordingUsage recording) {
        String isrc = recording.getIsrc();
        int bucket = Bucket.of(isrc);
        invariant.require(
                Bucket.partition(bucket, partitions.tally()) == task,
                () -> "Usage of " + isrc + ", bucket " + bucket + ", is in the wrong partition of "
                        + partitions.tally());
        Bytes key = new RowKey(
                        usage.getDsp(), usage.getPeriod(), usage.getTerritory(), usage.getOffering(), bucket, isrc)
                .toBytes();
        TallyRow row = rows.get(key);
        rows.put(key, (row == null ? TallyRow.EMPTY : row).plus(recording.getCounts()));
    }

    private void mark(Record<String, Usage> record, Bytes key, Counters got) {
        Usage usage = record.value();
        UsageMark mark = usage.getMark();
        invariant.require(
                mark.getSourcePartitions() == partitions.intake()
                        && mark.getRecordsSent().size() == partitions.tally()
                        && mark.getPlaysSent().size() == partitions.tally()
                        && mark.getShortPlaysSent().size() == partitions.tally(),
                () -> "The mark of " + group(usage) + " was made for other partitions than " + partitions + ": "
                        + mark);
        long records = mark.getRecordsSent().get(task);
        long plays = mark.getPlaysSent().get(task);
        long shortPlays = mark.getShortPlaysSent().get(task);
        invariant.require(
                got.counts(records, plays, shortPlays),
                () -> "Intake partition " + usage.getSourcePartition() + " sent " + records + " records, " + plays
                        + " plays, " + shortPlays + " short plays of " + group(usage) + " to this task, which received "
                        + got.records() + ", " + got.plays() + ", " + got.shortPlays());
        received.put(key, got.withMark());
        allMarked(usage).ifPresent(sum -> context.forward(new Record<>(
                group(usage),
                new TotalJob(usage.getDsp(), usage.getPeriod(), sum, record.timestamp(), partitions.pool()),
                record.timestamp())));
    }

    /** The sum over all intake partitions, once each of them has sent its mark. */
    private Optional<Counters> allMarked(Usage usage) {
        Counters sum = Counters.NONE.withMark();
        for (int source = 0; source < partitions.intake(); source++) {
            Counters counters = orNone(received.get(receivedKey(usage, source)));
            if (!counters.marked()) {
                return Optional.empty();
            }
            sum = sum.plus(counters);
        }
        return Optional.of(sum);
    }

    private static Counters orNone(Counters counters) {
        return counters == null ? Counters.NONE : counters;
    }

    private static Bytes receivedKey(Usage usage, int source) {
        return StoreKey.of(usage.getDsp(), usage.getPeriod()).ordered(source).toBytes();
    }

    private static String group(Usage usage) {
        return usage.getDsp() + "/" + usage.getPeriod();
    }
}
