package angklung.screening;

import java.util.Arrays;
import java.util.BitSet;

/** F1: nobody starts a recording twice at the same second. Finds the plays beyond those that may start together. */
final class SameStart implements SubscriberRule {
    @Override
    public void judge(Listening listening, RuleTerms terms, Marks marks) {
        long most = terms.most("plays_per_start");
        BitSet found = new BitSet();
        int[] largest = new int[listening.days()];
        int together = 0;
        for (int i = 0; i < listening.size(); i++) {
            together = i > 0 && sameStart(listening.play(i - 1), listening.play(i)) ? together + 1 : 1;
            if (together > most) {
                found.set(i);
                int day = listening.dayOf(i);
                largest[day] = Math.max(largest[day], together);
            }
        }
        if (!found.isEmpty()) {
            mark(listening, terms, found, largest, marks);
        }
    }

    private static boolean sameStart(ScreenedPlay one, ScreenedPlay other) {
        return one.startSecond() == other.startSecond() && one.isrc().equals(other.isrc());
    }

    private static void mark(Listening listening, RuleTerms terms, BitSet found, int[] largest, Marks marks) {
        BitSet[] byDay = new BitSet[listening.days()];
        Arrays.setAll(byDay, day -> new BitSet());
        found.stream().forEach(play -> byDay[listening.dayOf(play)].set(play));
        for (int day = 0; day < byDay.length; day++) {
            if (largest[day] > 0) {
                marks.day(listening.day(day), byDay[day], terms.observed("plays_per_start", largest[day]));
            }
        }
    }
}
