package angklung.pool;

import java.util.Optional;

/** What the tally has said about one offering in one period. */
interface Answers {

    /** The weights of a request; none until all tally tasks have answered it. */
    Optional<WeightAnswer> to(String request);

    /**
     * How many totals there are of the periods before in a window, each revision counting: the higher, the more is
     * known of them.
     *
     * @param window number of periods, this one included
     */
    int earlierTotals(int window);
}
