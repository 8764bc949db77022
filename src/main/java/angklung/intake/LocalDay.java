package angklung.intake;

import angklung.model.Period;

/**
 * A stretch of time that lies in one local day of one offering.
 *
 * @param startMillis first epoch millisecond of it
 * @param endMillis the one after the last
 * @param epochDay the local date, in days since 1970-01-01
 * @param period the accounting period of that date
 */
record LocalDay(long startMillis, long endMillis, int epochDay, Period period) {

    boolean contains(long millis) {
        return millis >= startMillis && millis < endMillis;
    }
}
