package angklung.intake;

/**
 * What agreements say about the plays of one offering.
 *
 * @param days its local days
 * @param followed when plays are kept by subscriber
 * @param late what happens to late plays
 */
record PlaceTerms(LocalDays days, FollowedPeriods followed, LateTerms late) {}
