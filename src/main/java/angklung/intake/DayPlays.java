package angklung.intake;

import angklung.avro.Engagement;
import angklung.screening.ScreenedPlay;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Royalty-bearing plays of one subscriber, of one recording on one local day.
 *
 * @param activePlays those that the listener chose; part of {@code plays}
 * @param held whether they are found artificial, so that what they weigh is held
 */
record DayPlays(String isrc, int epochDay, long plays, long activePlays, boolean held) {
    /** The order in which a subscriber's weight is divided. Held plays are a part of their day's, behind the others. */
    static final Comparator<DayPlays> ORDER =
            Comparator.comparing(DayPlays::isrc).thenComparingInt(DayPlays::epochDay).thenComparing(DayPlays::held);

    DayPlays(String isrc, int epochDay, long plays, long activePlays) {
        this(isrc, epochDay, plays, activePlays, false);
    }

    /** One play. */
    static DayPlays of(ScreenedPlay play) {
        return new DayPlays(play.isrc(), play.day(), 1, play.engagement() == Engagement.ACTIVE ? 1 : 0);
    }

    DayPlays plus(DayPlays other) {
        return new DayPlays(
                isrc, epochDay, Math.addExact(plays, other.plays), Math.addExact(activePlays, other.activePlays),
                held);
    }

    DayPlays asHeld() {
        return new DayPlays(isrc, epochDay, plays, activePlays, true);
    }

    /** In {@link #ORDER}, each recording and day once, or twice if a part of it is held. */
    static List<DayPlays> combined(List<DayPlays> plays) {
        List<DayPlays> sorted = new ArrayList<>(plays);
        sorted.sort(ORDER);
        List<DayPlays> combined = new ArrayList<>(sorted.size());
        for (DayPlays next : sorted) {
            int last = combined.size() - 1;
            if (last >= 0 && ORDER.compare(combined.get(last), next) == 0) {
                combined.set(last, combined.get(last).plus(next));
            } else {
                combined.add(next);
            }
        }
        return combined;
    }
}
