package angklung.intake;

import java.util.Comparator;

/**
 * Royalty-bearing plays of one subscriber, of one recording on one local day.
 *
 * @param activePlays those that the listener chose; part of {@code plays}
 */
record DayPlays(String isrc, int epochDay, long plays, long activePlays) {
    /** The order in which a subscriber's weight is divided. */
    static final Comparator<DayPlays> ORDER =
            Comparator.comparing(DayPlays::isrc).thenComparingInt(DayPlays::epochDay);

    DayPlays plus(DayPlays other) {
        return new DayPlays(
                isrc, epochDay, Math.addExact(plays, other.plays), Math.addExact(activePlays, other.activePlays));
    }
}
