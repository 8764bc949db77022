package angklung.pool;

import java.util.Optional;

/** What the tally has answered about one offering. */
interface Answers {

    /** The weights of a request; none until all tally tasks have answered it. */
    Optional<WeightAnswer> to(String request);
}
