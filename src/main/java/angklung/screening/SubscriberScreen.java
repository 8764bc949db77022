package angklung.screening;

import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * One subscriber's plays of a period, screened. Memory and time grow with the number of plays n as n and n log n; the
 * order in which the plays are given means nothing.
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
        this.listening = new Listening(plays);
    }

    /** In the order that findings refer to. */
    public List<ScreenedPlay> plays() {
        return listening.plays();
    }

    /** What this subscriber adds to the sums of recordings, devices and cohorts; each subject at most once. */
    public void contribute(BiConsumer<Subject, SubjectSums> receiver) {}

    /** What the subscriber's plays alone show, in a fixed order. */
    public List<Finding> findings() {
        return List.of();
    }

    /** What was found of recordings, devices and cohorts, as far as it concerns plays of this subscriber. */
    public List<Finding> findings(ToldSubjects told) {
        return List.of();
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
