package angklung.screening;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What one rule found in one subscriber's plays. */
final class Marks {
    private final int firstDay;
    private final int lastDay;
    private final List<Mark> found = new ArrayList<>();

    /** Plays by number, found in a window of local epoch days. */
    record Mark(int from, int to, BitSet plays, List<Evidence> evidence) {}

    /**
     * @param firstDay of the period, epoch day
     * @param lastDay of the period, epoch day
     */
    Marks(int firstDay, int lastDay) {
        this.firstDay = firstDay;
        this.lastDay = lastDay;
    }

    /** Found by looking at one day. */
    void day(int epochDay, BitSet plays, Evidence... evidence) {
        found.add(new Mark(epochDay, epochDay, plays, List.of(evidence)));
    }

    /** Found by looking at the whole period, with the plays of earlier days that arrived late and count in it. */
    void period(BitSet plays, Evidence... evidence) {
        found.add(new Mark(firstDay, lastDay, plays, List.of(evidence)));
    }

    List<Mark> found() {
        return found;
    }
}
