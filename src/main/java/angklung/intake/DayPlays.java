package angklung.intake;

import angklung.avro.Engagement;
import java.util.Comparator;

/**
 * Royalty-bearing plays of one subscriber, of one recording on one local day.
 *
 * @param activePlays those that the listener chose; part of {@code plays}
 * @param held whether they are found artificial, so that what they weigh is held
 */
record DayPlays(String isrc, int epochDay, long plays, long activePlays, boolean held) {
    /** The order in which a subscriber's weight is divided: held plays are a part of their day's. */
    static final Comparator<DayPlays> ORDER =
            Comparator.comparing(DayPlays::isrc).thenComparingInt(DayPlays::epochDay).thenComparing(DayPlays::held);

    DayPlays(String isrc, int epochDay, long plays, long activePlays) {
        this(isrc, epochDay, plays, activePlays, false);
    }

    /** One play. */
    static DayPlays of(FollowedPlay play, boolean held) {
        return new DayPlays(play.isrc(), play.epochDay(), 1, play.engagement() == Engagement.ACTIVE ? 1 : 0, held);
    }

    DayPlays plus(DayPlays other) {
        return new DayPlays(
                isrc, epochDay, Math.addExact(plays, other.plays), Math.addExact(activePlays, other.activePlays),
                held);
    }
}
