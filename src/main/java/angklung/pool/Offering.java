package angklung.pool;

import angklung.avro.Agreement;
import angklung.avro.RevenueReport;
import angklung.model.OfferingKey;
import angklung.model.Period;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that is known of one offering in one period whose usage is complete.
 *
 * @param revision last revision of the period's usage that is complete
 * @param grown last revision that added plays to this offering, 0 if none did
 * @param usage what was played up to {@code revision}, {@link UsageTotal#NONE} if nothing was
 * @param agreements by right type, those that cover a day of the period
 * @param report last revenue report; null if none came
 * @param standings by right type, what was published before
 * @param answers what the tally was asked and has answered
 */
record Offering(
        OfferingKey key,
        Period period,
        int revision,
        int grown,
        UsageTotal usage,
        SortedMap<String, Agreement> agreements,
        RevenueReport report,
        Map<String, Standing> standings,
        Answers answers) {

    Offering {
        agreements = Collections.unmodifiableSortedMap(new TreeMap<>(agreements));
        standings = Map.copyOf(standings);
    }

    Standing standing(String right) {
        return standings.getOrDefault(right, Standing.NEW);
    }
}
