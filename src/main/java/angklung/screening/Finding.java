package angklung.screening;

import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;

/** Plays of one subscriber that a rule found, with the evidence. */
public final class Finding {
    private final String hitId;
    private final Rule rule;
    private final String version;
    private final String territory;
    private final Subject subject;
    private final int from;
    private final int to;
    private final List<Evidence> evidence;
    private final BitSet plays;

    Finding(
            String hitId,
            Rule rule,
            String version,
            String territory,
            Subject subject,
            int from,
            int to,
            List<Evidence> evidence,
            BitSet plays) {
        this.hitId = hitId;
        this.rule = rule;
        this.version = version;
        this.territory = territory;
        this.subject = subject;
        this.from = from;
        this.to = to;
        this.evidence = List.copyOf(evidence);
        this.plays = plays;
    }

    /** What a finding on a subject means for one subscriber. */
    static Finding of(SubjectFinding found, BitSet plays) {
        return new Finding(
                found.hitId(),
                found.rule(),
                found.version(),
                found.territory(),
                found.subject(),
                found.from(),
                found.to(),
                found.evidence(),
                plays);
    }

    /** The same in every revision; subscribers whom a finding on a recording, device or cohort concerns share it. */
    public String hitId() {
        return hitId;
    }

    public Rule rule() {
        return rule;
    }

    /** First day of the thresholds that were applied, or {@link Thresholds#STANDARD}. */
    public String version() {
        return version;
    }

    /** Territory that the thresholds are for; null: the general ones. */
    public String territory() {
        return territory;
    }

    /** A subscriber is named by {@link HitId#ofSubscriber}. */
    public Subject subject() {
        return subject;
    }

    /** First local epoch day that was looked at. */
    public int from() {
        return from;
    }

    /** Last local epoch day that was looked at. */
    public int to() {
        return to;
    }

    /** Every threshold of the rule that plays a part for this kind of subject. */
    public List<Evidence> evidence() {
        return evidence;
    }

    /** How many plays of the subscriber it concerns; at least one. */
    public int plays() {
        return plays.cardinality();
    }

    /** Whether it concerns a play, by its place in {@link SubscriberScreen#plays()}. */
    public boolean concerns(int play) {
        return plays.get(play);
    }

    /** Hands out the places of all plays concerned, ascending. */
    public void forEachPlay(IntConsumer receiver) {
        plays.stream().forEach(receiver);
    }
}
