package angklung.intake;

import angklung.avro.Engagement;
import angklung.stage.StateReader;
import angklung.stage.StateWriter;
import java.util.Arrays;
import java.util.function.Consumer;

/** What one subscriber played of one offering between two commits, as it is stored. */
final class SubscriberEntry {
    private static final int FORMAT = 1;

    private static final Engagement[] ENGAGEMENTS = Engagement.values();

    /** How far a play is looked back for to be combined: enough for a repeated song, harmless for a machine. */
    private static final int LOOK_BACK = 8;

    private String[] isrcs = new String[1];
    private long[] cells = new long[1]; // day and engagement
    private long[] plays = new long[1];
    private int used;

    /** Adds one play; true if it could not be combined with one of the last. */
    boolean add(String isrc, int epochDay, Engagement engagement) {
        long cell = (long) epochDay * ENGAGEMENTS.length + engagement.ordinal();
        for (int i = used - 1; i >= Math.max(0, used - LOOK_BACK); i--) {
            if (cells[i] == cell && isrcs[i].equals(isrc)) {
                plays[i]++;
                return false;
            }
        }
        if (used == plays.length) {
            isrcs = Arrays.copyOf(isrcs, 2 * used);
            cells = Arrays.copyOf(cells, 2 * used);
            plays = Arrays.copyOf(plays, 2 * used);
        }
        isrcs[used] = isrc;
        cells[used] = cell;
        plays[used] = 1;
        used++;
        return true;
    }

    byte[] encode() {
        StateWriter writer = new StateWriter(FORMAT).number(used);
        for (int i = 0; i < used; i++) {
            writer.text(isrcs[i]).number(cells[i]).number(plays[i]);
        }
        return writer.toBytes();
    }

    /** Hands out what was encoded; a recording and day may come several times. */
    static void decode(byte[] value, Consumer<DayPlays> receiver) {
        StateReader reader = new StateReader(value, FORMAT);
        int entries = reader.integer();
        for (int i = 0; i < entries; i++) {
            String isrc = reader.text();
            long cell = reader.number();
            long plays = reader.number();
            int day = (int) Math.floorDiv(cell, (long) ENGAGEMENTS.length);
            Engagement engagement = ENGAGEMENTS[Math.floorMod(cell, ENGAGEMENTS.length)];
            receiver.accept(new DayPlays(isrc, day, plays, engagement == Engagement.ACTIVE ? plays : 0));
        }
    }
}
