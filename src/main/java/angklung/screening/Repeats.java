package angklung.screening;

import java.util.BitSet;

/** F6, the part of a subscriber: one recording repeated all day long. Finds that day's plays of it. */
final class Repeats implements SubscriberRule {
    @Override
    public void judge(Listening listening, RuleTerms terms, Marks marks) {
        long most = terms.most("per_day");
        BitSet[] found = new BitSet[listening.days()];
        int[] largest = new int[listening.days()];
        for (int recording = 0; recording < listening.recordings(); recording++) {
            if (listening.playsOfRecording(recording) > most) {
                judge(listening, recording, most, found, largest);
            }
        }
        for (int day = 0; day < found.length; day++) {
            if (found[day] != null) {
                marks.day(listening.day(day), found[day], terms.observed("per_day", largest[day]));
            }
        }
    }

    private static void judge(Listening listening, int recording, long most, BitSet[] found, int[] largest) {
        int[] byDay = listening.playsByDay(recording);
        listening.forEachPlayOf(recording, play -> {
            int day = listening.dayOf(play);
            if (byDay[day] > most) {
                found[day] = found[day] == null ? new BitSet() : found[day];
                found[day].set(play);
                largest[day] = Math.max(largest[day], byDay[day]);
            }
        });
    }
}
