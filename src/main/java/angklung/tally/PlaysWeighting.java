package angklung.tally;

/** A recording weighs as much as it has royalty-bearing plays. */
final class PlaysWeighting implements Weighting {

    @Override
    public String name() {
        return "PLAYS";
    }

    @Override
    public long weigh(TallyRow row) {
        return row.plays();
    }
}
