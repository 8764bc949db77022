package angklung.close;

import angklung.avro.PoolStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What has to be recorded before a period can take its next step.
 *
 * @param intakeCuts intake partitions without a cut
 * @param tallyTotals tally partitions without a total
 * @param poolTotals pool partitions without a total
 * @param waiting pools that are not priced yet, by identifier
 * @param allocations tally partitions that have not allocated, by version of a pool
 * @param settlements settlement partitions that have not settled, by run
 */
public record Missing(
        List<Integer> intakeCuts,
        List<Integer> tallyTotals,
        List<Integer> poolTotals,
        List<WaitingPool> waiting,
        SortedMap<PoolVersion, List<Integer>> allocations,
        SortedMap<String, List<Integer>> settlements) {

    /** Nothing. */
    public static final Missing NOTHING =
            new Missing(List.of(), List.of(), List.of(), List.of(), new TreeMap<>(), new TreeMap<>());

    public Missing {
        intakeCuts = List.copyOf(intakeCuts);
        tallyTotals = List.copyOf(tallyTotals);
        poolTotals = List.copyOf(poolTotals);
        waiting = List.copyOf(waiting);
        allocations = Collections.unmodifiableSortedMap(allocations);
        settlements = Collections.unmodifiableSortedMap(settlements);
    }

    /**
     * A pool that is not priced yet, or a restatement of one.
     *
     * @param pool identifier, without the currency as long as no revenue report names one; with the version if the
     *     pool was priced before
     * @param plays royalty-bearing plays that wait with it
     * @param reason what the pool stage reported; empty if the status says it all
     */
    public record WaitingPool(String pool, PoolStatus status, long plays, String reason) {
        String describe() {
            String what =
                    switch (status) {
                        case NO_REVENUE -> "waits for revenue: no revenue report of its service, territory, offering"
                                + " and period has arrived";
                        case WEIGHING -> "waits: its weights are being added up";
                        default -> "cannot be priced";
                    };
            return "pool " + pool + " (" + plays + " plays) " + what + (reason.isEmpty() ? "" : ": " + reason);
        }
    }

    public boolean isEmpty() {
        return intakeCuts.isEmpty()
                && tallyTotals.isEmpty()
                && poolTotals.isEmpty()
                && waiting.isEmpty()
                && allocations.isEmpty()
                && settlements.isEmpty();
    }

    /** One sentence for each thing that is missing. */
    public List<String> describe() {
        List<String> lines = new ArrayList<>();
        if (!intakeCuts.isEmpty()) {
            lines.add("no cut from intake partition " + list(intakeCuts));
        }
        if (!tallyTotals.isEmpty()) {
            lines.add("no total from tally partition " + list(tallyTotals));
        }
        if (!poolTotals.isEmpty()) {
            lines.add("no total from pool partition " + list(poolTotals));
        }
        waiting.forEach(pool -> lines.add(pool.describe()));
        allocations.forEach((pool, from) ->
                lines.add("pool " + pool + " is not allocated by tally partition " + list(from)));
        settlements.forEach((run, from) ->
                lines.add("run " + run + " is not settled by settlement partition " + list(from)));
        return lines;
    }

    private static String list(List<Integer> partitions) {
        return partitions.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
