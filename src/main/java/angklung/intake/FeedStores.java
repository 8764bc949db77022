package angklung.intake;

import angklung.avro.DeliveryReport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keeps the feeds of one task in its stores. Keys: the service, or it and a {@link UsageRevision}. */
final class FeedStores {
    private final KeyValueStore<String, FeedPosition> feeds;
    private final KeyValueStore<String, DeliveryReport> delivery;
    private final KeyValueStore<String, Sent> sent;
    private final KeyValueStore<String, PeriodCut> cuts;

    FeedStores(IntakeStores stores, ProcessingContext context) {
        this.feeds = stores.feeds().get(context);
        this.delivery = stores.delivery().get(context);
        this.sent = stores.sent().get(context);
        this.cuts = stores.cuts().get(context);
    }

    /** The feeds of the services, as they were at the last commit, by service. */
    Map<String, Feed> load(Iterable<String> dsps, int partition, int tallyPartitions) {
        Map<String, Feed> loaded = new LinkedHashMap<>();
        for (String dsp : dsps) {
            Feed feed = loadFeed(dsp, partition, tallyPartitions);
            scan(sent, dsp, feed::sent);
            scan(cuts, dsp, feed::cut);
            loaded.put(dsp, feed);
        }
        return loaded;
    }

    /** Stores what changed of a feed since the last time; cuts are stored when they are recorded. */
    void save(Feed feed) {
        if (feed.isChanged()) {
            feeds.put(feed.dsp(), new FeedPosition(feed.position(), feed.clock().day()));
            delivery.put(feed.dsp(), feed.report());
            feed.markStored();
        }
        feed.changedSent().forEach(usage -> sent.put(key(feed, usage), feed.sent(usage)));
        feed.changedSent().clear();
    }

    void saveCut(Feed feed, UsageRevision usage) {
        cuts.put(key(feed, usage), feed.cut(usage));
    }

    void deleteSent(Feed feed, UsageRevision usage) {
        sent.delete(key(feed, usage));
    }

    private Feed loadFeed(String dsp, int partition, int tallyPartitions) {
        FeedPosition stored = feeds.get(dsp);
        DeliveryReport report = delivery.get(dsp);
        if (stored == null && report == null) {
            return Feed.unread(dsp, partition, tallyPartitions);
        }
        long position = stored == null ? -1 : stored.next();
        if (report == null || report.getNextOffset() != position || report.getPartition() != partition) {
            throw new IllegalStateException("The state of the plays of " + dsp + ", partition " + partition
                    + ", contradicts itself: position " + position + ", counters " + report);
        }
        return new Feed(report, new RecordClock(stored.day()), tallyPartitions);
    }

    private static <V> void scan(KeyValueStore<String, V> store, String dsp, BiConsumer<UsageRevision, V> row) {
        String prefix = dsp + "/";
        try (KeyValueIterator<String, V> rows = store.prefixScan(prefix, new StringSerializer())) {
            rows.forEachRemaining(
                    entry -> row.accept(UsageRevision.parse(entry.key.substring(prefix.length())), entry.value));
        }
    }

    private static String key(Feed feed, UsageRevision usage) {
        return feed.dsp() + "/" + usage;
    }
}
