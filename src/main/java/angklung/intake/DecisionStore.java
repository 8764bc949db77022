package angklung.intake;

import angklung.avro.HitDecision;
import angklung.avro.ScreeningDecision;
import angklung.stage.StoreKey;
import java.util.Comparator;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What operators decided on hits. Key: hit and number of arrival. All are kept, so that a job sees only what was
 * known when it began: whatever comes while it runs has a higher number.
 */
final class DecisionStore {
    /** The latest counts; of two at one time the order does not say which, so their content does. */
    private static final Comparator<ScreeningDecision> LATEST = Comparator.comparing(ScreeningDecision::getDecidedAt)
            .thenComparing(ScreeningDecision::getDecision)
            .thenComparing(ScreeningDecision::getOperator)
            .thenComparing(ScreeningDecision::getReason);

    private final KeyValueStore<Bytes, ScreeningDecision> store;
    private int known;

    DecisionStore(KeyValueStore<Bytes, ScreeningDecision> store) {
        this.store = store;
        try (KeyValueIterator<Bytes, ScreeningDecision> all = store.all()) {
            all.forEachRemaining(decision -> known++);
        }
    }

    void put(ScreeningDecision decision) {
        store.put(StoreKey.of(decision.getHitId()).ordered(known).toBytes(), decision);
        known++;
    }

    /** How many came so far. */
    int known() {
        return known;
    }

    /**
     * The decision that counts for a hit, among the first that came; null if there is none.
     *
     * @param among of {@link #known} at some time
     */
    ScreeningDecision latest(String hitId, int among) {
        Bytes from = StoreKey.of(hitId).toBytes();
        Bytes to = StoreKey.of(hitId).ordered(among).toBytes();
        ScreeningDecision latest = null;
        try (KeyValueIterator<Bytes, ScreeningDecision> found = store.range(from, to)) {
            while (found.hasNext()) {
                var next = found.next();
                boolean counts = !next.key.equals(to) && next.value.getDecision() != HitDecision.UNKNOWN;
                if (counts && (latest == null || LATEST.compare(next.value, latest) > 0)) {
                    latest = next.value;
                }
            }
        }
        return latest;
    }
}
