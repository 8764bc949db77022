package angklung.screening;

import java.util.List;
import java.util.function.Consumer;

/** Takes down what is found of one subject. */
final class Judgement {
    private final ScreeningTerms terms;
    private final Subject subject;
    private final List<SubjectFinding> found;

    Judgement(ScreeningTerms terms, Subject subject, List<SubjectFinding> found) {
        this.terms = terms;
        this.subject = subject;
        this.found = found;
    }

    ScreeningTerms terms() {
        return terms;
    }

    /** Judges by all terms of a rule that are in force. */
    void each(Rule rule, Consumer<RuleTerms> judge) {
        terms.thresholds().enabled(rule).forEach(judge);
    }

    /** Found by looking at the whole period. */
    void period(RuleTerms by, long minimum, Evidence... evidence) {
        add(by, terms.firstDay(), terms.lastDay(), minimum, evidence);
    }

    /** Found by looking at one day. */
    void day(RuleTerms by, int epochDay, long minimum, Evidence... evidence) {
        add(by, epochDay, epochDay, minimum, evidence);
    }

    private void add(RuleTerms by, int from, int to, long minimum, Evidence... evidence) {
        String hitId = HitId.of(terms.dsp(), terms.period(), by.rule(), by.territory(), subject, from, to);
        found.add(new SubjectFinding(
                hitId, by.rule(), by.version(), by.territory(), subject, from, to, List.of(evidence), minimum));
    }
}
