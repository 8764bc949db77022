package angklung.screening;

import java.util.HashSet;
import java.util.Set;

/** F9, the part of a subscriber: more territories in a day than a traveller crosses. Finds the day's plays. */
final class Places implements SubscriberRule {
    @Override
    public void judge(Listening listening, RuleTerms terms, Marks marks) {
        long most = terms.most("territories_per_day");
        if (territories(listening) <= most) {
            return;
        }
        for (int day = 0; day < listening.days(); day++) {
            Set<String> seen = new HashSet<>();
            listening.onDay(day).stream().forEach(play -> seen.add(listening.play(play).territory()));
            if (seen.size() > most) {
                marks.day(listening.day(day), listening.onDay(day), terms.observed("territories_per_day", seen.size()));
            }
        }
    }

    private static int territories(Listening listening) {
        Set<String> seen = new HashSet<>();
        String last = null;
        for (int i = 0; i < listening.size(); i++) {
            String territory = listening.play(i).territory();
            if (!territory.equals(last)) {
                seen.add(territory);
                last = territory;
            }
        }
        return seen.size();
    }
}
