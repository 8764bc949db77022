package angklung.intake;

import angklung.screening.AffectedCell;
import angklung.stage.StateReader;
import angklung.stage.StateWriter;
import angklung.stage.StoreKey;
import angklung.stage.StoreKeyReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Plays of this task's subscribers that hits on recordings, devices and cohorts concern: added up over the subscribers
 * before they are sent, in the heap between two commits.
 */
final class AffectedPlaysStore {
    private static final int FORMAT = 1;

    private final KeyValueStore<Bytes, byte[]> store;
    private final Map<String, Map<AffectedCell, Long>> held = new HashMap<>();
    private int size;

    /**
     * What one hit concerns in this task.
     *
     * @param key of its last cell
     */
    record Affected(byte[] key, String hitId, SortedMap<AffectedCell, Long> plays) {}

    /** @param store by service, revision, hit and cell */
    AffectedPlaysStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    void add(String hitId, Map<AffectedCell, Long> plays) {
        Map<AffectedCell, Long> cells = held.computeIfAbsent(hitId, key -> new HashMap<>());
        plays.forEach((cell, more) -> {
            size += cells.containsKey(cell) ? 0 : 1;
            cells.merge(cell, more, Math::addExact);
        });
    }

    /** Cells held. */
    int size() {
        return size;
    }

    /** Stores everything that is held. */
    void flush(String dsp, UsageRevision usage) {
        held.forEach((hitId, cells) -> cells.forEach((cell, more) -> {
            Bytes key = StoreKey.of(dsp, usage.toString(), hitId, cell.territory(), cell.offering(), cell.isrc())
                    .ordered(cell.day())
                    .toBytes();
            byte[] before = store.get(key);
            long sum = Math.addExact(more, before == null ? 0 : new StateReader(before, FORMAT).number());
            store.put(key, new StateWriter(FORMAT).number(sum).toBytes());
        }));
        discard();
    }

    /** Forgets what is held. */
    void discard() {
        held.clear();
        size = 0;
    }

    /**
     * The next hit, which is forgotten; null if there are no more. All its cells come into the heap.
     *
     * @param done {@link Affected#key} of the last one; null to begin
     */
    Affected take(String dsp, UsageRevision usage, byte[] done) {
        Bytes prefix = StoreKey.of(dsp, usage.toString()).toBytes();
        String hitId = null;
        SortedMap<AffectedCell, Long> plays = new TreeMap<>();
        List<Bytes> taken = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> found = KeyScan.of(store, prefix, done)) {
            while (found.hasNext()) {
                KeyValue<Bytes, byte[]> next = found.next();
                StoreKeyReader key = new StoreKeyReader(next.key, prefix.get().length);
                String of = key.text();
                if (hitId != null && !of.equals(hitId)) {
                    break;
                }
                hitId = of;
                AffectedCell cell = new AffectedCell(key.text(), key.text(), key.text(), key.ordered());
                plays.put(cell, new StateReader(next.value, FORMAT).number());
                taken.add(next.key);
            }
        }
        taken.forEach(store::delete);
        return hitId == null ? null : new Affected(taken.get(taken.size() - 1).get(), hitId, plays);
    }
}
