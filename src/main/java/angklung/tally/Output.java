package angklung.tally;

import angklung.avro.Earning;
import angklung.avro.PeriodState;
import angklung.avro.PoolPartial;
import angklung.avro.ProvisionalEarning;
import angklung.avro.ScenarioResult;

/** Where work sends its results. */
interface Output {

    void partial(String key, PoolPartial partial);

    void earning(String key, Earning earning);

    void scenario(String key, ScenarioResult result);

    void provisional(String key, ProvisionalEarning earning);

    void fact(String key, PeriodState fact);
}
