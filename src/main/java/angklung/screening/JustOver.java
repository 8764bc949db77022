package angklung.screening;

import java.util.BitSet;

/** F4, the part of a subscriber: nearly every play is stopped where it has just begun to earn. Finds those plays. */
final class JustOver implements SubscriberRule {
    @Override
    public void judge(Listening listening, RuleTerms terms, Marks marks) {
        if (listening.size() < terms.least("subscriber_min_plays")) {
            return;
        }
        BitSet stopped = listening.where(ScreenedPlay::justOver);
        int plays = stopped.cardinality();
        if (plays > 0 && terms.reachesShare("subscriber_share", plays, listening.size())) {
            marks.period(
                    stopped,
                    terms.observed("subscriber_min_plays", listening.size()),
                    terms.observed("subscriber_share", plays, listening.size()));
        }
    }
}
