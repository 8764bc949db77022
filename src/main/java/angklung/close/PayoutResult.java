package angklung.close;

import angklung.model.Period;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far a payout run came.
 *
 * @param done whether every settlement partition has paid
 * @param paidMicros sum paid by currency, as far as partitions have answered
 * @param payments number of payments, as far as partitions have answered
 * @param missing what the run was waiting for when its time was up; empty if it is done
 */
public record PayoutResult(
        String runId,
        Period period,
        boolean done,
        SortedMap<String, Long> paidMicros,
        long payments,
        List<String> missing) {

    public PayoutResult {
        paidMicros = Collections.unmodifiableSortedMap(new TreeMap<>(paidMicros));
        missing = List.copyOf(missing);
    }
}
