package angklung.screening;

import angklung.avro.ScreeningSubject;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * One subscriber's plays of a period, screened. Memory grows with the number of plays, about 150 bytes each, time a
 * little more than that; the order in which the plays are given means nothing.
 */
public final class SubscriberScreen {
    private final ScreeningTerms terms;
    private final String subscriber;
    private final Listening listening;

    /**
     * @param subscriber pseudonym; findings carry a digest of it
     * @param plays all royalty-bearing plays of the subscriber in the period that may be screened, in all territories
     *     and offerings; territories, offerings and ISRCs should be shared strings where there are many plays
     */
    public SubscriberScreen(ScreeningTerms terms, String subscriber, Collection<ScreenedPlay> plays) {
        this.terms = terms;
        this.subscriber = subscriber;
        this.listening = new Listening(plays, terms.catalogue());
    }

    /** In the order that findings refer to. */
    public List<ScreenedPlay> plays() {
        return listening.plays();
    }

    /** What this subscriber adds to the sums of recordings, devices and cohorts; each subject at most once. */
    public void contribute(BiConsumer<Subject, SubjectSums> receiver) {
        new Contribution(terms.thresholds(), listening).forEach(receiver);
    }

    /** What the subscriber's plays alone show, in a fixed order. */
    public List<Finding> findings() {
        List<Finding> found = new ArrayList<>();
        for (Map.Entry<Rule, SubscriberRule> rule : SubscriberRules.ALL.entrySet()) {
            for (RuleTerms each : terms.thresholds().enabled(rule.getKey())) {
                Marks marks = new Marks(terms.firstDay(), terms.lastDay());
                rule.getValue().judge(listening, each, marks);
                marks.found().forEach(mark -> add(each, mark, found));
            }
        }
        return found;
    }

    private void add(RuleTerms by, Marks.Mark mark, List<Finding> found) {
        BitSet plays = covered(by.rule(), by.territory(), mark.plays());
        if (plays.isEmpty()) {
            return;
        }
        Subject subject =
                new Subject(ScreeningSubject.SUBSCRIBER, HitId.ofSubscriber(terms.dsp(), subscriber));
        String hitId = HitId.of(
                terms.dsp(), terms.period(), by.rule(), by.territory(), subject, mark.from(), mark.to());
        found.add(new Finding(
                hitId,
                by.rule(),
                by.version(),
                by.territory(),
                subject,
                mark.from(),
                mark.to(),
                mark.evidence(),
                plays));
    }

    /** What was found of recordings, devices and cohorts, as far as it concerns plays of this subscriber. */
    public List<Finding> findings(ToldSubjects told) {
        List<Finding> found = new ArrayList<>();
        if (told.areNone()) {
            return found;
        }
        for (int recording = 0; recording < listening.recordings(); recording++) {
            for (SubjectFinding finding : told.of(ScreeningSubject.RECORDING, listening.isrc(recording))) {
                add(finding, ofRecording(recording, finding), found);
            }
        }
        for (int device = 0; device < listening.devices(); device++) {
            int number = device;
            for (SubjectFinding finding : told.of(ScreeningSubject.DEVICE, Subject.deviceId(listening.device(device)))) {
                add(finding, listening.where(play -> play.device() == listening.device(number)), found);
            }
        }
        if (told.have(ScreeningSubject.COHORT)) {
            addCohorts(told, found);
        }
        found.sort(Comparator.comparing(Finding::rule).thenComparing(Finding::hitId));
        return found;
    }

    private void add(SubjectFinding finding, BitSet plays, List<Finding> found) {
        BitSet covered = covered(finding.rule(), finding.territory(), plays);
        if (!covered.isEmpty()) {
            found.add(Finding.of(finding, covered));
        }
    }

    private BitSet ofRecording(int recording, SubjectFinding finding) {
        BitSet plays = new BitSet();
        if (listening.playsOfRecording(recording) >= finding.minimum()) {
            listening.forEachPlayOf(recording, play -> {
                if (SubjectRules.concerns(finding, listening.play(play))) {
                    plays.set(play);
                }
            });
        }
        return plays;
    }

    /** Similar sets meet in several cohorts, but one hit for a subscriber is enough: the first that was found. */
    private void addCohorts(ToldSubjects told, List<Finding> found) {
        Set<String> done = new HashSet<>();
        for (String cohort : Contribution.cohorts(listening)) {
            for (SubjectFinding finding : told.of(ScreeningSubject.COHORT, cohort)) {
                if (listening.recordings() >= finding.minimum() && done.add(String.valueOf(finding.territory()))) {
                    add(finding, listening.all(), found);
                }
            }
        }
    }

    private BitSet covered(Rule rule, String scope, BitSet plays) {
        BitSet covered = new BitSet();
        plays.stream()
                .filter(play -> terms.thresholds()
                        .covers(rule, scope, listening.play(play).territory()))
                .forEach(covered::set);
        return covered;
    }

    /** Plays that a finding of this screen concerns, by what they are counted by. */
    public SortedMap<AffectedCell, Long> affected(Finding finding) {
        TreeMap<AffectedCell, Long> cells = new TreeMap<>();
        finding.forEachPlay(index -> {
            ScreenedPlay play = listening.play(index);
            cells.merge(
                    new AffectedCell(play.territory(), play.offering(), play.isrc(), play.day()), 1L, Math::addExact);
        });
        return cells;
    }
}
