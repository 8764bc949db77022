package angklung.screening;

import java.util.BitSet;

/** F5: one recording is nearly all that a subscriber plays, and that is a lot. Finds the plays of that recording. */
final class OneTrack implements SubscriberRule {
    @Override
    public void judge(Listening listening, RuleTerms terms, Marks marks) {
        if (listening.size() < terms.least("min_plays")) {
            return;
        }
        BitSet found = new BitSet();
        int most = 0;
        for (int recording = 0; recording < listening.recordings(); recording++) {
            int plays = listening.playsOfRecording(recording);
            if (terms.exceedsShare("share", plays, listening.size())) {
                found.set(recording);
                most = Math.max(most, plays);
            }
        }
        if (!found.isEmpty()) {
            marks.period(
                    listening.ofRecordings(found),
                    terms.observed("min_plays", listening.size()),
                    terms.observed("share", most, listening.size()));
        }
    }
}
