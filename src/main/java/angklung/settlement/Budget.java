package angklung.settlement;

/** What is left of one turn of work. The first item is always granted, so that every turn gets on. */
final class Budget {
    private final WorkLimits limits;
    private final long start;
    private int spent;

    Budget(WorkLimits limits) {
        this.limits = limits;
        this.start = limits.nanos().getAsLong();
    }

    /** Counts one item. */
    void spend() {
        spent++;
    }

    boolean isLeft() {
        return spent == 0
                || (items() > 0
                        && limits.nanos().getAsLong() - start < limits.time().toNanos());
    }

    /** Items that are left, if there is time for them. */
    int items() {
        return limits.items() - spent;
    }
}
