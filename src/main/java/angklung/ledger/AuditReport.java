package angklung.ledger;

import java.math.BigInteger;
import java.util.List;

/**
 * What an audit of the whole ledger found.
 *
 * @param lines records read, of all partitions
 * @param heads the last line of every partition that has any, by partition
 * @param findingCount everything found, also what is beyond the limit of {@code findings}
 * @param findings the first ones, in the order of reading
 * @param trialBalance by account and currency
 * @param pools by pool: what has left it, less what came back
 */
public record AuditReport(
        long lines,
        List<LedgerHead> heads,
        long findingCount,
        List<AuditFinding> findings,
        List<TrialBalance.Row> trialBalance,
        List<PoolNet> pools) {

    /**
     * What all versions of a pool have given to rightsholders and hold accounts: the pool's amount, in micros.
     *
     * @param pool its identifier
     */
    public record PoolNet(String pool, String currency, BigInteger amount) {}

    public AuditReport {
        heads = List.copyOf(heads);
        findings = List.copyOf(findings);
        trialBalance = List.copyOf(trialBalance);
        pools = List.copyOf(pools);
    }

    /** Whether nothing is wrong. */
    public boolean intact() {
        return findingCount == 0;
    }
}
