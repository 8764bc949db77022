package angklung.tally;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Where recordings are read from.
 *
 * @param windows what was known of earlier periods when weights were asked for, by {@link WeightTerms#key}
 */
record RecordingSource(
        KeyValueStore<Bytes, TallyRow> rows,
        KeyValueStore<Bytes, WeightRow> weights,
        KeyValueStore<Bytes, Window> windows) {

    /** @throws IllegalStateException if the terms look back on earlier periods and no weights were asked for */
    Recordings of(WeightTerms terms) {
        Window window = terms.looksBack() ? windows.get(terms.key()) : Window.NONE;
        if (window == null) {
            throw new IllegalStateException("No weights were asked for " + terms
                    + ", so nobody knows which earlier plays count towards the minimum");
        }
        return new Recordings(terms, window, rows, weights);
    }
}
