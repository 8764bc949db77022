package angklung.tally;

import angklung.model.Period;
import angklung.stage.StoreKey;
import angklung.stage.StoreKeyReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The recordings of one pool in this task, in the order (bucket, ISRC). Counts of all revisions that the pool rests
 * on, counts of the periods that its minimum looks back on and weights that intake sent are ranges of keys with the
 * same order, so they are merged as they are read: nothing is looked up and nothing is ever added up in a store.
 */
final class Recordings {
    private final WeightTerms terms;
    private final KeyValueStore<Bytes, TallyRow> rows;
    private final KeyValueStore<Bytes, WeightRow> weights;
    private final List<Bytes> own = new ArrayList<>();
    private final List<Bytes> earlier = new ArrayList<>();
    private final Bytes weightPrefix; // null: no weights

    Recordings(
            WeightTerms terms,
            Window window,
            KeyValueStore<Bytes, TallyRow> rows,
            KeyValueStore<Bytes, WeightRow> weights) {
        this.terms = terms;
        this.rows = rows;
        this.weights = weights;
        addRevisions(own, terms.period(), terms.revision());
        Period period = Period.parse(terms.period());
        for (int back = 1; back <= window.lastRevisions().size(); back++) {
            Period before = new Period(period.month().minusMonths(back));
            addRevisions(earlier, before.toString(), window.lastRevisions().get(back - 1));
        }
        this.weightPrefix = lastWeights();
    }

    private void addRevisions(List<Bytes> prefixes, String period, int last) {
        for (int revision = 0; revision <= last; revision++) {
            prefixes.add(RowKey.revision(terms.offering().dsp(), period, revision)
                    .text(terms.offering().territory())
                    .text(terms.offering().offering())
                    .toBytes());
        }
    }

    /** Each revision that has weights has all of them, so only the last one counts. */
    private Bytes lastWeights() {
        if (!terms.weighing().bySubscriber()) {
            return null;
        }
        for (int revision = terms.revision(); revision >= 0; revision--) {
            Bytes prefix = weightPrefix(terms, revision);
            RowKey.Range range = RowKey.range(prefix, null);
            try (KeyValueIterator<Bytes, WeightRow> any = weights.range(range.from(), range.to())) {
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
                        terms.weighing().toString(),
                        revision)
                .toBytes();
    }

    private static StoreKey weightPrefix(
            String dsp, String period, String territory, String offering, String weighting, int revision) {
        return StoreKey.of(dsp, period, territory, offering, weighting).ordered(revision);
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

    /** Also steps on recordings that only earlier periods know; they have no plays and no weight. */
    final class Walk implements AutoCloseable {
        private final List<Source<TallyRow>> counts = new ArrayList<>();
        private final List<Source<TallyRow>> past = new ArrayList<>();
        private final List<Source<WeightRow>> sent = new ArrayList<>(); // one or none
        private byte[] next;

        private Walk(byte[] within, byte[] done) {
            own.forEach(prefix -> counts.add(new Source<>(rows, prefix, within, done)));
            earlier.forEach(prefix -> past.add(new Source<>(rows, prefix, within, done)));
            if (weightPrefix != null) {
                sent.add(new Source<>(weights, weightPrefix, within, done));
            }
            findNext();
        }

        boolean hasNext() {
            return next != null;
        }

        /** @throws IllegalStateException if weights were sent for plays that were not counted */
        Recording next() {
            byte[] position = next;
            TallyRow row = counted(position);
            long before = pastPlays(position);
            WeightRow weight = sent.isEmpty() ? null : sent.get(0).take(position);
            findNext();
            StoreKeyReader key = new StoreKeyReader(Bytes.wrap(position));
            int bucket = key.oneByte();
            String isrc = key.text();
            long plays = row.plays();
            return new Recording(
                    bucket, isrc, position, plays, weigh(isrc, row, weight), isBelowMinimum(plays, before));
        }

        private Weighed weigh(String isrc, TallyRow row, WeightRow weight) {
            try {
                return Weighed.of(terms.weighing(), row, weight);
            } catch (IllegalStateException e) {
                throw new IllegalStateException(
                        "The weights of " + isrc + " in " + terms + " do not fit its plays: " + e.getMessage(), e);
            }
        }

        private boolean isBelowMinimum(long plays, long before) {
            return plays > 0 && Math.addExact(plays, before) < terms.minimumPlays();
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

        private long pastPlays(byte[] position) {
            long plays = 0;
            for (Source<TallyRow> source : past) {
                TallyRow row = source.take(position);
                plays = Math.addExact(plays, row == null ? 0 : row.plays());
            }
            return plays;
        }

        private void findNext() {
            next = null;
            counts.forEach(this::mayBeNext);
            past.forEach(this::mayBeNext);
            sent.forEach(this::mayBeNext);
        }

        private void mayBeNext(Source<?> source) {
            if (source.head != null && (next == null || Arrays.compareUnsigned(source.head, next) < 0)) {
                next = source.head;
            }
        }

        @Override
        public void close() {
            counts.forEach(Source::close);
            past.forEach(Source::close);
            sent.forEach(Source::close);
        }
    }

    /** One range of keys that differ in bucket and ISRC only. */
    private static final class Source<V> implements AutoCloseable {
        private final KeyValueIterator<Bytes, V> values;
        private final int prefixBytes;
        private byte[] head; // position of the next value; null: none is left

        private Source(KeyValueStore<Bytes, V> store, Bytes prefix, byte[] within, byte[] done) {
            RowKey.Range range = RowKey.range(
                    Bytes.wrap(concat(prefix.get(), within)), done == null ? null : concat(prefix.get(), done));
            this.values = store.range(range.from(), range.to());
            this.prefixBytes = prefix.get().length;
            findHead();
        }

        private void findHead() {
            byte[] key = values.hasNext() ? values.peekNextKey().get() : null;
            head = key == null ? null : Arrays.copyOfRange(key, prefixBytes, key.length);
        }

        /** The value at that position, if there is one; the source goes on behind it. */
        private V take(byte[] position) {
            if (!Arrays.equals(head, position)) {
                return null;
            }
            V value = values.next().value;
            findHead();
            return value;
        }

        private static byte[] concat(byte[] a, byte[] b) {
            byte[] both = Arrays.copyOf(a, a.length + b.length);
            System.arraycopy(b, 0, both, a.length, b.length);
            return both;
        }

        @Override
        public void close() {
            values.close();
        }
    }
}
