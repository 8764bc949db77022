package angklung.notary;

import angklung.stage.StateReader;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import org.apache.kafka.common.serialization.Serde;

/**
 * How far the statements of a payout run are.
 *
 * @param ends settlement partitions that have ended it
 * @param expected statements that those have made
 * @param come statements that have come
 * @param paid by those partitions
 * @param step what becomes of it
 * @param first index of its first leaf; -1 before it is begun
 */
record PayoutRun(int ends, long expected, long come, Totals paid, Step step, long first) {
    /** A run that nothing has come of. */
    static final PayoutRun NEW = new PayoutRun(0, 0, 0, Totals.NONE, Step.HELD, -1);

    private static final int FORMAT = 1;

    /** What becomes of a run, in this order. */
    enum Step {
        /** Something is missing. */
        HELD,
        /** It waits for its turn, or its statements become leaves. */
        IN_TURN,
        /** All its leaves are in the log. */
        RECORDED
    }

    PayoutRun withStatement() {
        return new PayoutRun(ends, expected, come + 1, paid, step, first);
    }

    /** @param more paid in the partition that has ended the run */
    PayoutRun withEnd(long statements, Totals more) {
        return new PayoutRun(ends + 1, Math.addExact(expected, statements), come, paid.add(more), step, first);
    }

    PayoutRun inTurn() {
        return new PayoutRun(ends, expected, come, paid, Step.IN_TURN, first);
    }

    PayoutRun begun(long index) {
        return new PayoutRun(ends, expected, come, paid, step, index);
    }

    PayoutRun recorded() {
        return new PayoutRun(ends, expected, come, paid, Step.RECORDED, first);
    }

    boolean isBegun() {
        return first >= 0;
    }

    static Serde<PayoutRun> serde() {
        return StateSerdes.fields(FORMAT, PayoutRun::encode, PayoutRun::decode);
    }

    private void encode(StateWriter writer) {
        writer.number(ends)
                .number(expected)
                .number(come)
                .text(paid.toString())
                .number(step.ordinal())
                .number(first);
    }

    private static PayoutRun decode(StateReader reader) {
        return new PayoutRun(
                reader.integer(), reader.number(), reader.number(), Totals.parse(reader.text()),
                Step.values()[reader.integer()], reader.number());
    }

    @Override
    public String toString() {
        return come + " statements of " + expected + " expected from the " + ends + " partitions that have ended it, "
                + step;
    }
}
