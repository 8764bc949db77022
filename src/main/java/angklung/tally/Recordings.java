package angklung.tally;

import angklung.model.Bucket;
import angklung.model.Period;
import angklung.stage.StoreKey;
import angklung.stage.StoreKeyReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The recordings of one pool in this task, in the order (bucket, ISRC). Counts of all revisions that the pool rests
 * on, plays found artificial, counts of the periods that its minimum looks back on, weights that intake sent and days
 * that policies exclude are ranges of keys with the same order, so they are merged as they are read: nothing is looked
 * up and nothing is ever added up in a store. What the pool's terms do not ask for is not even opened.
 */
final class Recordings {
    private final WeightTerms terms;
    private final RecordingSource stores;
    private final ExclusionDecision decision; // null: what was decided, if anything, is kept
    private final List<Bytes> own = new ArrayList<>();
    private final List<Bytes> earlier = new ArrayList<>();
    private final List<Bytes> earlierScreened = new ArrayList<>();
    private final Bytes screenedPrefix; // null: plays found artificial are as any others
    private final Bytes weightPrefix; // null: no weights
    private final Bytes excludedPrefix; // null: nothing is excluded, or it is decided now

    /** @param decision decides which days are excluded, if that has not been decided for these terms; or null */
    Recordings(WeightTerms terms, Window window, RecordingSource stores, ExclusionDecision decision) {
        this.terms = terms;
        this.stores = stores;
        this.decision = decision;
        addRevisions(own, terms.period(), terms.revision());
        Period period = Period.parse(terms.period());
        for (int back = 1; back <= window.lastRevisions().size(); back++) {
            addEarlier(
                    new Period(period.month().minusMonths(back)).toString(),
                    window.lastRevisions().get(back - 1));
        }
        this.screenedPrefix =
                terms.screens() ? rowPrefix(terms.period(), told(terms.period(), terms.revision())) : null;
        this.weightPrefix = lastWeights();
        this.excludedPrefix = terms.exclusion() != null && decision == null ? terms.key() : null;
    }

    private void addEarlier(String period, int lastRevision) {
        addRevisions(earlier, period, lastRevision);
        if (terms.screens() && lastRevision != Window.UNKNOWN) {
            earlierScreened.add(rowPrefix(period, told(period, lastRevision)));
        }
    }

    private void addRevisions(List<Bytes> prefixes, String period, int last) {
        for (int revision = 0; revision <= last; revision++) {
            prefixes.add(rowPrefix(period, revision));
        }
    }

    private Bytes rowPrefix(String period, int revision) {
        return RowKey.revision(terms.offering().dsp(), period, revision)
                .text(terms.offering().territory())
                .text(terms.offering().offering())
                .toBytes();
    }

    private int told(String period, int revision) {
        return stores.told().last(terms.offering().dsp(), period, revision);
    }

    /**
     * Each revision that has weights has all of them, so only the last one counts. One that has none was cut before
     * such weights were agreed, and those of an earlier one are better than none; but where plays found artificial
     * weigh nothing, it may have none because all of them are.
     */
    private Bytes lastWeights() {
        if (!terms.weighing().bySubscriber()) {
            return null;
        }
        int last = told(terms.period(), terms.revision());
        if (terms.screens()) {
            return weightPrefix(terms, last);
        }
        for (int revision = last; revision >= 0; revision = told(terms.period(), revision - 1)) {
            Bytes prefix = weightPrefix(terms, revision);
            RowKey.Range range = RowKey.range(prefix, null);
            try (KeyValueIterator<Bytes, WeightRow> any = stores.weights().range(range.from(), range.to())) {
                if (any.hasNext()) {
                    return prefix;
                }
            }
        }
        return null;
    }

    private static Bytes weightPrefix(WeightTerms terms, int revision) {
        return weightPrefix(
                        terms.offering().dsp(),
                        terms.period(),
                        terms.offering().territory(),
                        terms.offering().offering(),
                        terms.weightingText(),
                        revision)
                .toBytes();
    }

    private static StoreKey weightPrefix(
            String dsp, String period, String territory, String offering, String weighting, int revision) {
        return StoreKey.of(dsp, period, territory, offering, weighting).ordered(revision);
    }

    /** Position of a recording in the walks of any pool. */
    static byte[] position(String isrc) {
        return new StoreKey().oneByte(Bucket.of(isrc)).text(isrc).toBytes().get();
    }

    /** Key of what intake says that a recording weighs. */
    static Bytes weightKey(RowKey row, String weighting) {
        return weightPrefix(row.dsp(), row.period(), row.territory(), row.offering(), weighting, row.revision())
                .oneByte(row.bucket())
                .text(row.isrc())
                .toBytes();
    }

