package angklung.replay;

import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.ledger.AuditReport;
import angklung.ledger.LedgerAudit;
import angklung.model.Accounts;
import angklung.model.OfferingKey;
import angklung.model.Period;
import angklung.model.PoolKey;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Follows the ledger line by line: audits it and sums what each pool gave to rightsholders and to hold accounts.
 * Those sums come from accounts and amounts alone, not from what the stages report of themselves.
 */
public final class LedgerBook implements Outcome.Lines {
    private static final int FINDINGS_LISTED = 20;
    private static final String HOLD = "hold:";

    private final LedgerAudit audit = new LedgerAudit(FINDINGS_LISTED, List.of());
    private final SortedMap<String, PoolSums> pools = new TreeMap<>();
    private final SortedMap<String, Sums> currencies = new TreeMap<>();
    private final SortedMap<String, Long> kinds = new TreeMap<>();

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
     * @param paid what was paid out, advances not counted, in micros
     * @param payments lines that pay
     * @param flows what else moved, in micros, less what came back; only what did move
     */
    public record Totals(long lines, BigInteger paid, long payments, SortedMap<Flow, BigInteger> flows) {
        static final Totals NONE = new Totals(0, BigInteger.ZERO, 0, new TreeMap<>());
    }

    /** Totals of one currency in the making. */
    private static final class Sums {
        private final SortedMap<Flow, BigInteger> flows = new TreeMap<>();
        private BigInteger paid = BigInteger.ZERO;
        private long payments;
        private long lines;

        void add(LedgerLine line) {
            BigInteger amount = BigInteger.valueOf(line.getAmountMicros());
            lines++;
            if (line.getKind() == LineKind.PAYOUT) {
                payments++;
                paid = paid.add(amount);
            }
            for (Flow flow : Flow.ALL) {
                int direction = flow.direction(line);
                if (direction != 0) {
                    flows.merge(flow, direction > 0 ? amount : amount.negate(), BigInteger::add);
                }
            }
        }

        Totals totals() {
            return new Totals(lines, paid, payments, new TreeMap<>(flows));
        }
    }

    /** Ways of money other than from pools and into payments, told by kinds and accounts. */
    public enum Flow {
        DEDUCTIONS("kept by deduction chains"),
        TAX("withheld for tax authorities"),
        ADVANCES("advanced to rightsholders"),
        RECOUPED("set against advances"),
        RESERVED("put into reserves"),
        RELEASED("released from reserves"),
        CONVERTED_IN("changed from another currency"),
        CONVERTED_OUT("changed into another currency");

        private static final List<Flow> ALL = List.of(values()); // values() copies, and this runs for every line

        private final String text;

        Flow(String text) {
            this.text = text;
        }

        /** 1 if the line moves money this way, -1 if it moves it back, 0 if neither. */
        private int direction(LedgerLine line) {
            return switch (this) {
                case DEDUCTIONS -> into(line, account -> account.startsWith("deduction:"));
                case TAX -> into(line, account -> account.startsWith("tax:"));
                case ADVANCES -> line.getKind() == LineKind.ADVANCE ? 1 : 0;
                case RECOUPED -> line.getKind() == LineKind.RECOUPMENT ? into(line, a -> a.endsWith(":advance")) : 0;
                case RESERVED -> line.getKind() == LineKind.RESERVE ? into(line, a -> a.endsWith(":reserve")) : 0;
                case RELEASED -> line.getKind() == LineKind.RELEASE ? -into(line, a -> a.endsWith(":reserve")) : 0;
                case CONVERTED_IN -> line.getDebitAccount().startsWith("fx:") ? 1 : 0;
                case CONVERTED_OUT -> line.getCreditAccount().startsWith("fx:") ? 1 : 0;
            };
        }

        private static int into(LedgerLine line, Predicate<String> account) {
            return account.test(line.getCreditAccount()) ? 1 : account.test(line.getDebitAccount()) ? -1 : 0;
        }

        /** As in the summary. */
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** For people, behind an amount. */
        public String text() {
            return text;
        }
    }

    @Override
    public void accept(int partition, long offset, String key, LedgerLine line) {
        audit.line(partition, offset, key, line);
        if (line == null) {
            return; // the audit has found it
        }
        if (line.getOriginPeriod() != null && line.getDsp() != null) {
            addToPool(line, BigInteger.valueOf(line.getAmountMicros()));
        }
        kinds.merge(line.getKind().name(), 1L, Long::sum);
        currencies.computeIfAbsent(line.getCurrency(), c -> new Sums()).add(line);
    }

    /** Deductions name the pool of what they are taken from, but only a line of the pool's account is of the pool. */
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

    /** Lines by kind. */
    SortedMap<String, Long> kinds() {
        return kinds;
    }

    /** By currency. */
    public SortedMap<String, Totals> currencies() {
        SortedMap<String, Totals> totals = new TreeMap<>();
        currencies.forEach((currency, sums) -> totals.put(currency, sums.totals()));
        return totals;
    }

    /** Once the whole ledger is read. */
    AuditReport report() {
        return audit.report();
    }
}
