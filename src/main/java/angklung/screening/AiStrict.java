package angklung.screening;

import java.util.Arrays;
import java.util.BitSet;

/**
 * F10: recordings made by a machine, where they are nearly all that a subscriber plays and are played in a way that
 * other rules look for, by stricter thresholds. That they are made by a machine is never enough. Finds the plays of
 * these recordings.
 */
final class AiStrict implements SubscriberRule {
    @Override
    public void judge(Listening listening, RuleTerms terms, Marks marks) {
        if (listening.size() < terms.least("min_plays")) {
            return;
        }
        BitSet made = listening.aiGenerated();
        int plays = made.cardinality();
        if (plays == 0
                || plays < terms.least("min_plays")
                || !terms.reachesShare("ai_share", plays, listening.size())) {
            return;
        }
        Listening ofMachines = listening.only(made);
        int mostInDay = ofMachines.mostPlaysInDay();
        int hours = ofMachines.hoursByDevice().values().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
        int repeats = mostRepeatsInDay(ofMachines);
        int stopped = ofMachines.where(ScreenedPlay::justOver).cardinality();
        long features = count(
                mostInDay > terms.most("plays_per_day"),
                hours >= terms.least("hours"),
                repeats > terms.most("repeats_per_day"),
                terms.reachesShare("just_over_share", stopped, plays));
        if (features >= Math.max(1, terms.least("features"))) {
            marks.period(
                    made,
                    terms.observed("min_plays", plays),
                    terms.observed("ai_share", plays, listening.size()),
                    terms.observed("features", features),
                    terms.observed("plays_per_day", mostInDay),
                    terms.observed("hours", hours),
                    terms.observed("repeats_per_day", repeats),
                    terms.observed("just_over_share", stopped, plays));
        }
    }

    private static long count(boolean... features) {
        long count = 0;
        for (boolean feature : features) {
            count += feature ? 1 : 0;
        }
        return count;
    }

    private static int mostRepeatsInDay(Listening listening) {
        int most = 0;
        for (int recording = 0; recording < listening.recordings(); recording++) {
            if (listening.playsOfRecording(recording) > most) {
                most = Math.max(most, Arrays.stream(listening.playsByDay(recording)).max().orElse(0));
            }
        }
        return most;
    }
}
