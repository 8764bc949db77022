package angklung.intake;

import angklung.stage.StateReader;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import org.apache.kafka.common.serialization.Serde;

/**
 * What one intake task knows about the end of one revision of one service's period. Offsets are those of the task's
 * partition of the service's topic.
 *
 * @param fence of the CLOSE command that waits, {@link #NONE} if none waits
 * @param bookedAt booking time of that command, in epoch millis
 * @param expected the cut that a CUT command told, {@link #NONE} if none did
 * @param cut the cut that the task recorded, {@link #NONE} before; from it on, plays of the period are
 *     late for this revision
 */
record PeriodCut(long fence, long bookedAt, long expected, long cut) {
    static final long NONE = -1;

    private static final int FORMAT = 1;

    /** No command has arrived. */
    static final PeriodCut OPEN = new PeriodCut(NONE, NONE, NONE, NONE);

    boolean isCut() {
        return cut != NONE;
    }

    /** Whether a CLOSE command has arrived and not been acted on. */
    boolean isPending() {
        return fence != NONE && !isCut();
    }

    PeriodCut withClose(long closeFence, long closeBookedAt) {
        return new PeriodCut(closeFence, closeBookedAt, expected, cut);
    }

    PeriodCut withExpected(long told) {
        return new PeriodCut(fence, bookedAt, told, cut);
    }

    PeriodCut withCut(long position) {
        return new PeriodCut(fence, bookedAt, expected, position);
    }

    /**
     * Whether a waiting close is to be acted on. It waits only in a rebuild, where the task has to cut where it cut
     * the first time: exactly there.
     *
     * @param position offset that follows the last record processed
     */
    boolean isDue(long position) {
        return isPending() && expected == position;
    }

    /** Whether a waiting close can never be acted on, because the task is past the cut of the first time. */
    boolean isMissed(long position) {
        return isPending() && expected != NONE && expected < position;
    }

    static Serde<PeriodCut> serde() {
        return StateSerdes.fields(FORMAT, PeriodCut::encode, PeriodCut::decode);
    }

    private void encode(StateWriter writer) {
        writer.number(fence).number(bookedAt).number(expected).number(cut);
    }

    private static PeriodCut decode(StateReader reader) {
        return new PeriodCut(reader.number(), reader.number(), reader.number(), reader.number());
    }
}
