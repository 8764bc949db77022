/**
 * Rules that find artificial listening. Pure: no Kafka, no clock, no file; every result follows from the set of plays
 * alone, in whatever order they arrived.
 *
 * <p>The rules are of two kinds. Those of one subscriber are judged from the subscriber's own plays: {@link
 * angklung.screening.SubscriberScreen}. Those of a recording, a device or a cohort need sums over all subscribers: a
 * task adds them up in {@link angklung.screening.SubjectTally}, whoever has all the sums of a subject judges it by
 * {@link angklung.screening.SubjectRules}, and the subjects found are told to every screen as {@link
 * angklung.screening.ToldSubjects}.
 */
package angklung.screening;
