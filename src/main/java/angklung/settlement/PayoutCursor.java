package angklung.settlement;

import java.util.Arrays;
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

    /** @param amount in micros */
    record Total(long amount, long lines) {}

    /** Where to read on: right behind the last key, which is there still if its balance is not zero; null: all. */
    Bytes from() {
        if (last == null) {
            return null;
        }
        return Bytes.wrap(Arrays.copyOf(last.get(), last.get().length + 1)); // ends with a zero: the next key
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

    byte[] pack() {
        Packer to = new Packer().bytes(last == null ? null : last.get()).number(totals.size());
        totals.forEach((currency, total) ->
                to.text(currency).number(total.amount()).number(total.lines()));
        return to.packed();
    }

    static PayoutCursor unpack(byte[] packed) {
        Unpacker from = new Unpacker(packed);
        byte[] last = from.bytes();
        SortedMap<String, Total> totals = new TreeMap<>();
        for (long left = from.number(); left > 0; left--) {
            totals.put(from.text(), new Total(from.number(), from.number()));
        }
        return new PayoutCursor(last == null ? null : Bytes.wrap(last), totals);
    }
}
