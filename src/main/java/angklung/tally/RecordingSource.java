package angklung.tally;

import angklung.avro.RecordingRights;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Where recordings are read from.
 *
 * @param screened plays found artificial, by {@link RowKey}
 * @param told which revision says what is artificial and what weighs
 * @param windows what was known when weights were asked for, by {@link WeightTerms#key}
 * @param excluded days on which policies leave nobody a claim, by those keys, bucket and ISRC
 */
record RecordingSource(
        KeyValueStore<Bytes, TallyRow> rows,
        KeyValueStore<Bytes, ScreenedRow> screened,
        KeyValueStore<Bytes, WeightRow> weights,
        ToldRevisions told,
        KeyValueStore<Bytes, Window> windows,
        KeyValueStore<Bytes, ExcludedDays> excluded) {

    /** @throws IllegalStateException if the terms rest on what was known when weights were asked for, and none were */
    Recordings of(WeightTerms terms) {
        return new Recordings(terms, window(terms), this, null);
    }

    /** As above, and decides which days policies exclude; once for the same terms. */
    Recordings deciding(WeightTerms terms, KeyValueStore<Bytes, RecordingRights> rights) {
        return new Recordings(terms, window(terms), this, new ExclusionDecision(terms, rights, excluded));
    }

    /** @throws IllegalStateException as above */
    Window window(WeightTerms terms) {
        Window window = terms.remember() ? windows.get(terms.key()) : Window.NONE;
        if (window == null) {
            throw new IllegalStateException("No weights were asked for " + terms
                    + ", so nobody knows which earlier plays count towards the minimum, or which are excluded");
        }
        return window;
    }
}
