package angklung.model;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.regex.Pattern;

/** An accounting period: a calendar month, written YYYY-MM (37 CFR 385.2). */
public record Period(YearMonth month) implements Comparable<Period> {
    private static final Pattern FORM = Pattern.compile("[0-9]{4}-[0-9]{2}");

    /** @throws IllegalArgumentException if the text is no YYYY-MM */
    public static Period parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a period of the form YYYY-MM");
        }
        try {
            return new Period(YearMonth.parse(text));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' is not a period of the form YYYY-MM", e);
        }
    }

    public static Period of(LocalDate date) {
        return new Period(YearMonth.from(date));
    }

    public Period next() {
        return new Period(month.plusMonths(1));
    }

    public LocalDate firstDay() {
        return month.atDay(1);
    }

    public LocalDate lastDay() {
        return month.atEndOfMonth();
    }

    @Override
    public int compareTo(Period other) {
        return month.compareTo(other.month);
    }

    @Override
    public String toString() {
        return month.toString();
    }
}
