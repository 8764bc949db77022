package angklung.intake;

import angklung.avro.Engagement;
import angklung.stage.StateWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;

/**
 * Royalty-bearing plays by subscriber, combined in the heap until the commit and appended to {@link SubscriberStore}
 * there: nothing is read for a play. Those that are screened are kept one by one, all others as counts.
 */
final class FollowedPlays {
    private final SubscriberStore store;
    private final Groups<SubscriberEntry> counted =
            new Groups<>(SubscriberEntry::new, SubscriberEntry::encode, SubscriberStore.COUNTED);
    private final Groups<DetailedEntry> detailed =
            new Groups<>(DetailedEntry::new, DetailedEntry::encode, SubscriberStore.DETAILED);
    private int size;

    /** By name, unlike counts: of two objects for one place, one would overwrite what the other stores. */
    private record Group(String dsp, UsageRevision usage, String territory, String offering) {}

    FollowedPlays(SubscriberStore store) {
        this.store = store;
    }

    /** Keeps one play that only counts. */
    void add(Place place, UsageRevision usage, String subscriber, String isrc, int epochDay, Engagement engagement) {
        if (counted.of(place, usage, subscriber).add(isrc, epochDay, engagement)) {
            size++;
        }
    }

    /** Keeps one play that is screened; the arguments are as in {@link angklung.screening.ScreenedPlay}. */
    void add(
            Place place, UsageRevision usage, String subscriber, String isrc, int epochDay, Engagement engagement,
            int trackMinutes, long startSecond, int playedSeconds, boolean complete, long device) {
        detailed.of(place, usage, subscriber)
                .add(isrc, engagement, epochDay, trackMinutes, startSecond, playedSeconds, complete, device);
        size++;
    }

    /** Recordings and days held, over all subscribers, and plays that are kept one by one. */
    int size() {
        return size;
    }

    /**
     * Stores everything.
     *
     * @param position of a service's feed: it has moved since plays of the service were stored the last time, so it
     *     tells new entries from the earlier ones
     */
    void save(ToLongFunction<String> position) {
        if (size == 0) {
            return;
        }
        List<KeyValue<Bytes, byte[]>> batch = new ArrayList<>();
        counted.save(position, batch);
        detailed.save(position, batch);
        store.append(batch);
        discard();
    }

    /** Forgets everything. */
    void discard() {
        counted.discard();
        detailed.discard();
        size = 0;
    }

    /** Entries of one form by place, revision and subscriber. */
    private static final class Groups<E> {
        private final Supplier<E> entries;
        private final Function<E, byte[]> encode;
        private final int form;
        private final Map<Group, Map<String, E>> groups = new HashMap<>();
        private Place lastPlace;
        private UsageRevision lastUsage;
        private Map<String, E> lastGroup;

        Groups(Supplier<E> entries, Function<E, byte[]> encode, int form) {
            this.entries = entries;
            this.encode = encode;
            this.form = form;
        }

        E of(Place place, UsageRevision usage, String subscriber) {
            if (lastPlace != place || !usage.equals(lastUsage)) {
                Group group = new Group(place.dsp(), usage, place.territory(), place.offering());
                lastGroup = groups.computeIfAbsent(group, key -> new HashMap<>());
                lastPlace = place;
                lastUsage = usage;
            }
            E entry = lastGroup.get(subscriber);
            if (entry == null) {
                entry = entries.get();
                lastGroup.put(subscriber, entry);
            }
            return entry;
        }

        void save(ToLongFunction<String> position, List<KeyValue<Bytes, byte[]>> batch) {
            groups.forEach((group, bySubscriber) -> {
                long sequence = position.applyAsLong(group.dsp());
                StateWriter[] buckets = new StateWriter[SubscriberStore.BUCKETS];
                bySubscriber.forEach((subscriber, entry) -> add(subscriber, encode.apply(entry), buckets));
                for (int bucket = 0; bucket < buckets.length; bucket++) {
                    if (buckets[bucket] != null) {
                        batch.add(KeyValue.pair(
                                SubscriberStore.key(
                                        group.dsp(), group.usage(), bucket, group.territory(), group.offering(),
                                        sequence, form),
                                buckets[bucket].toBytes()));
                    }
                }
            });
        }

        private static void add(String subscriber, byte[] entry, StateWriter[] buckets) {
            int bucket = SubscriberStore.bucketOf(subscriber);
            if (buckets[bucket] == null) {
                buckets[bucket] = SubscriberStore.value();
            }
            SubscriberStore.add(buckets[bucket], subscriber, entry);
        }

        void discard() {
            groups.clear();
            lastPlace = null;
            lastUsage = null;
            lastGroup = null;
        }
    }
}
