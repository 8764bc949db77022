package angklung.tally;

import angklung.avro.PartialKind;
import angklung.avro.PartialMark;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.PoolPartial;
import angklung.close.Facts;
import angklung.model.OfferingKey;
import angklung.stage.Budget;
import angklung.topic.PartitionContract;
import angklung.topic.Partitioning;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Adds up all rows of one revision of one service and period and reports the plays of each usage group by bucket,
 * and from revision 1 on what else is new of it, plays or not; then, in the mark and the fact, how much there was.
 */
final class TotalWork {
    private final int task;
    private final PartitionContract partitions;
    private final KeyValueStore<Bytes, TallyRow> rows;
    private final KeyValueStore<Bytes, Counters> totals;
    private final NewsWork news;

    TotalWork(
            int task,
            PartitionContract partitions,
            KeyValueStore<Bytes, TallyRow> rows,
            KeyValueStore<Bytes, Counters> totals,
            NewsWork news) {
        this.task = task;
        this.partitions = partitions;
        this.rows = rows;
        this.totals = totals;
        this.news = news;
    }

    /** Goes on until the budget is spent; true once the job is done. */
    boolean advance(TotalJob job, Budget budget, Output output) {
        if (job.revision > 0 && !news.advance(job, budget)) {
            return false;
        }
        Bytes revision = key(job.dsp, job.period, job.revision);
        RowKey.Range range = RowKey.range(revision, job.done);
        // Nothing here may read or write single rows: that could evict cached ones from under the scan.
        try (KeyValueIterator<Bytes, TallyRow> scan = rows.range(range.from(), range.to())) {
            while (scan.hasNext()) {
                if (!budget.take()) {
                    return false;
                }
                KeyValue<Bytes, TallyRow> next = scan.next();
                add(job, RowKey.parse(next.key), next.value, output);
                job.done = next.key.get();
            }
        }
        finish(job, revision, output);
        return true;
    }

    /** Key of the totals of a revision, and what the keys of its rows start with. */
    static Bytes key(String dsp, String period, int revision) {
        return RowKey.revision(dsp, period, revision).toBytes();
    }

    private void add(TotalJob job, RowKey key, TallyRow row, Output output) {
        if (job.group == null || !job.group.has(key)) {
            report(job, job.group, output);
            job.group = new GroupTotals(key.territory(), key.offering());
        }
        job.group.add(key.bucket(), row);
        job.plays = Math.addExact(job.plays, row.plays());
        job.shortPlays = Math.addExact(job.shortPlays, row.shortPlays());
    }

    private void report(TotalJob job, GroupTotals group, Output output) {
        if (group == null) {
            return;
        }
        OfferingKey offering = new OfferingKey(job.dsp, group.territory(), group.offering());
        News more = job.news.remove(offering);
        String key = offering.toString();
        job.recordsSent[Partitioning.ofKey(key, partitions.pool())]++;
        PoolPartial.Builder report = group.report(partial(job, PartialKind.TOTAL));
        output.partial(key, (more == null ? News.NONE : more).report(report).build());
    }

    private void finish(TotalJob job, Bytes revision, Output output) {
        Counters expected = job.expected;
        if (job.plays != expected.plays() || job.shortPlays != expected.shortPlays()) {
            throw new IllegalStateException("The rows of " + job.dsp + "/" + Facts.revised(job.period, job.revision)
                    + " in tally partition " + task + " sum up to " + job.plays + " plays and " + job.shortPlays + " short plays, but "
                    + expected.plays() + " and " + expected.shortPlays()
                    + " were received: state was lost or doubled; rebuild the tally from its input topics");
        }
        report(job, job.group, output);
        for (OfferingKey group : List.copyOf(job.news.keySet())) {
            report(job, new GroupTotals(group.territory(), group.offering()), output);
        }
        PartialMark mark = PartialMark.newBuilder()
                .setSourcePartitions(partitions.tally())
                .setRecordsSent(Arrays.stream(job.recordsSent)
                        .mapToInt(Math::toIntExact)
                        .boxed()
                        .toList())
                .build();
        output.partial(
                job.dsp + "/" + Facts.revised(job.period, job.revision),
                partial(job, PartialKind.MARK).setMark(mark).build());
        output.fact(
                Facts.tallyTotal(job.dsp, Facts.revised(job.period, job.revision), task),
                PeriodState.newBuilder()
                        .setKind(PeriodFact.TALLY_TOTAL)
                        .setDsp(job.dsp)
                        .setPeriod(job.period)
                        .setRevision(job.revision)
                        .setPartition(task)
                        .setRecords(expected.records())
                        .setPlays(expected.plays())
                        .setShortPlays(expected.shortPlays())
                        .setRecordedAt(Instant.ofEpochMilli(job.recordedAtMs))
                        .build());
        totals.put(revision, expected);
    }

    private PoolPartial.Builder partial(TotalJob job, PartialKind kind) {
        return PoolPartial.newBuilder()
                .setKind(kind)
                .setDsp(job.dsp)
                .setPeriod(job.period)
                .setRevision(job.revision)
                .setSourcePartition(task);
    }
}
