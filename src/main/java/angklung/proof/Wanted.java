package angklung.proof;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What of a statement is to be opened down to its earnings; all empty: the statement alone.
 *
 * @param recording ISRC
 * @param line identifier of a ledger line, or how it begins
 * @param nth which of several that fit, from 1
 */
public record Wanted(Optional<String> recording, Optional<String> line, OptionalInt nth) {
    /** The statement alone. */
    public static final Wanted STATEMENT = new Wanted(Optional.empty(), Optional.empty(), OptionalInt.empty());

    boolean isStatementAlone() {
        return recording.isEmpty() && line.isEmpty();
    }
}
