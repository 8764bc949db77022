package angklung.screening;

import angklung.avro.HitStatus;
import java.util.BitSet;

/** What becomes of each play of one subscriber: a confirmed hit goes before an open one, a released one is none. */
public final class Verdicts {
    private final BitSet open = new BitSet();
    private final BitSet confirmed = new BitSet();

    /** Takes in one finding and what was decided about its hit. */
    public void add(Finding finding, HitStatus status) {
        switch (status) {
            case OPEN -> finding.forEachPlay(open::set);
            case CONFIRMED -> finding.forEachPlay(confirmed::set);
            case RELEASED -> {
                // the plays count as any other
            }
            default -> throw new IllegalArgumentException("Hit " + finding.hitId() + " has status " + status);
        }
    }

    /** Whether no hit that counts concerns any play. */
    public boolean areClear() {
        return open.isEmpty() && confirmed.isEmpty();
    }

    /** Whether a play is of some open hit and of no confirmed one. */
    public boolean isOpen(int play) {
        return open.get(play) && !confirmed.get(play);
    }

    /** Whether a play is of some confirmed hit. */
    public boolean isConfirmed(int play) {
        return confirmed.get(play);
    }
}