    /**
     * A walk over all recordings of this task. While it is open nobody may read or write single rows or weights: that
     * could evict cached ones from under it.
     *
     * @param done position of the last recording that is done; null: none is
     */
    Walk all(byte[] done) {
        return new Walk(new byte[0], done);
    }

    /** A walk over the recordings of one bucket, as above. */
    Walk bucket(int bucket, byte[] done) {
        return new Walk(new byte[] {(byte) bucket}, done);
    }

    /** One recording, without reading any other; empty if the pool knows nothing of it. */
    Optional<Recording> one(String isrc) {
        try (Walk walk = new Walk(position(isrc), null)) {
            return walk.hasNext() ? Optional.of(walk.next()) : Optional.empty();
        }
    }

    /** Also steps on recordings that only earlier periods know; they have no plays and no weight. */
    final class Walk implements AutoCloseable {
        private final List<Source<?>> all = new ArrayList<>();
        private final List<Source<TallyRow>> counts = new ArrayList<>();
        private final List<Source<TallyRow>> past = new ArrayList<>();
        private final List<Source<ScreenedRow>> pastScreened = new ArrayList<>();
        private final Source<ScreenedRow> screened; // this and those below may be null: nothing to read
        private final Source<WeightRow> sent;
        private final Source<ExcludedDays> excluded;
        private byte[] next;

        private Walk(byte[] within, byte[] done) {
            own.forEach(prefix -> counts.add(open(stores.rows(), prefix, within, done)));
            earlier.forEach(prefix -> past.add(open(stores.rows(), prefix, within, done)));
            earlierScreened.forEach(prefix -> pastScreened.add(open(stores.screened(), prefix, within, done)));
            this.screened = open(stores.screened(), screenedPrefix, within, done);
            this.sent = open(stores.weights(), weightPrefix, within, done);
            this.excluded = open(stores.excluded(), excludedPrefix, within, done);
            findNext();
        }

        private <V> Source<V> open(KeyValueStore<Bytes, V> store, Bytes prefix, byte[] within, byte[] done) {
            if (prefix == null) {
                return null;
            }
            Source<V> source = new Source<>(store, prefix, within, done);
            all.add(source);
            return source;
        }

        boolean hasNext() {
            return next != null;
        }

        /** @throws IllegalStateException if weights came, or plays were found artificial, that were not counted */
        Recording next() {
            byte[] position = next;
            TallyRow row = counted(position);
            long before = pastPlays(position);
            ScreenedRow artificial = take(screened, position, ScreenedRow.EMPTY);
            WeightRow weight = take(sent, position, WeightRow.EMPTY);
            ExcludedDays kept = take(excluded, position, ExcludedDays.NONE);
            findNext();
            StoreKeyReader key = new StoreKeyReader(Bytes.wrap(position));
            int bucket = key.oneByte();
            String isrc = key.text();
            Weighed weighed = weigh(isrc, row, artificial, weight);
            ExcludedDays days = decision == null ? kept : decision.decide(isrc, position, weighed.days());
            Weighed rest = weighed.without(days.days());
            boolean below = Math.addExact(row.plays() - rest.screenedPlays(), before) < terms.minimumPlays();
            boolean takesPart = row.plays() > rest.screenedPlays() + rest.authorshipPlays();
            return new Recording(bucket, isrc, position, row.plays(), rest, takesPart && below);
        }

        private Weighed weigh(String isrc, TallyRow row, ScreenedRow artificial, WeightRow weight) {
            try {
                return Weighed.of(terms, row, artificial, weight);
            } catch (IllegalStateException e) {
                throw new IllegalStateException(
                        "The weights of " + isrc + " in " + terms + " do not fit its plays: " + e.getMessage(), e);
            }
        }

        private TallyRow counted(byte[] position) {
            TallyRow sum = TallyRow.EMPTY;
            for (Source<TallyRow> source : counts) {
                TallyRow row = source.take(position);
                if (row != null) {
                    sum = sum.plus(row);
                }
            }
            return sum;
        }

        /** Those of earlier periods that count towards the minimum. */
        private long pastPlays(byte[] position) {
            long plays = 0;
            for (Source<TallyRow> source : past) {
                plays = Math.addExact(plays, take(source, position, TallyRow.EMPTY).plays());
            }
            for (Source<ScreenedRow> source : pastScreened) {
                plays -= terms.uncounted(take(source, position, ScreenedRow.EMPTY));
            }
            return plays;
        }

        private static <V> V take(Source<V> source, byte[] position, V none) {
            V value = source == null ? null : source.take(position);
            return value == null ? none : value;
        }

        private void findNext() {
            next = null;
            for (Source<?> source : all) {
                if (source.isBefore(next)) {
                    next = source.head();
                }
            }
        }

        @Override
        public void close() {
            all.forEach(Source::close);
        }
    }
}
