package angklung.tally;

import angklung.model.Bucket;
import angklung.stage.Budget;
import angklung.stage.StoreKeyReader;
import java.util.Objects;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Finds out what a later revision says of its groups besides their plays: for each pool whether claims have changed on
 * a recording that it divided, and for each group whether other plays are found artificial. Only what has changed is
 * read of the rights, and only until the first recording that is concerned.
 */
final class NewsWork {
    private final KeyValueStore<Bytes, ScreenedRow> screened;
    private final ToldRevisions told;
    private final KeyValueStore<Bytes, Divided> divided;
    private final KeyValueStore<Bytes, Allocation> allocations;
    private final KeyValueStore<Bytes, ExcludedDays> excluded;
    private final RightsLog log;

    NewsWork(
            KeyValueStore<Bytes, ScreenedRow> screened,
            ToldRevisions told,
            KeyValueStore<Bytes, Divided> divided,
            KeyValueStore<Bytes, Allocation> allocations,
            KeyValueStore<Bytes, ExcludedDays> excluded,
            RightsLog log) {
        this.screened = screened;
        this.told = told;
        this.divided = divided;
        this.allocations = allocations;
        this.excluded = excluded;
        this.log = log;
    }

    /** Goes on until the budget is spent; true once all news are known. */
    boolean advance(TotalJob job, Budget budget) {
        if (!job.rightsDone) {
            job.rightsDone = compareRights(job, budget);
        }
        if (job.rightsDone && !job.screeningDone) {
            job.screeningDone = compareScreening(job, budget);
        }
        return job.screeningDone;
    }

    private boolean compareRights(TotalJob job, Budget budget) {
        RowKey.Range range = RowKey.range(Divided.group(job.dsp, job.period).toBytes(), job.pool);
        try (KeyValueIterator<Bytes, Divided> pools = divided.range(range.from(), range.to())) {
            while (pools.hasNext()) {
                if (!budget.isLeft()) {
                    return false;
                }
                KeyValue<Bytes, Divided> pool = pools.next();
                if (!compareRights(job, pool.key, pool.value, budget)) {
                    return false;
                }
                job.pool = pool.key.get();
                job.change = RightsLog.START;
                budget.spend();
            }
        }
        return true;
    }

    private boolean compareRights(TotalJob job, Bytes key, Divided pool, Budget budget) {
        String id = Divided.pool(key);
        long seen = Math.max(pool.rightsChange(), job.change);
        try (RightsLog.Scan changes = log.between(pool.right(), seen, log.last(pool.right()))) {
            while (changes.hasNext()) {
                if (!budget.take()) {
                    return false;
                }
                RightsLog.Change change = changes.next();
                if (isDivided(id, pool, change.isrc())) {
                    job.add(pool.territory(), pool.offering(), news -> news.withRight(pool.right()));
                    return true;
                }
                job.change = change.number();
            }
        }
        return true;
    }

    /** What policies exclude has no part of the pool, and may have one now. */
    private boolean isDivided(String pool, Divided last, String isrc) {
        return allocations.get(Allocation.key(pool, Bucket.of(isrc), isrc)) != null
                || last.exclusions() != null
                        && excluded.get(ExclusionDecision.key(last.exclusions(), Recordings.position(isrc))) != null;
    }

    private boolean compareScreening(TotalJob job, Budget budget) {
        if (job.expected.expired()) {
            return true; // what was found before goes on to count
        }
        int last = told.last(job.dsp, job.period, job.revision - 1);
        try (Source<ScreenedRow> now = screened(job, job.revision);
                Source<ScreenedRow> before = screened(job, last)) {
            while (now.head() != null || before.head() != null) {
                if (!budget.take()) {
                    return false;
                }
                byte[] position = now.isBefore(before.head()) ? now.head() : before.head();
                if (!Objects.equals(now.take(position), before.take(position))) {
                    StoreKeyReader reader = new StoreKeyReader(Bytes.wrap(position));
                    job.add(reader.text(), reader.text(), News::withScreening);
                }
                job.screened = position;
            }
        }
        return true;
    }

    private Source<ScreenedRow> screened(TotalJob job, int revision) {
        return new Source<>(screened, TotalWork.key(job.dsp, job.period, revision), new byte[0], job.screened);
    }
}
