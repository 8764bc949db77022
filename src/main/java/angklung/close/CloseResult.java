package angklung.close;

import angklung.avro.CloseState;
import angklung.model.Period;
import java.util.List;

/**
 * How far a close came.
 *
 * @param done whether every service is CLOSED and all that was planned for it is in the ledger
 * @param services by name
 * @param missing what the close was waiting for when its time was up; empty if it is done
 */
public record CloseResult(Period period, boolean done, List<Service> services, List<String> missing) {

    public CloseResult {
        services = List.copyOf(services);
        missing = List.copyOf(missing);
    }

    /**
     * One service.
     *
     * @param plays royalty-bearing plays counted into the period
     * @param shortPlays plays too short to be royalty-bearing
     * @param pools every version of every pool, and what has no pool
     */
    public record Service(String dsp, CloseState state, long plays, long shortPlays, List<PoolProgress> pools) {
        public Service {
            pools = List.copyOf(pools);
        }

        static Service of(PeriodClose close) {
            return new Service(close.dsp(), close.state(), close.plays(), close.shortPlays(), close.pools());
        }
    }
}
