package angklung.intake;

import angklung.stage.StoreKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Seen plays in a key-value store. Key: service, NUL, 128 bits of the identifier; value: 64 bits of the payload
 * and the day that it was first seen. New plays are held in the heap until the commit and stored there in one
 * batch, which costs a fraction of as many single writes.
 *
 * <p>An entry counts for the days of the horizon, by the feed's own clock ({@link RecordClock}), whether it is
 * still stored or not: the sweep only frees space.
 */
final class StoredSeenPlays implements SeenPlays {
    private static final int HASH_BYTES = 2 * Long.BYTES;

    private final KeyValueStore<Bytes, byte[]> store;
    private final int days;
    private final Map<Bytes, byte[]> unsaved = new HashMap<>();
    private final Map<String, byte[]> prefixes = new HashMap<>();

    /** @param days after which an entry counts as absent */
    StoredSeenPlays(KeyValueStore<Bytes, byte[]> store, int days) {
        this.store = store;
        this.days = days;
    }

    @Override
    public Verdict see(String dsp, RecordClock clock, long[] playId, long payload, long recordTime) {
        int day = clock.advance(recordTime);
        Bytes key = key(dsp, playId);
        byte[] known = unsaved.get(key);
        if (known == null) {
            known = store.get(key);
        }
        if (known != null && !isExpired(known, clock.day())) {
            return ByteBuffer.wrap(known).getLong(0) == payload ? Verdict.DUPLICATE : Verdict.CONFLICT;
        }
        byte[] value = new byte[Long.BYTES + Integer.BYTES];
        ByteBuffer.wrap(value).putLong(payload).putInt(day);
        unsaved.put(key, value);
        return Verdict.NEW;
    }

    @Override
    public int unsaved() {
        return unsaved.size();
    }

    @Override
    public void save() {
        if (unsaved.isEmpty()) {
            return;
        }
        List<KeyValue<Bytes, byte[]>> batch = new ArrayList<>(unsaved.size());
        unsaved.forEach((key, value) -> batch.add(KeyValue.pair(key, value)));
        store.putAll(batch);
        unsaved.clear();
    }

    @Override
    public void discard() {
        unsaved.clear();
    }

    /** Entries stored, roughly. */
    long size() {
        return store.approximateNumEntries();
    }

    /**
     * Deletes expired entries, a part of the store at a time.
     *
     * @param from key to begin with; null for the first
     * @param limit most entries to look at
     * @param dayOf the day of a service's clock; {@link RecordClock#UNSET} if the service is not read any more,
     *     whose entries stay
     * @return key to go on with; null after the last
     */
    Bytes sweep(Bytes from, int limit, ToIntFunction<String> dayOf) {
        List<Bytes> expired = new ArrayList<>();
        Bytes next = null;
        try (KeyValueIterator<Bytes, byte[]> entries = store.range(from, null)) {
            int looked = 0;
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                if (looked++ == limit) {
                    next = entry.key;
                    break;
                }
                int today = dayOf.applyAsInt(dspOf(entry.key));
                if (today != RecordClock.UNSET && isExpired(entry.value, today)) {
                    expired.add(entry.key);
                }
            }
        }
        expired.forEach(store::delete);
        return next;
    }

    private boolean isExpired(byte[] value, int today) {
        return (long) today - ByteBuffer.wrap(value).getInt(Long.BYTES) > days;
    }

    private Bytes key(String dsp, long[] playId) {
        byte[] prefix = prefixes.get(dsp);
        if (prefix == null) {
            prefix = StoreKey.of(dsp).toBytes().get();
            prefixes.put(dsp, prefix);
        }
        byte[] key = new byte[prefix.length + HASH_BYTES];
        System.arraycopy(prefix, 0, key, 0, prefix.length);
        ByteBuffer.wrap(key).putLong(prefix.length, playId[0]).putLong(prefix.length + Long.BYTES, playId[1]);
        return Bytes.wrap(key);
    }

    /** The hash and the NUL before it have a fixed length. */
    private static String dspOf(Bytes key) {
        return new String(key.get(), 0, key.get().length - HASH_BYTES - 1, StandardCharsets.UTF_8);
    }
}
