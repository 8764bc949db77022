package angklung.ledger;

import angklung.avro.LedgerLine;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The sums of every account and currency, in micros. Memory: one entry an account and currency, whatever the number
 * of lines. Not thread-safe.
 */
public final class TrialBalance {
    private final Map<Key, Sums> accounts = new HashMap<>();

    /**
     * One account in one currency, in micros.
     *
     * @param debit what the account gave
     * @param credit what the account received
     */
    public record Row(String account, String currency, BigInteger debit, BigInteger credit) {

        /** What the account has received less what it gave; positive: it is owed, or holds, that much. */
        public BigInteger balance() {
            return credit.subtract(debit);
        }
    }

    private record Key(String account, String currency) {}

    private record Sums(BigInteger debit, BigInteger credit) {
        static final Sums NONE = new Sums(BigInteger.ZERO, BigInteger.ZERO);

        Sums plus(BigInteger moreDebit, BigInteger moreCredit) {
            return new Sums(debit.add(moreDebit), credit.add(moreCredit));
        }
    }

    /** Adds one line to both of its accounts. */
    public void add(LedgerLine line) {
        BigInteger amount = BigInteger.valueOf(line.getAmountMicros());
        accounts.merge(
                new Key(line.getDebitAccount(), line.getCurrency()),
                new Sums(amount, BigInteger.ZERO),
                (old, more) -> old.plus(more.debit(), more.credit()));
        accounts.merge(
                new Key(line.getCreditAccount(), line.getCurrency()),
                new Sums(BigInteger.ZERO, amount),
                (old, more) -> old.plus(more.debit(), more.credit()));
    }

    /** Every account that a line named, by account and currency. */
    public List<Row> rows() {
        return accounts.entrySet().stream()
                .map(e -> new Row(
                        e.getKey().account(),
                        e.getKey().currency(),
                        e.getValue().debit(),
                        e.getValue().credit()))
                .sorted(Comparator.comparing(Row::account).thenComparing(Row::currency))
                .toList();
    }

    /** The balance of one account; zero if no line named it. */
    public BigInteger balance(String account, String currency) {
        Sums sums = accounts.getOrDefault(new Key(account, currency), Sums.NONE);
        return sums.credit().subtract(sums.debit());
    }

    /** The sum of all balances by currency; each is zero, for every line gives what another account receives. */
    public SortedMap<String, BigInteger> totals() {
        SortedMap<String, BigInteger> totals = new TreeMap<>();
        rows().forEach(row -> totals.merge(row.currency(), row.balance(), BigInteger::add));
        return totals;
    }
}
