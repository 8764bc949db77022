package angklung.model;

import java.time.LocalDate;

/**
 * How long money that nobody claims is held, and how long before it moves that is announced.
 *
 * @param months from the end of the money's period, at least 1
 * @param announceDays at least 1
 */
public record UnclaimedTerm(int months, int announceDays) {

    public UnclaimedTerm {
        if (months < 1 || announceDays < 1) {
            throw new IllegalArgumentException("A term has at least 1 month, and 1 day of announcement, not " + months
                    + " and " + announceDays);
        }
    }

    /** The first day behind the term: of a period that ends with January, and 24 months, 1 February. */
    public LocalDate end(Period period) {
        return period.next().firstDay().plusMonths(months);
    }

    /** Whether it is time to announce the money: its term is over, or ends within the days of announcement. */
    public boolean isNear(Period period, LocalDate date) {
        return !end(period).isAfter(date.plusDays(announceDays));
    }

    /** The first day on which the money may move, if it is announced on {@code date}. */
    public LocalDate due(Period period, LocalDate date) {
        LocalDate announced = date.plusDays(announceDays);
        LocalDate end = end(period);
        return announced.isAfter(end) ? announced : end;
    }
}
