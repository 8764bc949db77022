package angklung.settlement;

import angklung.stage.StateReader;
import angklung.stage.StateWriter;
import org.apache.kafka.common.utils.Bytes;

/**
 * How far a settlement is.
 *
 * @param checked number of pools that were checked; lines are written once all were
 * @param pool index of the pool being posted
 * @param last key of the last detail of this pool that was read; null before the first
 * @param open the entitlement being added up, which changes with every detail; null between entitlements
 * @param details of this pool that were read
 * @param amount of the entitlements of this pool that are closed, in micros
 * @param lines written by this run
 */
record SettleCursor(
        int checked, int pool, Bytes last, Entitlement open, long details, long amount, long lines) {
    static final SettleCursor START = new SettleCursor(0, 0, null, null, 0, 0, 0);

    private static final int FORMAT = 2;

    SettleCursor nextChecked() {
        return new SettleCursor(checked + 1, pool, last, open, details, amount, lines);
    }

    SettleCursor with(Entitlement entitlement) {
        return new SettleCursor(checked, pool, last, entitlement, details, amount, lines);
    }

    SettleCursor after(Bytes key) {
        return new SettleCursor(checked, pool, key, open, details + 1, amount, lines);
    }

    SettleCursor withLine() {
        return new SettleCursor(checked, pool, last, open, details, amount, lines + 1);
    }

    SettleCursor closed(long entitled) {
        return new SettleCursor(
                checked, pool, last, null, details, Math.addExact(amount, entitled), lines);
    }

    SettleCursor nextPool() {
        return new SettleCursor(checked, pool + 1, null, null, 0, 0, lines);
    }

    byte[] encode() {
        StateWriter writer = new StateWriter(FORMAT)
                .number(checked)
                .number(pool)
                .optionalBytes(last == null ? null : last.get())
                .number(details)
                .number(amount)
                .number(lines)
                .flag(open != null);
        if (open != null) {
            open.encode(writer);
        }
        return writer.toBytes();
    }

    static SettleCursor decode(byte[] saved) {
        StateReader reader = new StateReader(saved, FORMAT);
        int checked = reader.integer();
        int pool = reader.integer();
        byte[] last = reader.optionalBytes();
        long details = reader.number();
        long amount = reader.number();
        long lines = reader.number();
        Entitlement open = reader.flag() ? Entitlement.decode(reader) : null;
        return new SettleCursor(
                checked, pool, last == null ? null : Bytes.wrap(last), open, details, amount, lines);
    }
}
