package angklung.explain;

import angklung.avro.LedgerLine;
import java.util.List;
import java.util.Optional;

/**
 * All that can be said of one ledger line, in no language yet.
 *
 * @param sources every record that the amount rests on
 * @param checks what was computed again
 */
public record Explanation(
        LedgerLine line, Value.Phrase sentence, List<Table> tables, List<Source> sources, List<Check> checks) {

    /** A record that the amount rests on. */
    public record Source(String label, Value value) {}

    public Explanation {
        tables = List.copyOf(tables);
        sources = List.copyOf(sources);
        checks = List.copyOf(checks);
    }

    /** Whether everything that was computed again came to the same. */
    public boolean holds() {
        return firstFailure().isEmpty();
    }

    public Optional<Check> firstFailure() {
        return checks.stream().filter(check -> check.status() == Check.Status.FAILS).findFirst();
    }
}
