package angklung.replay;

import java.time.LocalDate;

/**
 * The days that something applies to.
 *
 * @param from first day
 * @param to day after the last; null: open
 */
record Validity(LocalDate from, LocalDate to) {

    boolean covers(LocalDate date) {
        return !from.isAfter(date) && (to == null || to.isAfter(date));
    }

    boolean overlaps(Validity other) {
        return covers(other.from) || other.covers(from);
    }

    @Override
    public String toString() {
        return to == null ? "from " + from : "from " + from + " until before " + to;
    }
}
