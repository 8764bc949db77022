package angklung.close;

import java.util.Comparator;

/**
 * One version of one pool: what is planned, allocated and settled as a whole. Ordered by pool identifier, then
 * version; that is the order of the ledger.
 *
 * @param version from 1
 */
public record PoolVersion(String pool, int version) implements Comparable<PoolVersion> {
    private static final Comparator<PoolVersion> LEDGER_ORDER =
            Comparator.comparing(PoolVersion::pool).thenComparingInt(PoolVersion::version);

    @Override
    public int compareTo(PoolVersion other) {
        return LEDGER_ORDER.compare(this, other);
    }

    /** As the identifier of the rate sheet, {@code pool@v1}. */
    @Override
    public String toString() {
        return pool + "@v" + version;
    }
}
