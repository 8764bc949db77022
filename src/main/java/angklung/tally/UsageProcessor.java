package angklung.tally;

import angklung.avro.DayWeight;
import angklung.avro.RecordingUsage;
import angklung.avro.ScreeningPolicy;
import angklung.avro.Usage;
import angklung.avro.UsageCount;
import angklung.avro.UsageKind;
import angklung.avro.UsageMark;
import angklung.close.Facts;
import angklung.model.Bucket;
import angklung.model.Weight;
import angklung.stage.Invariant;
import angklung.topic.PartitionContract;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Adds usage to the rows of its revision, and checks at every mark that what came from its sender is what it says. With
 * the last mark of a revision of a service and period the job to report its plays goes on.
 */
final class UsageProcessor implements Processor<String, Usage, String, Notice> {
    private final TallyStores stores;
    private final PartitionContract partitions;
    private final boolean estimates;
    private ProcessorContext<String, Notice> context;
    private Invariant invariant;
    private KeyValueStore<Bytes, TallyRow> rows;
    private KeyValueStore<Bytes, WeightRow> weights;
    private KeyValueStore<Bytes, ScreenedRow> screened;
    private KeyValueStore<Bytes, Counters> totals;
    private KeyValueStore<Bytes, Counters> received;
    private int task;

    /** @param estimates whether to tell which rows have changed */
    UsageProcessor(TallyStores stores, PartitionContract partitions, boolean estimates) {
        this.stores = stores;
        this.partitions = partitions;
        this.estimates = estimates;
    }

    @Override
    public void init(ProcessorContext<String, Notice> context) {
        this.context = context;
        this.invariant = new Invariant(context);
        this.rows = stores.rows.get(context);
        this.weights = stores.weights.get(context);
        this.screened = stores.screened.get(context);
        this.received = stores.received.get(context);
        this.totals = stores.totals.get(context);
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
        int revision = usage.getRevision();
        invariant.require(revision >= 0, () -> "Usage of " + group(usage) + " is of a negative revision");
        invariant.require(
                revision == 0 || orNone(received.get(receivedKey(usage, revision - 1, source))).marked(),
                () -> "Usage of " + group(usage) + " came before the mark of intake partition " + source
                        + " that ends the revision before");
        Bytes key = receivedKey(usage, revision, source);
        Counters before = orNone(received.get(key));
        invariant.require(
                !before.marked(),
                () -> "Usage of " + group(usage) + " came behind the mark of intake partition " + source
                        + ", which says that nothing follows: " + usage.getKind() + ", after " + before);
        switch (usage.getKind()) {
            case COUNT -> received.put(key, before.plus(add(record)));
            case WEIGHT -> received.put(key, before.plus(weigh(usage)));
            case SCREENED, CONFIRMED -> received.put(key, before.plus(screen(usage)));
            case MARK -> mark(record, key, before);
            default -> throw invariant.broken("Usage of a kind that this version does not know");
        }
    }

    /** Adds the counts to their rows; returns what they add to the control totals. */
    private Counters add(Record<String, Usage> record) {
        Usage usage = record.value();
        long plays = 0;
        long shortPlays = 0;
        List<Bytes> changed = new ArrayList<>(usage.getRecordings().size());
        for (RecordingUsage recording : usage.getRecordings()) {
            for (UsageCount count : recording.getCounts()) {
                invariant.require(
                        count.getPlays() >= 0 && count.getShortPlays() >= 0,
                        () -> "Negative count of " + recording.getIsrc() + ": " + count);
                plays = Math.addExact(plays, count.getPlays());
                shortPlays = Math.addExact(shortPlays, count.getShortPlays());
            }
            changed.add(add(usage, recording));
        }
        if (estimates && usage.getRevision() == 0) {
            context.forward(record.withValue(new ChangedRows(changed)));
        }
        return Counters.ofRecord(plays, shortPlays, 0, BigInteger.ZERO);
    }

    private Bytes add(Usage usage, RecordingUsage recording) {
        Bytes key = rowKey(usage, recording).toBytes();
        TallyRow row = rows.get(key);
        rows.put(key, (row == null ? TallyRow.EMPTY : row).plus(recording.getCounts()));
        return key;
    }

    /** Adds the weights to those of their recordings; returns what they add to the control totals. */
    private Counters weigh(Usage usage) {
        String weighting = usage.getWeighting();
        boolean mayHold = bySubscriber(usage).screening() == ScreeningPolicy.HOLD;
        BigInteger sum = BigInteger.ZERO;
        for (RecordingUsage recording : usage.getRecordings()) {
            for (DayWeight day : recording.getWeights()) {
                invariant.require(
                        day.getPlays() >= 0 && day.getWeight().signum() >= 0,
                        () -> "Negative weight of " + recording.getIsrc() + ": " + day);
                requireHeldAmong(day, mayHold, recording.getIsrc());
                sum = sum.add(Weight.toUnits(day.getWeight()));
            }
            Bytes key = Recordings.weightKey(rowKey(usage, recording), weighting);
            WeightRow row = weights.get(key);
            weights.put(key, (row == null ? WeightRow.EMPTY : row).plus(recording.getWeights()));
        }
        return Counters.ofRecord(0, 0, 0, sum);
    }

