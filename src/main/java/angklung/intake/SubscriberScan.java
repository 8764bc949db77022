package angklung.intake;

import angklung.stage.StoreKeyReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;

/** Walks over the subscribers of one service and period, in the order of their keys. */
final class SubscriberScan implements AutoCloseable {
    private final KeyValueIterator<Bytes, byte[]> entries;
    private final int prefixLength;
    private final int lastRevision;

    /**
     * @param prefixLength bytes of service and period, with which every key starts
     * @param lastRevision entries of later ones are passed over
     */
    SubscriberScan(KeyValueIterator<Bytes, byte[]> entries, int prefixLength, int lastRevision) {
        this.entries = entries;
        this.prefixLength = prefixLength;
        this.lastRevision = lastRevision;
    }

    boolean hasNext() {
        return entries.hasNext();
    }

    /** All plays of the next subscriber. */
    SubscriberPlays next() {
        byte[] key = start(entries.peekNextKey().get());
        String territory = new StoreKeyReader(Bytes.wrap(key), prefixLength).text();
        SortedMap<String, List<DayPlays>> byOffering = new TreeMap<>();
        int count = 0;
        while (entries.hasNext() && startsWith(entries.peekNextKey().get(), key)) {
            KeyValue<Bytes, byte[]> entry = entries.next();
            StoreKeyReader rest = new StoreKeyReader(entry.key, key.length);
            String offering = rest.text();
            if (revision(rest) <= lastRevision) {
                List<DayPlays> plays = byOffering.computeIfAbsent(offering, name -> new ArrayList<>());
                SubscriberEntry.decode(entry.value, plays::add);
            }
            count++;
        }
        byOffering.replaceAll((offering, plays) -> combined(plays));
        return new SubscriberPlays(key, territory, count, byOffering);
    }

    @Override
    public void close() {
        entries.close();
    }

    private static List<DayPlays> combined(List<DayPlays> plays) {
        plays.sort(DayPlays.ORDER);
        List<DayPlays> combined = new ArrayList<>(plays.size());
        for (DayPlays next : plays) {
            int last = combined.size() - 1;
            if (last >= 0 && DayPlays.ORDER.compare(combined.get(last), next) == 0) {
                combined.set(last, combined.get(last).plus(next));
            } else {
                combined.add(next);
            }
        }
        return combined;
    }

    /** The key up to the NUL behind the subscriber. */
    private byte[] start(byte[] key) {
        int end = prefixLength;
        for (int texts = 0; texts < 2; end++) {
            if (key[end] == 0) {
                texts++;
            }
        }
        return Arrays.copyOf(key, end);
    }

    private static boolean startsWith(byte[] key, byte[] start) {
        return key.length >= start.length && Arrays.equals(key, 0, start.length, start, 0, start.length);
    }

    private static int revision(StoreKeyReader key) {
        int revision = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            revision = revision << Byte.SIZE | key.oneByte();
        }
        return revision;
    }
}
