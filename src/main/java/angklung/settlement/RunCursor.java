package angklung.settlement;

import angklung.stage.StateReader;
import angklung.stage.StateWriter;
import angklung.stage.StoreKey;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;

/**
 * How far a run over accounts is: a payout, an announcement or an expiry.
 *
 * @param last key of the last account that was read; null before the first
 * @param lines written by this run
 * @param statements made by this run
 * @param totals what was paid, announced or moved, by currency
 */
record RunCursor(Bytes last, long lines, long statements, SortedMap<String, Total> totals) {
    static final RunCursor START = new RunCursor(null, 0, 0, Collections.emptySortedMap());

    private static final int FORMAT = 3;

    /** @param amount in micros */
    record Total(long amount, long lines) {}

    /** Where to read on: right behind the last key, whether or not it is there still; null: all. */
    Bytes from() {
        return last == null ? null : StoreKey.after(last);
    }

    RunCursor after(Bytes key) {
        return new RunCursor(key, lines, statements, totals);
    }

    RunCursor withLine() {
        return new RunCursor(last, lines + 1, statements, totals);
    }

    RunCursor withStatements(int more) {
        return new RunCursor(last, lines, statements + more, totals);
    }

    RunCursor paid(String currency, long amount) {
        SortedMap<String, Total> sums = new TreeMap<>(totals);
        sums.merge(
                currency,
                new Total(amount, 1),
                (old, more) -> new Total(Math.addExact(old.amount(), more.amount()), old.lines() + more.lines()));
        return new RunCursor(last, lines, statements, sums);
    }

    byte[] encode() {
        StateWriter writer = new StateWriter(FORMAT)
                .optionalBytes(last == null ? null : last.get())
                .number(lines)
                .number(statements)
                .number(totals.size());
        totals.forEach((currency, total) ->
                writer.text(currency).number(total.amount()).number(total.lines()));
        return writer.toBytes();
    }

    static RunCursor decode(byte[] saved) {
        StateReader reader = new StateReader(saved, FORMAT);
        byte[] last = reader.optionalBytes();
        long lines = reader.number();
        long statements = reader.number();
        SortedMap<String, Total> totals = new TreeMap<>();
        for (long left = reader.number(); left > 0; left--) {
            totals.put(reader.text(), new Total(reader.number(), reader.number()));
        }
        return new RunCursor(last == null ? null : Bytes.wrap(last), lines, statements, totals);
    }
}
