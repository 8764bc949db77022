package angklung.tally;

import java.util.function.LongSupplier;

/** What one punctuation may do: so many items or so long, whichever ends first; one item in any case. */
final class Budget {
    private final LongSupplier nanoTime;
    private final long deadline;
    private final int itemsMax;
    private int items;

    Budget(int itemsMax, long nanosMax, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.deadline = nanoTime.getAsLong() + nanosMax;
        this.itemsMax = itemsMax;
    }

    /** Takes one item; false if nothing more may be done now. */
    boolean take() {
        if (items > 0 && spent()) {
            return false;
        }
        items++;
        return true;
    }

    boolean spent() {
        return items >= itemsMax || nanoTime.getAsLong() - deadline >= 0;
    }
}
