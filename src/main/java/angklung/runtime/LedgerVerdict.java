package angklung.runtime;

import angklung.ledger.AuditReport;
import java.util.List;

/**
 * What a verification of the whole ledger found.
 *
 * @param audit of every line and of the chains
 * @param pools conservation, by pool
 */
public record LedgerVerdict(AuditReport audit, List<PoolVerdict> pools) {

    public LedgerVerdict {
        pools = List.copyOf(pools);
    }

    /** Pools of the given status. */
    public long count(PoolVerdict.Status status) {
        return pools.stream().filter(pool -> pool.status() == status).count();
    }

    /** Whether every line is right and every settled pool is conserved. A ledger without a line proves nothing. */
    public boolean verified() {
        return audit.lines() > 0 && audit.intact() && count(PoolVerdict.Status.BROKEN) == 0;
    }
}
