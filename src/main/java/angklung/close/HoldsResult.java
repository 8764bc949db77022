package angklung.close;

import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far an announcement or an expiry of holds came.
 *
 * @param date as of which holds were looked at
 * @param done whether every settlement partition has answered
 * @param micros sum announced or moved by currency, as far as partitions have answered
 * @param accounts number of hold accounts announced or moved, as far as partitions have answered
 * @param missing what the run was waiting for when its time was up; empty if it is done
 */
public record HoldsResult(
        String runId, LocalDate date, boolean done, SortedMap<String, Long> micros, long accounts,
        List<String> missing) {

    public HoldsResult {
        micros = Collections.unmodifiableSortedMap(new TreeMap<>(micros));
        missing = List.copyOf(missing);
    }
}
