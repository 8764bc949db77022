package angklung.settlement;

import angklung.stage.StateReader;
import angklung.stage.StateWriter;
import angklung.stage.StoreKey;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;

/**
 * How far a payout is.
 *
 * @param last key of the last balance that was read; null before the first
 * @param totals what was paid, by currency
 */
record PayoutCursor(Bytes last, SortedMap<String, Total> totals) {
    static final PayoutCursor START = new PayoutCursor(null, Collections.emptySortedMap());

    private static final int FORMAT = 1;

    /** @param amount in micros */
    record Total(long amount, long lines) {}

    /** Where to read on: right behind the last key, which is there still if its balance is not zero; null: all. */
    Bytes from() {
        return last == null ? null : StoreKey.after(last);
    }

    PayoutCursor after(Bytes key) {
        return new PayoutCursor(key, totals);
    }

    PayoutCursor paid(String currency, long amount) {
        SortedMap<String, Total> sums = new TreeMap<>(totals);
        sums.merge(
                currency,
                new Total(amount, 1),
                (old, more) -> new Total(Math.addExact(old.amount(), more.amount()), old.lines() + more.lines()));
        return new PayoutCursor(last, sums);
    }

    byte[] encode() {
        StateWriter writer =
                new StateWriter(FORMAT).optionalBytes(last == null ? null : last.get()).number(totals.size());
        totals.forEach((currency, total) ->
                writer.text(currency).number(total.amount()).number(total.lines()));
        return writer.toBytes();
    }

    static PayoutCursor decode(byte[] saved) {
        StateReader reader = new StateReader(saved, FORMAT);
        byte[] last = reader.optionalBytes();
        SortedMap<String, Total> totals = new TreeMap<>();
        for (long left = reader.number(); left > 0; left--) {
            totals.put(reader.text(), new Total(reader.number(), reader.number()));
        }
        return new PayoutCursor(last == null ? null : Bytes.wrap(last), totals);
    }
}