    /** Adds the plays found artificial to those of their recordings; returns what they add to the control totals. */
    private Counters screen(Usage usage) {
        long plays = 0;
        for (RecordingUsage recording : usage.getRecordings()) {
            for (UsageCount count : recording.getCounts()) {
                invariant.require(
                        count.getPlays() >= 0 && count.getShortPlays() == 0,
                        () -> "Only royalty-bearing plays are found artificial; of " + recording.getIsrc() + ": "
                                + count);
                plays = Math.addExact(plays, count.getPlays());
            }
            Bytes key = rowKey(usage, recording).toBytes();
            ScreenedRow row = screened.get(key);
            ScreenedRow known = row == null ? ScreenedRow.EMPTY : row;
            screened.put(
                    key,
                    usage.getKind() == UsageKind.CONFIRMED
                            ? known.plusConfirmed(recording.getCounts())
                            : known.plusOpen(recording.getCounts()));
        }
        return Counters.ofRecord(0, 0, plays, BigInteger.ZERO);
    }

    private void requireHeldAmong(DayWeight day, boolean mayHold, String isrc) {
        invariant.require(
                day.getHeldPlays() >= 0
                        && day.getHeldPlays() <= (mayHold ? day.getPlays() : 0)
                        && day.getHeldWeight().signum() >= 0
                        && day.getHeldWeight().compareTo(mayHold ? day.getWeight() : Weight.ZERO) <= 0,
                () -> "What is held of " + isrc + " is not among its plays, or the weighting holds nothing: " + day);
    }

    private WeightingText bySubscriber(Usage usage) {
        try {
            WeightingText weighting = WeightingText.parse(usage.getWeighting());
            if (weighting.weighing().bySubscriber()) {
                return weighting;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw invariant.broken("Usage of " + group(usage) + " has weights of '" + usage.getWeighting()
                + "', which is no weighting of subscribers that this version knows");
    }

    private RowKey rowKey(Usage usage, RecordingUsage recording) {
        String isrc = recording.getIsrc();
        int bucket = Bucket.of(isrc);
        invariant.require(
                Bucket.partition(bucket, partitions.tally()) == task,
                () -> "Usage of " + isrc + ", bucket " + bucket + ", is in the wrong partition of "
                        + partitions.tally());
        return new RowKey(
                usage.getDsp(),
                usage.getPeriod(),
                usage.getRevision(),
                usage.getTerritory(),
                usage.getOffering(),
                bucket,
                isrc);
    }

    private void mark(Record<String, Usage> record, Bytes key, Counters got) {
        Usage usage = record.value();
        UsageMark mark = usage.getMark();
        invariant.require(
                mark.getSourcePartitions() == partitions.intake()
                        && mark.getRecordsSent().size() == partitions.tally()
                        && mark.getPlaysSent().size() == partitions.tally()
                        && mark.getShortPlaysSent().size() == partitions.tally()
                        && (mark.getWeightsSent().isEmpty() || mark.getWeightsSent().size() == partitions.tally())
                        && (mark.getScreenedSent().isEmpty() || mark.getScreenedSent().size() == partitions.tally()),
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
        BigInteger weight = mark.getWeightsSent().isEmpty()
                ? BigInteger.ZERO
                : Weight.toUnits(mark.getWeightsSent().get(task));
        invariant.require(
                got.weight().equals(weight),
                () -> "Intake partition " + usage.getSourcePartition() + " sent weights of " + Weight.toDecimal(weight)
                        + " of " + group(usage) + " to this task, which received " + Weight.toDecimal(got.weight()));
        long artificial = mark.getScreenedSent().isEmpty() ? 0 : mark.getScreenedSent().get(task);
        invariant.require(
                got.screened() == artificial,
                () -> "Intake partition " + usage.getSourcePartition() + " found " + artificial + " plays of "
                        + group(usage) + " artificial and told this task, which received " + got.screened());
        received.put(key, got.withMark(mark.getSubscribersExpired()));
        allMarked(usage).ifPresent(sum -> endOfRevision(record, sum));
    }

    private void endOfRevision(Record<String, Usage> record, Counters sum) {
        Usage usage = record.value();
        int revision = usage.getRevision();
        invariant.require(
                revision == 0
                        || totals.get(TotalWork.key(usage.getDsp(), usage.getPeriod(), revision - 1)) != null,
                () -> "Usage of " + group(usage) + " ended before this task reported the revision before it");
        context.forward(new Record<>(
                group(usage),
                new TotalJob(
                        usage.getDsp(), usage.getPeriod(), revision, sum, record.timestamp(), partitions.pool()),
                record.timestamp()));
    }

    /** The sum over all intake partitions, once each of them has sent its mark. */
    private Optional<Counters> allMarked(Usage usage) {
        Counters sum = Counters.NONE.withMark(false);
        for (int source = 0; source < partitions.intake(); source++) {
            Counters counters = orNone(received.get(receivedKey(usage, usage.getRevision(), source)));
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

    private static Bytes receivedKey(Usage usage, int revision, int source) {
        return RowKey.revision(usage.getDsp(), usage.getPeriod(), revision)
                .ordered(source)
                .toBytes();
    }

    private static String group(Usage usage) {
        return usage.getDsp() + "/" + Facts.revised(usage.getPeriod(), usage.getRevision());
    }
}
