package angklung.intake;

import angklung.stage.StoreKeyReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;

/** Walks over the subscribers of one service and period, in the order of their keys. */
final class SubscriberScan implements AutoCloseable {
    private final KeyValueIterator<Bytes, byte[]> entries;
    private final int prefixLength;
    private final int lastRevision;
    private final Isrcs isrcs = new Isrcs();

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
        String subscriber = new StoreKeyReader(Bytes.wrap(key), prefixLength).text();
        List<OfferingPlays> offerings = new ArrayList<>();
        int count = 0;
        while (entries.hasNext() && startsWith(entries.peekNextKey().get(), key)) {
            KeyValue<Bytes, byte[]> entry = entries.next();
            StoreKeyReader rest = new StoreKeyReader(entry.key, key.length);
            String territory = rest.text();
            String offering = rest.text();
            if (rest.ordered() <= lastRevision) {
                decode(entry.value, offering(offerings, territory, offering));
            }
            count++;
        }
        return new SubscriberPlays(key, subscriber, count, offerings);
    }

    @Override
    public void close() {
        entries.close();
    }

    private void decode(byte[] value, OfferingPlays offering) {
        if (DetailedEntry.isOne(value)) {
            DetailedEntry.decode(
                    value, offering.territory(), offering.offering(), isrcs, offering.detailed()::add);
        } else {
            SubscriberEntry.decode(value, offering.counted()::add);
        }
    }

    /** The entries of one offering follow each other. */
    private static OfferingPlays offering(List<OfferingPlays> offerings, String territory, String offering) {
        if (!offerings.isEmpty()) {
            OfferingPlays last = offerings.get(offerings.size() - 1);
            if (last.territory().equals(territory) && last.offering().equals(offering)) {
                return last;
            }
        }
        OfferingPlays next = new OfferingPlays(territory, offering, new ArrayList<>(), new ArrayList<>());
        offerings.add(next);
        return next;
    }

    /** One text for all plays of a recording, as long as it is not too many recordings. */
    private static final class Isrcs implements LongFunction<String> {
        private static final int HELD = 10_000;

        private final Map<Long, String> held = new HashMap<>();

        @Override
        public String apply(long number) {
            if (held.size() >= HELD) {
                held.clear();
            }
            return held.computeIfAbsent(number, IsrcNumber::toIsrc);
        }
    }

    /** The key up to the NUL behind the subscriber. */
    private byte[] start(byte[] key) {
        int end = prefixLength;
        while (key[end] != 0) {
            end++;
        }
        return Arrays.copyOf(key, end + 1);
    }

    private static boolean startsWith(byte[] key, byte[] start) {
        return key.length >= start.length && Arrays.equals(key, 0, start.length, start, 0, start.length);
    }
}
