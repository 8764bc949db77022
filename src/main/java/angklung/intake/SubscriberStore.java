package angklung.intake;

import angklung.model.Period;
import angklung.stage.StateReader;
import angklung.stage.StateWriter;
import angklung.stage.StoreKey;
import angklung.stage.StoreKeyReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What followed subscribers played. Key: service, period, bucket of the subscriber, territory, offering, revision,
 * sequence, form; value: by subscriber, a {@link SubscriberEntry} or a {@link DetailedEntry}. Appended to only, and
 * revisions stay apart, because late plays come while the revision before is still being weighed.
 *
 * <p>Few subscribers play twice between two commits, so an entry for each would cost nearly as much as everything else
 * that is done for a play. The subscribers of a bucket share one; a bucket is small enough to be sorted in the heap
 * when it is read, so that all plays of one subscriber come together, of all territories.
 */
final class SubscriberStore {
    /** Form of a {@link SubscriberEntry}. */
    static final int COUNTED = 0;

    /** Form of a {@link DetailedEntry}; one commit may leave a subscriber an entry of each. */
    static final int DETAILED = 1;

    /** As many as one byte tells: of a hundred million plays in a partition and period, a bucket has ten megabytes. */
    static final int BUCKETS = 256;

    private static final int FORMAT = 1;

    private final KeyValueStore<Bytes, byte[]> store;
    private Loaded loaded; // the bucket that was read last; null if none is of use any more

    /** What a subscriber played of one offering between two commits. */
    record Piece(String territory, String offering, byte[] entry) {}

    private record Loaded(
            String dsp, UsageRevision usage, int bucket, NavigableMap<String, List<Piece>> bySubscriber) {}

    SubscriberStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /** By what the language lays down: it is the same in every process and version. */
    static int bucketOf(String subscriber) {
        int hash = subscriber.hashCode();
        return (hash ^ hash >>> 8 ^ hash >>> 16 ^ hash >>> 24) & BUCKETS - 1;
    }

    static Bytes key(
            String dsp, UsageRevision usage, int bucket, String territory, String offering, long sequence, int form) {
        return StoreKey.of(dsp, usage.period().toString())
                .oneByte(bucket)
                .text(territory)
                .text(offering)
                .ordered(usage.number())
                .ordered((int) (sequence >>> Integer.SIZE))
                .ordered((int) sequence)
                .oneByte(form)
                .toBytes();
    }

    /** A value to which {@link #add} adds. */
    static StateWriter value() {
        return new StateWriter(FORMAT);
    }

    /** Adds a subscriber's entry to a value. */
    static void add(StateWriter value, String subscriber, byte[] entry) {
        value.text(subscriber).bytes(entry);
    }

    void append(List<KeyValue<Bytes, byte[]>> entries) {
        store.putAll(entries);
    }

    /** Whether plays are stored of any revision of a period. */
    boolean has(String dsp, Period period) {
        Bytes prefix = prefix(dsp, period);
        try (KeyValueIterator<Bytes, byte[]> entries = store.range(prefix, Bytes.increment(prefix))) {
            return entries.hasNext();
        }
    }

    /**
     * The subscribers of a period, one after another.
     *
     * @param usage that is cut; plays of later revisions are left out
     * @param done {@link SubscriberPlays#key} of the last subscriber that was read; null to begin
     */
    SubscriberScan scan(String dsp, UsageRevision usage, byte[] done) {
        return new SubscriberScan(this, dsp, usage, done);
    }

    /** The first bucket from a given one on that has something in it; {@link #BUCKETS} if there is none. */
    int nextBucket(String dsp, Period period, int from) {
        if (from == BUCKETS) {
            return BUCKETS;
        }
        Bytes prefix = prefix(dsp, period);
        Bytes start = StoreKey.of(dsp, period.toString()).oneByte(from).toBytes();
        try (KeyValueIterator<Bytes, byte[]> entries = store.range(start, Bytes.increment(prefix))) {
            boolean any = entries.hasNext() && entries.peekNextKey().get().length > prefix.get().length;
            return any ? new StoreKeyReader(entries.peekNextKey(), prefix.get().length).oneByte() : BUCKETS;
        }
    }

    /** The plays in a bucket, by subscriber; kept until another is asked for, because it is read in many turns. */
    NavigableMap<String, List<Piece>> bucket(String dsp, UsageRevision usage, int bucket) {
        if (loaded == null || loaded.bucket() != bucket || !loaded.usage().equals(usage) || !loaded.dsp().equals(dsp)) {
            loaded = new Loaded(dsp, usage, bucket, load(dsp, usage, bucket));
        }
        return loaded.bySubscriber();
    }

    /** What was kept is not asked for again. */
    void release() {
        loaded = null;
    }

    private NavigableMap<String, List<Piece>> load(String dsp, UsageRevision usage, int bucket) {
        NavigableMap<String, List<Piece>> bySubscriber = new TreeMap<>();
        Bytes prefix = StoreKey.of(dsp, usage.period().toString()).oneByte(bucket).toBytes();
        try (KeyValueIterator<Bytes, byte[]> entries = KeyScan.of(store, prefix, null)) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> next = entries.next();
                StoreKeyReader key = new StoreKeyReader(next.key, prefix.get().length);
                String territory = key.text();
                String offering = key.text();
                if (key.ordered() <= usage.number()) {
                    read(next.value, territory, offering, bySubscriber);
                }
            }
        }
        return bySubscriber;
    }

    private static void read(
            byte[] value, String territory, String offering, NavigableMap<String, List<Piece>> bySubscriber) {
        StateReader reader = new StateReader(value, FORMAT);
        while (reader.hasMore()) {
            bySubscriber.computeIfAbsent(reader.text(), key -> new ArrayList<>(2))
                    .add(new Piece(territory, offering, reader.bytes()));
        }
    }

    /** Where a scan goes on behind a subscriber. */
    static byte[] cursor(int bucket, String subscriber) {
        byte[] name = subscriber.getBytes(StandardCharsets.UTF_8);
        byte[] cursor = new byte[1 + name.length];
        cursor[0] = (byte) bucket;
        System.arraycopy(name, 0, cursor, 1, name.length);
        return cursor;
    }

    /** Deletes entries of periods before the first one to keep, some at a time. */
    void sweep(String dsp, Period firstKept, int limit) {
        sweep(store, dsp, firstKept, limit);
    }

    /** The same of any store whose keys begin with service and period, and do not end there. */
    static <V> void sweep(KeyValueStore<Bytes, V> store, String dsp, Period firstKept, int limit) {
        List<Bytes> expired = new ArrayList<>();
        try (KeyValueIterator<Bytes, V> entries =
                store.range(StoreKey.of(dsp).toBytes(), prefix(dsp, firstKept))) {
            // The end of a range is part of it, but no entry has a key that ends there.
            while (entries.hasNext() && expired.size() < limit) {
                expired.add(entries.next().key);
            }
        }
        expired.forEach(store::delete);
    }

    private static Bytes prefix(String dsp, Period period) {
        return StoreKey.of(dsp, period.toString()).toBytes();
    }
}
