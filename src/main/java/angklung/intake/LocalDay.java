package angklung.intake;

/**
 * A stretch of time that lies in one local day of one offering.
 *
 * @param startMillis first epoch millisecond of it
 * @param endMillis the one after the last
 * @param epochDay the local date, in days since 1970-01-01
 * @param usage what its plays count in unless they are late: the close of the date's period; held here so that a
 *     play makes no object for it
 */
record LocalDay(long startMillis, long endMillis, int epochDay, UsageRevision usage) {

    boolean contains(long millis) {
        return millis >= startMillis && millis < endMillis;
    }
}
