package angklung.screening;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges recordings, devices and cohorts by sums over all subscribers. */
public final class SubjectRules {
    private SubjectRules() {}

    /**
     * @param sums over all subscribers of the service in the period
     * @param before of a recording: the sums of the period before, {@link SubjectSums#NONE} if it was not played then;
     *     empty if the period before was not screened, so that only days with 28 known days before them are judged
     * @return one for each rule, territory with terms of its own, and window; in a fixed order
     */
    public static List<SubjectFinding> judge(
            ScreeningTerms terms, Subject subject, SubjectSums sums, Optional<SubjectSums> before) {
        List<SubjectFinding> found = new ArrayList<>();
        return found;
    }

    /** Whether the sums of the period before are needed to judge subjects of this kind. */
    public static boolean looksBack(ScreeningTerms terms) {
        return terms.thresholds().isEnabled(Rule.VELOCITY);
    }
}
