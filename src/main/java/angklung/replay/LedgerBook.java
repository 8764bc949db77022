package angklung.replay;

import angklung.avro.LedgerLine;
import angklung.ledger.AuditReport;
import angklung.ledger.LedgerAudit;
import angklung.model.Accounts;
import angklung.model.OfferingKey;
import angklung.model.Period;
import angklung.model.PoolKey;
import java.math.BigInteger;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Follows the ledger line by line: audits it and sums what each pool gave to rightsholders and to hold accounts.
 * Those sums come from accounts and amounts alone, not from what the stages report of themselves.
 */
public final class LedgerBook implements Outcome.Lines {
    private static final int FINDINGS_LISTED = 20;
    private static final String HOLD = "hold:";

    private final LedgerAudit audit = new LedgerAudit(FINDINGS_LISTED, List.of());
    private final SortedMap<String, PoolSums> pools = new TreeMap<>();
    private final SortedMap<String, Totals> currencies = new TreeMap<>();

    /** What has left a pool less what came back, in micros. */
    public record PoolSums(BigInteger distributed, BigInteger held) {
        static final PoolSums NONE = new PoolSums(BigInteger.ZERO, BigInteger.ZERO);

        BigInteger total() {
            return distributed.add(held);
        }
    }

    /**
     * Totals of one currency.
     *
     * @param paid what was paid out, in micros
     * @param payments lines that pay
     */
    public record Totals(long lines, BigInteger paid, long payments) {
        static final Totals NONE = new Totals(0, BigInteger.ZERO, 0);
    }

    @Override
    public void accept(int partition, long offset, String key, LedgerLine line) {
        audit.line(partition, offset, key, line);
        if (line == null) {
            return; // the audit has found it
        }
        BigInteger amount = BigInteger.valueOf(line.getAmountMicros());
        if (line.getOriginPeriod() != null && line.getDsp() != null) {
            addToPool(line, amount);
        }
        boolean payment = line.getPartyId() != null
                && line.getCreditAccount().equals(Accounts.payout(line.getPartyId()));
        Totals before = currencies.getOrDefault(line.getCurrency(), Totals.NONE);
        currencies.put(line.getCurrency(), new Totals(
                before.lines() + 1,
                payment ? before.paid().add(amount) : before.paid(),
                before.payments() + (payment ? 1 : 0)));
    }

    private void addToPool(LedgerLine line, BigInteger amount) {
        OfferingKey offering = new OfferingKey(line.getDsp(), line.getTerritory(), line.getOffering());
        String pool = new PoolKey(
                        offering, Period.parse(line.getOriginPeriod()), line.getRightType(), line.getCurrency())
                .toString();
        if (line.getDebitAccount().equals(Accounts.pool(pool))) {
            add(pool, line.getCreditAccount(), amount);
        } else if (line.getCreditAccount().equals(Accounts.pool(pool))) {
            add(pool, line.getDebitAccount(), amount.negate());
        }
    }

    private void add(String pool, String account, BigInteger amount) {
        PoolSums sums = pools.getOrDefault(pool, PoolSums.NONE);
        boolean held = account.startsWith(HOLD);
        pools.put(pool, new PoolSums(
                held ? sums.distributed() : sums.distributed().add(amount),
                held ? sums.held().add(amount) : sums.held()));
    }

    public PoolSums pool(String pool) {
        return pools.getOrDefault(pool, PoolSums.NONE);
    }

    /** Every pool that a line names. */
    SortedMap<String, PoolSums> pools() {
        return pools;
    }

    /** By currency. */
    public SortedMap<String, Totals> currencies() {
        return currencies;
    }

    /** Once the whole ledger is read. */
    AuditReport report() {
        return audit.report();
    }
}
