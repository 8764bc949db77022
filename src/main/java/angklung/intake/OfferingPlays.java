package angklung.intake;

import angklung.screening.ScreenedPlay;
import java.util.ArrayList;
import java.util.List;

/**
 * What one subscriber played of one offering in one territory and period, in any order.
 *
 * @param counted plays that are not kept one by one
 * @param detailed plays that are
 */
record OfferingPlays(String territory, String offering, List<DayPlays> counted, List<ScreenedPlay> detailed) {

    /** All plays by recording and day. */
    List<DayPlays> days() {
        List<DayPlays> all = new ArrayList<>(counted);
        detailed.forEach(play -> all.add(DayPlays.of(play)));
        return DayPlays.combined(all);
    }
}
