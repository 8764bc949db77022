package angklung.tally;

import angklung.avro.Earning;
import angklung.avro.PeriodState;
import angklung.avro.PoolPartial;

/** Where a job sends its results. */
interface Output {

    void partial(String key, PoolPartial partial);

    void earning(String key, Earning earning);

    void fact(String key, PeriodState fact);
}
