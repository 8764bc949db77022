package angklung.intake;

/** Whose plays intake keeps by subscriber, so that they can be weighed by subscriber at the close. */
public enum FollowSubscribers {
    /** Those of offerings whose agreements need it: user-centric or artist-centric ones. */
    AGREED,
    /** All; their weights by subscriber are always sent, which a comparison with user-centric terms needs. */
    ALL
}
