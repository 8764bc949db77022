package angklung.keys;

import java.time.LocalDate;

/**
 * How long the law wants a statement to stay readable. It goes before a party's request to erase.
 *
 * @param years from the day on which the statement was booked; 0: not at all
 */
public record Retention(int years) {
    /** The first day on which what was booked on a day may be erased. */
    public LocalDate endsOn(LocalDate booked) {
        return booked.plusYears(years);
    }

    /** Whether what was booked on a day must still be readable today. */
    public boolean holds(LocalDate booked, LocalDate today) {
        return today.isBefore(endsOn(booked));
    }
}
