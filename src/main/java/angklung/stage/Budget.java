package angklung.stage;

/**
 * What is left of one turn of work: so many items or so long, whichever ends first. The first item is always
 * granted, so that every turn gets on.
 */
public final class Budget {
    private final WorkLimits limits;
    private final long start;
    private int items;

    Budget(WorkLimits limits) {
        this.limits = limits;
        this.start = limits.nanos().getAsLong();
    }

    /** Counts one item if it may be begun; false if nothing more may be done in this turn. */
    public boolean take() {
        if (!isLeft()) {
            return false;
        }
        spend();
        return true;
    }

    /** Counts one item. */
    public void spend() {
        items++;
    }

    /** Whether one more item may be begun. */
    public boolean isLeft() {
        return items == 0 || !isSpent();
    }

    /** Whether the items or the time are used up, even if the time went by without any item. */
    public boolean isSpent() {
        return itemsLeft() <= 0
                || limits.nanos().getAsLong() - start >= limits.time().toNanos();
    }

    /** Items that are left, if there is time for them. */
    public int itemsLeft() {
        return limits.items() - items;
    }
}
