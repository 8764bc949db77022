package angklung.intake;

import angklung.avro.Engagement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;

/**
 * Royalty-bearing plays by subscriber, combined in the heap until the commit and appended to {@link SubscriberStore}
 * there: nothing is read for a play.
 */
final class FollowedPlays {
    private final SubscriberStore store;
    private final Map<Group, Map<String, SubscriberEntry>> groups = new HashMap<>();
    private int size;

    /** By name, unlike counts: of two objects for one place, one would overwrite what the other stores. */
    private record Group(String dsp, UsageRevision usage, String territory, String offering) {}

    FollowedPlays(SubscriberStore store) {
        this.store = store;
    }

    /** Keeps one play. */
    void add(Place place, UsageRevision usage, String subscriber, String isrc, int epochDay, Engagement engagement) {
        boolean isNew = groups.computeIfAbsent(
                        new Group(place.dsp(), usage, place.territory(), place.offering()), key -> new HashMap<>())
                .computeIfAbsent(subscriber, key -> new SubscriberEntry())
                .add(isrc, epochDay, engagement);
        if (isNew) {
            size++;
        }
    }

    /** Recordings and days held, over all subscribers. */
    int size() {
        return size;
    }

    /**
     * Stores everything.
     *
     * @param position of a service's feed: it has moved since plays of the service were stored the last time, so it
     *     tells a subscriber's new entry from the earlier ones
     */
    void save(ToLongFunction<String> position) {
        if (size == 0) {
            return;
        }
        List<KeyValue<Bytes, byte[]>> batch = new ArrayList<>();
        groups.forEach((group, bySubscriber) -> {
            long sequence = position.applyAsLong(group.dsp());
            bySubscriber.forEach((subscriber, entry) -> batch.add(KeyValue.pair(
                    SubscriberStore.key(
                            group.dsp(), group.usage(), group.territory(), subscriber, group.offering(), sequence),
                    entry.encode())));
        });
        store.append(batch);
        discard();
    }

    /** Forgets everything. */
    void discard() {
        groups.clear();
        size = 0;
    }
}
