package angklung.intake;

import java.util.ArrayList;
import java.util.List;

/**
 * What one subscriber played of one offering in one territory and period.
 *
 * @param counted plays that are not screened, in any order
 * @param detailed plays that are, in the order of {@link FollowedPlay#ORDER}
 */
record OfferingPlays(String territory, String offering, List<DayPlays> counted, List<FollowedPlay> detailed) {

    /** All plays by recording and day, in {@link DayPlays#ORDER}, each recording and day once. */
    List<DayPlays> days() {
        List<DayPlays> all = new ArrayList<>(counted);
        detailed.forEach(play -> all.add(DayPlays.of(play, false)));
        return combined(all);
    }

    /** Sums by recording, day and whether they are held, in {@link DayPlays#ORDER}. */
    static List<DayPlays> combined(List<DayPlays> plays) {
        List<DayPlays> sorted = new ArrayList<>(plays);
        sorted.sort(DayPlays.ORDER);
        List<DayPlays> combined = new ArrayList<>(sorted.size());
        for (DayPlays next : sorted) {
            int last = combined.size() - 1;
            if (last >= 0 && DayPlays.ORDER.compare(combined.get(last), next) == 0) {
                combined.set(last, combined.get(last).plus(next));
            } else {
                combined.add(next);
            }
        }
        return combined;
    }
}
