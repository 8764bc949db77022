package angklung.intake;

import angklung.close.Facts;
import angklung.model.Period;

/**
 * One revision of the usage of a period: 0 is what the close ends; each later one is made of late plays that restate
 * the period.
 */
record UsageRevision(Period period, int number) implements Comparable<UsageRevision> {

    /** What the close of a period ends. */
    static UsageRevision close(Period period) {
        return new UsageRevision(period, 0);
    }

    /** @throws IllegalArgumentException if the text is not what {@link #toString} gives */
    static UsageRevision parse(String text) {
        int plus = text.indexOf('+');
        return plus < 0
                ? close(Period.parse(text))
                : new UsageRevision(Period.parse(text.substring(0, plus)), Integer.parseInt(text.substring(plus + 1)));
    }

    UsageRevision next() {
        return new UsageRevision(period, number + 1);
    }

    /** The one before; none is before the close. */
    UsageRevision previous() {
        return new UsageRevision(period, number - 1);
    }

    @Override
    public int compareTo(UsageRevision other) {
        int byPeriod = period.compareTo(other.period);
        return byPeriod != 0 ? byPeriod : Integer.compare(number, other.number);
    }

    /** {@code 2026-04} for the close, {@code 2026-04+1} for the first revision after it. */
    @Override
    public String toString() {
        return Facts.revised(period.toString(), number);
    }
}
