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
     * @param plays royalty-bearing plays counted into the period, those of all revisions
     * @param shortPlays plays too short to be royalty-bearing
     * @param revisions made since the close, in order
     * @param pools every version of every pool, and what has no pool
     */
    public record Service(
            String dsp,
            CloseState state,
            long plays,
            long shortPlays,
            List<Revision> revisions,
            List<PoolProgress> pools) {
        public Service {
            revisions = List.copyOf(revisions);
            pools = List.copyOf(pools);
        }

        static Service of(PeriodClose close) {
            List<Revision> revisions = close.revisions().stream()
                    .filter(revision -> revision.number() > 0)
                    .map(Revision::of)
                    .toList();
            return new Service(
                    close.dsp(), close.state(), close.plays(), close.shortPlays(), revisions, close.pools());
        }
    }

    /**
     * What came after the close, taken into the period.
     *
     * @param number from 1
     * @param plays royalty-bearing late plays that restate the period
     * @param shortPlays such plays too short to be royalty-bearing
     */
    public record Revision(int number, CloseState state, long plays, long shortPlays) {
        static Revision of(UsageRevision revision) {
            return new Revision(revision.number(), revision.state(), revision.plays(), revision.shortPlays());
        }
    }
}
