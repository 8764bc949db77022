package angklung.settlement;

import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.ledger.LineEntry;
import angklung.log.Frontier;
import angklung.log.Hash;
import angklung.model.Period;
import angklung.stage.StateReader;
import angklung.stage.StateWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one party is owed in one currency, and what has happened to it since the last statement. It is the sum of the
 * party's ledger lines in that currency: {@link #add} is the only way to change an amount.
 *
 * <p>All amounts are in micros. Mutable, and not thread-safe.
 */
final class Balance {
    private static final Movement[] MOVEMENTS = Movement.values();

    private long payable;
    private long opening;
    private long advance;
    private long reserve;
    private final long[] sums = new long[MOVEMENTS.length];
    private final SortedMap<String, Long> earned = new TreeMap<>();
    private final List<Reserve> reserves = new ArrayList<>();
    private Frontier lines;

    Balance() {
        this(new Frontier());
    }

    private Balance(Frontier lines) {
        this.lines = lines;
    }

    /** What the party is owed; negative if an adjustment took more than was left. */
    long payable() {
        return payable;
    }

    /** What the party was owed at the end of the statement before. */
    long opening() {
        return opening;
    }

    /** What was paid before it was earned, less what was recouped, by the ledger lines. */
    long advance() {
        return advance;
    }

    /** What is reserved, by the ledger lines. */
    long reserve() {
        return reserve;
    }

    /** Since the last statement; each with the sign that the statement shows it with. */
    long sum(Movement movement) {
        return sums[movement.ordinal()];
    }

    /** Lines since the last statement. */
    long lines() {
        return lines.size();
    }

    /** Root of the tree over those lines as {@link LineEntry entries}. */
    Hash linesRoot() {
        return lines.root();
    }

    /**
     * What was earned net of deductions and has not been through a payout run, by right; negative where adjustments
     * took more. Earnings go through a run when they are offered to advances and to the reserve, in the payout
     * currency: those of an account in another currency wait until they are converted.
     */
    SortedMap<String, Long> earned() {
        return Collections.unmodifiableSortedMap(earned);
    }

    /** What is reserved, by the runs that reserved it. */
    List<Reserve> reserves() {
        return List.copyOf(reserves);
    }

    /** @param payableAccount name of this party's account */
    void add(LedgerLine line, String payableAccount) {
        boolean credited = line.getCreditAccount().equals(payableAccount);
        Movement movement = Movement.of(line.getKind(), credited);
        if (movement != null) {
            long change = credited ? line.getAmountMicros() : Math.negateExact(line.getAmountMicros());
            payable = Math.addExact(payable, change);
            int at = movement.ordinal();
            sums[at] = Math.addExact(sums[at], movement.sign * change);
            if (movement == Movement.EARNINGS
                    || movement == Movement.ADJUSTMENTS
                    || movement == Movement.DEDUCTIONS) {
                earn(line.getRightType(), change);
            }
        }
        addBeside(line.getKind(), line.getAmountMicros());
        lines.append(new LineEntry(line).leaf());
    }

    private void addBeside(LineKind kind, long amount) {
        switch (kind) {
            case ADVANCE -> advance = Math.addExact(advance, amount);
            case RECOUPMENT -> advance = Math.subtractExact(advance, amount);
            case RESERVE -> reserve = Math.addExact(reserve, amount);
            case RELEASE -> reserve = Math.subtractExact(reserve, amount);
            default -> {}
        }
    }

    /** Changes what a right has earned. */
    void earn(String rightType, long change) {
        long sum = Math.addExact(earned.getOrDefault(rightType, 0L), change);
        if (sum == 0) {
            earned.remove(rightType);
        } else {
            earned.put(rightType, sum);
        }
    }

    /** What was earned so far has been through the run. */
    void forgetEarned() {
        earned.clear();
    }

    /** Remembers when the amount of a RESERVE line is due. */
    void keep(Reserve kept) {
        reserves.add(kept);
    }

    /** Removes what is due by a period: the amounts by the period that they were reserved in. */
    SortedMap<Period, Long> takeDue(Period period) {
        SortedMap<Period, Long> due = new TreeMap<>();
        reserves.removeIf(kept -> {
            boolean isDue = kept.due().compareTo(period) <= 0;
            if (isDue) {
                due.merge(kept.from(), kept.amount(), Math::addExact);
            }
            return isDue;
        });
        return due;
    }

    /** Begins the next statement. */
    void nextStatement() {
        opening = payable;
        Arrays.fill(sums, 0);
        lines = new Frontier();
    }

    /** Whether nothing is owed, nothing has happened since the last statement, and nothing is kept for later. */
    boolean isBlank() {
        return payable == 0
                && opening == 0
                && advance == 0
                && reserve == 0
                && lines() == 0
                && earned.isEmpty()
                && reserves.isEmpty();
    }

    void encode(StateWriter writer) {
        writer.optionalBytes(lines() == 0 ? null : lines.toBytes());
        writer.number(payable).number(opening).number(advance).number(reserve).numbers(sums);
        writer.number(earned.size());
        earned.forEach((right, net) -> writer.text(right).number(net));
        writer.number(reserves.size());
        reserves.forEach(kept -> writer.text(kept.from().toString())
                .text(kept.due().toString())
                .number(kept.amount()));
    }

    static Balance decode(StateReader reader) {
        byte[] lines = reader.optionalBytes();
        Balance balance = new Balance(lines == null ? new Frontier() : Frontier.of(lines));
        balance.payable = reader.number();
        balance.opening = reader.number();
        balance.advance = reader.number();
        balance.reserve = reader.number();
        long[] sums = reader.numbers();
        System.arraycopy(sums, 0, balance.sums, 0, sums.length);
        for (long left = reader.number(); left > 0; left--) {
            balance.earned.put(reader.text(), reader.number());
        }
        for (long left = reader.number(); left > 0; left--) {
            balance.reserves.add(
                    new Reserve(Period.parse(reader.text()), Period.parse(reader.text()), reader.number()));
        }
        return balance;
    }
}
