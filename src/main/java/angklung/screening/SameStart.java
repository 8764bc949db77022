package angklung.screening;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * F1: nobody starts a recording twice at the same second, unless several speakers of a house play together. Finds the
 * plays beyond those that may start together; which of them these are is decided by the order of the plays, not of
 * their arrival.
 */
final class SameStart implements SubscriberRule {
    /** What is said of a day. */
    private static final class Day {
        private final BitSet plays = new BitSet();
        private int mostPlays;
        private int mostDevices;
    }

    @Override
    public void judge(Listening listening, RuleTerms terms, Marks marks) {
        Map<Integer, Day> days = new TreeMap<>();
        int from = 0;
        for (int i = 1; i <= listening.size(); i++) {
            if (i == listening.size() || !sameStart(listening.play(from), listening.play(i))) {
                if (i - from > 1) {
                    judge(listening, from, i, terms, days);
                }
                from = i;
            }
        }
        days.forEach((day, found) -> {
            if (!found.plays.isEmpty()) {
                marks.day(
                        listening.day(day),
                        found.plays,
                        terms.observed("plays_per_start", found.mostPlays),
                        terms.observed("devices_per_start", found.mostDevices));
            }
        });
    }

    private static boolean sameStart(ScreenedPlay one, ScreenedPlay other) {
        return one.startSecond() == other.startSecond() && one.isrc().equals(other.isrc());
    }

    private static void judge(Listening listening, int from, int to, RuleTerms terms, Map<Integer, Day> days) {
        Map<Integer, Integer> playsOfDevice = new HashMap<>();
        int mostPlays = 0;
        BitSet found = new BitSet();
        for (int play = from; play < to; play++) {
            int plays = playsOfDevice.merge(listening.deviceOf(play), 1, Integer::sum);
            boolean tooManyDevices = plays == 1 && playsOfDevice.size() > terms.most("devices_per_start");
            if (plays > terms.most("plays_per_start") || tooManyDevices) {
                found.set(play);
            }
            mostPlays = Math.max(mostPlays, plays);
        }
        for (int play = found.nextSetBit(0); play >= 0; play = found.nextSetBit(play + 1)) {
            Day day = days.computeIfAbsent(listening.dayOf(play), key -> new Day());
            day.plays.set(play);
            day.mostPlays = Math.max(day.mostPlays, mostPlays);
            day.mostDevices = Math.max(day.mostDevices, playsOfDevice.size());
        }
    }
}
