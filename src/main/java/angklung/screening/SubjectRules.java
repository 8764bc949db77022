package angklung.screening;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges recordings, devices and cohorts by sums over all subscribers. */
public final class SubjectRules {
    private SubjectRules() {}

    /** Whether the sums of the period before are needed to judge recordings. */
    public static boolean lookBack(Thresholds thresholds) {
        return thresholds.isEnabled(Rule.VELOCITY);
    }

    /**
     * @param sums over all subscribers of the service in the period
     * @param before of a recording: the sums of the period before, {@link SubjectSums#NONE} if it was not played then;
     *     empty if nothing is known of the period before, so that only days with 28 known days before them are judged
     * @return one for each rule, territory with terms of its own, and window; in a fixed order
     */
    public static List<SubjectFinding> judge(
            ScreeningTerms terms, Subject subject, SubjectSums sums, Optional<SubjectSums> before) {
        List<SubjectFinding> found = new ArrayList<>();
        Judgement judgement = new Judgement(terms, subject, found);
        switch (subject.kind()) {
            case RECORDING -> {
                judgement.each(Rule.JUST_OVER_THRESHOLD, by -> justOver(judgement, by, sums));
                judgement.each(Rule.REPEATS, by -> repeats(judgement, by, sums));
                judgement.each(Rule.VELOCITY, by -> velocity(judgement, by, sums, before));
            }
            case DEVICE -> judgement.each(Rule.PLACE, by -> device(judgement, by, sums));
            case COHORT -> judgement.each(Rule.OVERLAP, by -> cohort(judgement, by, sums));
            default -> throw new IllegalArgumentException("No rule looks at sums of a " + subject.kind());
        }
        return found;
    }

    private static void justOver(Judgement judgement, RuleTerms by, SubjectSums sums) {
        if (sums.justOver() > 0
                && sums.plays() >= by.least("min_plays")
                && by.reachesShare("share", sums.justOver(), sums.plays())) {
            judgement.period(
                    by,
                    0,
                    by.observed("min_plays", sums.plays()),
                    by.observed("share", sums.justOver(), sums.plays()));
        }
    }

    private static void repeats(Judgement judgement, RuleTerms by, SubjectSums sums) {
        if (sums.plays() >= by.least("min_plays")
                && by.exceedsShare("plays_per_listener", sums.plays(), sums.subscribers())) {
            judgement.period(
                    by,
                    above(by, "plays_per_listener"),
                    by.observed("min_plays", sums.plays()),
                    by.observed("plays_per_listener", sums.plays(), sums.subscribers()));
        }
    }

    private static void velocity(
            Judgement judgement, RuleTerms by, SubjectSums sums, Optional<SubjectSums> before) {
        if (by.exceedsShare("plays_per_listener", sums.plays(), sums.subscribers())) {
            new Velocity(by, sums, before)
                    .judge(judgement.terms(), day -> judgement.day(
                            by,
                            day.epochDay(),
                            above(by, "plays_per_listener"),
                            by.observed("min_plays", day.plays()),
                            by.observed("baseline_plays", day.baseline()),
                            by.observed("z", day.z()),
                            by.observed("plays_per_listener", sums.plays(), sums.subscribers())));
        }
    }

    private static void device(Judgement judgement, RuleTerms by, SubjectSums sums) {
        if (sums.subscribers() > by.most("subscribers_per_device")
                && by.reachesShare("plays_per_subscriber", sums.plays(), sums.subscribers())) {
            judgement.period(
                    by,
                    0,
                    by.observed("subscribers_per_device", sums.subscribers()),
                    by.observed("plays_per_subscriber", sums.plays(), sums.subscribers()));
        }
    }

    private static void cohort(Judgement judgement, RuleTerms by, SubjectSums sums) {
        if (sums.subscribers() >= by.least("min_subscribers")) {
            judgement.period(
                    by,
                    by.least("min_recordings"),
                    by.observed("min_recordings", sums.recordings(), sums.subscribers()),
                    by.observed("min_subscribers", sums.subscribers()));
        }
    }

    /** Those who listen as others do are not concerned by what a few others do with the same recording. */
    private static long above(RuleTerms by, String threshold) {
        return Math.addExact(Math.min(by.most(threshold), Long.MAX_VALUE - 1), 1);
    }

    /** Which plays of its recording a finding is about. */
    static boolean concerns(SubjectFinding finding, ScreenedPlay play) {
        return switch (finding.rule()) {
            case JUST_OVER_THRESHOLD -> play.justOver();
            case VELOCITY -> play.day() >= finding.from() && play.day() <= finding.to();
            default -> true;
        };
    }
}
