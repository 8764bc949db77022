package angklung.intake;

/**
 * What agreements say about the plays of one offering.
 *
 * @param days its local days
 * @param followed when plays are kept by subscriber
 * @param screened days whose plays are kept with what screening looks at
 * @param late what happens to late plays
 */
record PlaceTerms(LocalDays days, FollowedPeriods followed, ScreenedDays screened, LateTerms late) {}
