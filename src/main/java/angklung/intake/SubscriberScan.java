package angklung.intake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** Walks over the subscribers of one service and period, bucket by bucket, in each by name. */
final class SubscriberScan {
    private final SubscriberStore store;
    private final String dsp;
    private final UsageRevision usage;
    private final Isrcs isrcs = new Isrcs();
    private int bucket;
    private Iterator<Map.Entry<String, List<SubscriberStore.Piece>>> left;

    /** @param done {@link SubscriberPlays#key} of the last subscriber that was read; null to begin */
    SubscriberScan(SubscriberStore store, String dsp, UsageRevision usage, byte[] done) {
        this.store = store;
        this.dsp = dsp;
        this.usage = usage;
        if (done == null) {
            enter(0);
        } else {
            bucket = Byte.toUnsignedInt(done[0]);
            String subscriber = new String(done, 1, done.length - 1, StandardCharsets.UTF_8);
            left = store.bucket(dsp, usage, bucket).tailMap(subscriber, false).entrySet().iterator();
        }
    }

    boolean hasNext() {
        while (bucket < SubscriberStore.BUCKETS && !left.hasNext()) {
            enter(bucket + 1);
        }
        return bucket < SubscriberStore.BUCKETS;
    }

    /** All plays of the next subscriber. */
    SubscriberPlays next() {
        Map.Entry<String, List<SubscriberStore.Piece>> next = left.next();
        List<OfferingPlays> offerings = new ArrayList<>();
        for (SubscriberStore.Piece piece : next.getValue()) {
            decode(piece.entry(), offering(offerings, piece.territory(), piece.offering()));
        }
        return new SubscriberPlays(
                SubscriberStore.cursor(bucket, next.getKey()), next.getKey(), next.getValue().size(), offerings);
    }

    private void enter(int from) {
        bucket = store.nextBucket(dsp, usage.period(), from);
        if (bucket < SubscriberStore.BUCKETS) {
            left = store.bucket(dsp, usage, bucket).entrySet().iterator();
        } else {
            store.release();
        }
    }

    private void decode(byte[] entry, OfferingPlays offering) {
        if (DetailedEntry.isOne(entry)) {
            DetailedEntry.decode(
                    entry, offering.territory(), offering.offering(), isrcs, offering.detailed()::add);
        } else {
            SubscriberEntry.decode(entry, offering.counted()::add);
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
}
