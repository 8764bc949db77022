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
    private Place lastPlace;
    private UsageRevision lastUsage;
    private Map<String, SubscriberEntry> lastGroup;
    private int size;

    /** By name, unlike counts: of two objects for one place, one would overwrite what the other stores. */
    private record Group(String dsp, UsageRevision usage, String territory, String offering) {}

    FollowedPlays(SubscriberStore store) {
        this.store = store;
    }

    /** Keeps one play. */
    void add(Place place, UsageRevision usage, String subscriber, String isrc, int epochDay, Engagement engagement) {
        if (lastPlace != place || !usage.equals(lastUsage)) {
            Group group = new Group(place.dsp(), usage, place.territory(), place.offering());
            lastGroup = groups.computeIfAbsent(group, key -> new HashMap<>());
            lastPlace = place;
            lastUsage = usage;
        }
        SubscriberEntry entry = lastGroup.computeIfAbsent(subscriber, key -> new SubscriberEntry());
        if (entry.add(isrc, epochDay, engagement)) {
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
        lastPlace = null;
        lastUsage = null;
        lastGroup = null;
        size = 0;
    }
}
