package angklung.intake;

import angklung.avro.Engagement;
import java.util.Comparator;

/**
 * A royalty-bearing play with what screening looks at.
 *
 * @param startSecond when it was started, in seconds since 1970-01-01T00:00Z
 * @param playedSeconds whole ones
 * @param trackMinutes as {@link PlayRules#trackMinutes} says
 * @param complete whether the track is known to have been heard to its end
 * @param device hash of the device; 0 if none is known
 */
record FollowedPlay(
        String isrc, int epochDay, Engagement engagement, int trackMinutes, long startSecond, long playedSeconds,
        boolean complete, long device) {
    /** By start; plays that are equal in it are the same for every purpose. */
    static final Comparator<FollowedPlay> ORDER = Comparator.comparingLong(FollowedPlay::startSecond)
            .thenComparing(FollowedPlay::isrc)
            .thenComparingLong(FollowedPlay::playedSeconds)
            .thenComparingLong(FollowedPlay::device)
            .thenComparing(FollowedPlay::engagement)
            .thenComparingInt(FollowedPlay::trackMinutes)
            .thenComparing(FollowedPlay::complete)
            .thenComparingInt(FollowedPlay::epochDay);
}
