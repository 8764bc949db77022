package angklung.intake;

import angklung.avro.ScreeningPolicy;
import java.util.ArrayList;
import java.util.List;

/**
 * What one subscriber played of one offering in one territory, by what screening made of it; in any order.
 *
 * @param honest plays that no hit concerns but released ones, or that are not screened
 * @param open plays of a hit that nobody has decided on
 * @param confirmed plays of a confirmed hit
 */
record JudgedPlays(
        String territory, String offering, List<DayPlays> honest, List<DayPlays> open, List<DayPlays> confirmed) {

    /** The plays of a subscriber in whom nothing was found, of the offerings that are weighed by subscriber. */
    static List<JudgedPlays> honest(PeriodTerms terms, SubscriberPlays subscriber) {
        return subscriber.offerings().stream()
                .filter(plays -> !terms.of(plays.territory(), plays.offering()).isEmpty())
                .map(plays -> new JudgedPlays(
                        plays.territory(), plays.offering(), plays.days(), List.of(), List.of()))
                .toList();
    }

    /** The plays that count in a pool with this policy, in {@link DayPlays#ORDER}; empty if none do. */
    List<DayPlays> counting(ScreeningPolicy policy) {
        List<DayPlays> counting = new ArrayList<>(honest);
        if (policy == ScreeningPolicy.NONE) {
            counting.addAll(open);
            counting.addAll(confirmed);
        } else if (policy == ScreeningPolicy.HOLD) {
            open.forEach(day -> counting.add(day.asHeld()));
        }
        return DayPlays.combined(counting);
    }
}
