package angklung.tally;

/** A way to weigh recordings; a plan names the one that its pool is divided by. */
interface Weighting {

    /** As in pool partials and plans. */
    String name();

    /** Weight of a recording, not negative; 0: it gets nothing. */
    long weigh(TallyRow row);
}
