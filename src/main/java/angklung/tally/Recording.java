package angklung.tally;

import java.math.BigInteger;

/**
 * One recording as a pool sees it.
 *
 * @param bucket of the ISRC, 0 to 255
 * @param position in the walk over the recordings: where it goes on behind this one
 * @param plays royalty-bearing plays of the pool's period, those found artificial included
 * @param weighed what they weigh, whether it takes part or not
 * @param excluded whether the plays that count miss the minimum
 */
record Recording(int bucket, String isrc, byte[] position, long plays, Weighed weighed, boolean excluded) {

    /** With which weight it takes part. */
    BigInteger weight() {
        return excluded ? BigInteger.ZERO : weighed.weight();
    }

    /** Plays that neither screening nor a policy excludes. */
    long remainingPlays() {
        return plays - weighed.screenedPlays() - weighed.authorshipPlays();
    }
}
