package angklung.settlement;

import org.apache.kafka.common.utils.Bytes;

/**
 * How far a settlement is.
 *
 * @param checked number of pools that were checked; lines are written once all were
 * @param pool index of the pool being posted
 * @param last key of the last detail of this pool that was read; null before the first
 * @param open the statement being added up; null between statements
 * @param details of this pool that were read
 * @param amount of the statements of this pool that are closed, in micros
 * @param lines written by this run
 */
record SettleCursor(
        int checked, int pool, Bytes last, Statement open, long details, long amount, long lines) {
    static final SettleCursor START = new SettleCursor(0, 0, null, null, 0, 0, 0);

    SettleCursor nextChecked() {
        return new SettleCursor(checked + 1, pool, last, open, details, amount, lines);
    }

    SettleCursor with(Statement statement) {
        return new SettleCursor(checked, pool, last, statement, details, amount, lines);
    }

    SettleCursor after(Bytes key) {
        return new SettleCursor(checked, pool, key, open, details + 1, amount, lines);
    }

    SettleCursor withLine() {
        return new SettleCursor(checked, pool, last, open, details, amount, lines + 1);
    }

    SettleCursor closed(long statementAmount) {
        return new SettleCursor(
                checked, pool, last, null, details, Math.addExact(amount, statementAmount), lines);
    }

    SettleCursor nextPool() {
        return new SettleCursor(checked, pool + 1, null, null, 0, 0, lines);
    }

    byte[] pack() {
        Packer to = new Packer()
                .number(checked)
                .number(pool)
                .bytes(last == null ? null : last.get())
                .number(details)
                .number(amount)
                .number(lines);
        if (open != null) {
            to.text(open.beneficiary().id())
                    .number(open.beneficiary().isHold() ? 1 : 0)
                    .number(open.plays())
                    .number(open.amount())
                    .bytes(open.hash())
                    .bytes(open.rightsHash());
        } else {
            to.text(null);
        }
        return to.packed();
    }

    static SettleCursor unpack(byte[] packed) {
        Unpacker from = new Unpacker(packed);
        int checked = Math.toIntExact(from.number());
        int pool = Math.toIntExact(from.number());
        byte[] last = from.bytes();
        long details = from.number();
        long amount = from.number();
        long lines = from.number();
        return new SettleCursor(
                checked, pool, last == null ? null : Bytes.wrap(last), statement(from), details, amount, lines);
    }

    private static Statement statement(Unpacker from) {
        String id = from.text();
        if (id == null) {
            return null;
        }
        Beneficiary beneficiary = new Beneficiary(from.number() == 1, id);
        return new Statement(beneficiary, from.number(), from.number(), from.bytes(), from.bytes());
    }
}
