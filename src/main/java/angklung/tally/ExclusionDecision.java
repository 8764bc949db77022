package angklung.tally;

import angklung.avro.RecordingRights;
import angklung.model.Splits;
import angklung.model.Splits.Day;
import angklung.stage.RecordedClaims;
import java.util.SortedMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Decides by the rights known now on which days policies leave nobody a claim on a recording, and keeps that for the
 * allocations that rest on it: they must weigh what was told, whatever rights come in between.
 */
final class ExclusionDecision {
    private final WeightTerms terms;
    private final Bytes prefix;
    private final KeyValueStore<Bytes, RecordingRights> rights;
    private final KeyValueStore<Bytes, ExcludedDays> excluded;

    /** @param terms with an exclusion */
    ExclusionDecision(
            WeightTerms terms,
            KeyValueStore<Bytes, RecordingRights> rights,
            KeyValueStore<Bytes, ExcludedDays> excluded) {
        this.terms = terms;
        this.prefix = terms.key();
        this.rights = rights;
        this.excluded = excluded;
    }

    /** @param position of the recording in its pool: bucket and ISRC */
    ExcludedDays decide(String isrc, byte[] position, SortedMap<Integer, Day> days) {
        if (days.isEmpty()) {
            return ExcludedDays.NONE;
        }
        RecordingRights known = rights.get(RightsProcessor.key(isrc));
        ExcludedDays decided = new ExcludedDays(Splits.excludedDays(
                days.keySet(),
                RecordedClaims.of(
                        known, terms.exclusion().right(), terms.offering().territory()),
                terms.exclusion().rules()));
        if (!decided.days().isEmpty()) {
            excluded.put(key(prefix, position), decided);
        }
        return decided;
    }

    /** @param prefix the key of the terms */
    static Bytes key(Bytes prefix, byte[] position) {
        byte[] key = new byte[prefix.get().length + position.length];
        System.arraycopy(prefix.get(), 0, key, 0, prefix.get().length);
        System.arraycopy(position, 0, key, prefix.get().length, position.length);
        return Bytes.wrap(key);
    }
}
