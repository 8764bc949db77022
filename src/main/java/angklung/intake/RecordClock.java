package angklung.intake;

/**
 * The day that a feed has reached by the times of its records: never goes back, and goes forward by one day a
 * record at most. One record with a clock decades ahead therefore forgets nothing, and after a real gap the clock
 * catches up within as many records as the gap has days.
 */
final class RecordClock {
    static final int UNSET = Integer.MIN_VALUE;

    private static final long MILLIS_PER_DAY = 86_400_000;

    private int day;

    /** @param day where a clock that was stored goes on; {@link #UNSET} for a new one */
    RecordClock(int day) {
        this.day = day;
    }

    /** Days since 1970-01-01, or {@link #UNSET} before the first record. */
    int day() {
        return day;
    }

    /**
     * Moves the clock to a record.
     *
     * @return the day to remember the record by: its own, or the clock's if that is later
     */
    int advance(long recordTime) {
        int own = (int) Math.min(Integer.MAX_VALUE / 2, Math.floorDiv(recordTime, MILLIS_PER_DAY));
        if (day == UNSET) {
            day = own;
        } else if (own > day) {
            day++;
        }
        return Math.max(day, own);
    }
}
