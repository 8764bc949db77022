package angklung.pool;

/**
 * What arrived from one tally task for one service and period.
 *
 * @param records partials received
 * @param marked whether the mark that ends them was received
 */
record TallyProgress(int records, boolean marked) {
    static final TallyProgress NONE = new TallyProgress(0, false);

    TallyProgress plusRecord() {
        return new TallyProgress(Math.incrementExact(records), marked);
    }

    TallyProgress ended() {
        return new TallyProgress(records, true);
    }
}
