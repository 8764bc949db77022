package angklung.intake;

import angklung.model.Period;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Frees the space of expired plays, of identifiers and of what is kept by subscriber and by recording, a few at a time,
 * so that all identifiers are looked at once in a third of the horizon. The cursor is stored: a task that moves often would
 * otherwise never reach the end.
 */
final class Sweep {
    private static final String CURSOR = "cursor";

    private static final int LEAST_ENTRIES = 100;

    private final StoredSeenPlays seen;
    private final SubscriberStore subscribers;
    private final SubjectPast past;
    private final SubscriberExpiry expiry;
    private final KeyValueStore<String, byte[]> cursor;
    private final IntakeOptions options;
    private final Map<String, Feed> feeds;
    private final Closes closes;

    /**
     * @param feeds by service
     * @param closes know what is still needed: to work for a period takes longer than its last day may last
     */
    Sweep(
            StoredSeenPlays seen,
            SubscriberStore subscribers,
            SubjectPast past,
            KeyValueStore<String, byte[]> cursor,
            IntakeOptions options,
            Map<String, Feed> feeds,
            Closes closes) {
        this.seen = seen;
        this.subscribers = subscribers;
        this.past = past;
        this.expiry = new SubscriberExpiry(options.daysRemembered());
        this.cursor = cursor;
        this.options = options;
        this.feeds = feeds;
        this.closes = closes;
    }

    /** One round. */
    void run() {
        byte[] stored = cursor.get(CURSOR);
        Bytes from = stored == null ? null : Bytes.wrap(stored);
        Bytes next = seen.sweep(from, budget(), this::dayOf);
        if (next != null) {
            cursor.put(CURSOR, next.get());
        } else if (stored != null) {
            cursor.delete(CURSOR);
        }
        feeds.forEach((dsp, feed) -> {
            Period firstKept = closes.firstNeeded(dsp, expiry.firstKept(feed.clock()));
            subscribers.sweep(dsp, firstKept, options.sweepLimit());
            past.sweep(dsp, firstKept, options.sweepLimit());
        });
    }

    private int budget() {
        long rounds = Math.max(1, Duration.ofDays(options.dedupHorizonDays()).dividedBy(3)
                .dividedBy(options.sweepInterval()));
        return (int) Math.min(options.sweepLimit(), LEAST_ENTRIES + seen.size() / rounds);
    }

    private int dayOf(String dsp) {
        Feed feed = feeds.get(dsp);
        return feed == null ? RecordClock.UNSET : feed.clock().day();
    }
}
