package angklung.replay;

import angklung.avro.Statement;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Checks that every statement adds up and begins where the one before it ended, and remembers what waits to be paid.
 * Memory: one entry a rightsholder and currency.
 */
public final class StatementBook implements Consumer<Statement> {
    private static final int PROBLEMS_LISTED = 20;

    private final SortedMap<Account, Statement> last = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();
    private long count;
    private long wrong;

    private record Account(String currency, String partyId) implements Comparable<Account> {
        private static final Comparator<Account> ORDER =
                Comparator.comparing(Account::currency).thenComparing(Account::partyId);

        @Override
        public int compareTo(Account other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * Balances that wait for one reason.
     *
     * @param parties number of rightsholders
     * @param amount together, in micros
     */
    public record Waiting(String currency, String reason, long parties, BigInteger amount) {}

    @Override
    public void accept(Statement statement) {
        count++;
        Statement before = last.put(new Account(statement.getCurrency(), statement.getPartyId()), statement);
        long opening = before == null ? 0 : before.getClosingMicros();
        if (statement.getOpeningMicros() != opening) {
            problem(statement, "opens with " + plain(statement.getOpeningMicros()) + ", but the one before closed with "
                    + plain(opening));
        }
        BigInteger sum = sum(statement);
        if (!sum.equals(BigInteger.valueOf(statement.getClosingMicros()))) {
            problem(statement, "closes with " + plain(statement.getClosingMicros()) + ", but its items add up to "
                    + Exporter.plain(sum));
        }
    }

    /** Closing balance by the items. */
    private static BigInteger sum(Statement s) {
        BigInteger sum = BigInteger.ZERO;
        for (long in : new long[] {
            s.getOpeningMicros(), s.getEarningsMicros(), s.getAdjustmentsMicros(), s.getReleasedMicros(),
            s.getConvertedInMicros()}) {
            sum = sum.add(BigInteger.valueOf(in));
        }
        for (long out : new long[] {
            s.getDeductionsMicros(), s.getRecoupedMicros(), s.getReservedMicros(), s.getConvertedOutMicros(),
            s.getTaxMicros(), s.getPaymentsMicros()}) {
            sum = sum.subtract(BigInteger.valueOf(out));
        }
        return sum;
    }

    private void problem(Statement statement, String what) {
        wrong++;
        if (problems.size() < PROBLEMS_LISTED) {
            problems.add("statement of party " + statement.getPartyId() + " in " + statement.getCurrency() + ", run "
                    + statement.getRunId() + ": " + what);
        }
    }

    /** Statements read. */
    long count() {
        return count;
    }

    /** What does not add up; the first {@value #PROBLEMS_LISTED}, and how many more. */
    List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        if (wrong > problems.size()) {
            all.add("statements: " + (wrong - problems.size()) + " more problems");
        }
        return all;
    }

    /** Positive balances that the last statement did not pay, by currency and reason. */
    List<Waiting> waiting() {
        SortedMap<String, SortedMap<String, Waiting>> byReason = new TreeMap<>();
        for (Statement statement : last.values()) {
            if (statement.getWaits() != null && statement.getClosingMicros() > 0) {
                Waiting one = new Waiting(statement.getCurrency(), statement.getWaits(), 1,
                        BigInteger.valueOf(statement.getClosingMicros()));
                byReason.computeIfAbsent(one.currency(), c -> new TreeMap<>())
                        .merge(one.reason(), one, (a, b) -> new Waiting(
                                a.currency(), a.reason(), a.parties() + 1, a.amount().add(b.amount())));
            }
        }
        return byReason.values().stream().flatMap(reasons -> reasons.values().stream()).toList();
    }

    private static String plain(long micros) {
        return Exporter.plain(BigInteger.valueOf(micros));
    }
}
