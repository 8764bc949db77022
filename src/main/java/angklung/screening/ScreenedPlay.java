package angklung.screening;

import angklung.avro.Engagement;
import java.util.Comparator;

/**
 * One royalty-bearing play of one subscriber.
 *
 * @param territory place of listening
 * @param isrc normalised
 * @param day local epoch day that the play is counted on
 * @param trackMinutes as it is counted: length of the track in minutes if longer than five, else 0
 * @param startSecond instant at which it started, in epoch seconds
 * @param playedSeconds time played, rounded down
 * @param complete whether the track is known to have been heard to its end: a short track heard whole is no play that
 *     was stopped just above the threshold
 * @param device digest of the device; {@link #UNKNOWN_DEVICE} if the service did not say
 */
public record ScreenedPlay(
        String territory,
        String offering,
        String isrc,
        Engagement engagement,
        int day,
        int trackMinutes,
        long startSecond,
        int playedSeconds,
        boolean complete,
        long device) {
    /** Device of plays whose device is not known. */
    public static final long UNKNOWN_DEVICE = 0;

    /** Total: plays that it holds equal differ in nothing, so sorting leaves no trace of the order of arrival. */
    static final Comparator<ScreenedPlay> ORDER = Comparator.comparingLong(ScreenedPlay::startSecond)
            .thenComparing(ScreenedPlay::isrc)
            .thenComparing(ScreenedPlay::territory)
            .thenComparing(ScreenedPlay::offering)
            .thenComparingInt(ScreenedPlay::day)
            .thenComparingLong(ScreenedPlay::device)
            .thenComparingInt(ScreenedPlay::playedSeconds)
            .thenComparing(ScreenedPlay::engagement)
            .thenComparingInt(ScreenedPlay::trackMinutes)
            .thenComparing(ScreenedPlay::complete);

    public ScreenedPlay {
        if (playedSeconds < 0 || trackMinutes < 0) {
            throw new IllegalArgumentException("A play of " + isrc + " lasts " + playedSeconds
                    + " s of a track of " + trackMinutes + " min: neither may be negative");
        }
    }

    /** Second after the last one played. */
    long endSecond() {
        return startSecond + playedSeconds;
    }

    /** Whether it was stopped where it had just begun to earn: 30 to 35 seconds played, of a longer track. */
    boolean justOver() {
        return playedSeconds >= 30 && playedSeconds <= 35 && !complete;
    }
}
