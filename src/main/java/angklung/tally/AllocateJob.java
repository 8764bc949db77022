package angklung.tally;

import angklung.stage.StateReader;
import angklung.stage.StateWriter;
import angklung.stage.StoreKey;
import java.math.BigInteger;
import org.apache.kafka.common.utils.Bytes;

/**
 * To allocate one version of one pool, or what a scenario would give. The fields that are not final are the progress;
 * only {@link AllocateWork} touches them.
 */
final class AllocateJob implements Job {
    final String pool;
    final int version;

    /** Identifier of the scenario; null: this is what is paid. */
    final String scenario;

    final long recordedAtMs;

    /** Whether the two below are known. */
    boolean begun;

    /** Last change of claims that it has certainly seen. */
    long rightsChange = RightsLog.START;

    /** If only what has changed is divided: the last change that is done, or was before the version before. */
    long changesDone = RightsLog.START;

    /** What authorship policies did; if only what has changed is divided, that of the version before to begin with. */
    Effects effects = Effects.NONE;

    /** How many buckets of the pool's order are done. */
    int position;

    /** Position of the last recording done in the bucket at that position; null before its first. */
    byte[] done;

    /** Running total of weights behind that recording. */
    BigInteger prefix;

    /** Royalty-bearing plays of all recordings done. */
    long plays;

    final Sent sent;

    /**
     * @param recordedAtMs time of the record that caused the work
     * @param targets number of partitions that the earnings go to
     */
    AllocateJob(String pool, int version, String scenario, long recordedAtMs, int targets) {
        this(pool, version, scenario, recordedAtMs, new Sent(targets));
    }

    private AllocateJob(String pool, int version, String scenario, long recordedAtMs, Sent sent) {
        this.pool = pool;
        this.version = version;
        this.scenario = scenario;
        this.recordedAtMs = recordedAtMs;
        this.sent = sent;
    }

    /** Key that the plan is kept by until the job is done. */
    Bytes planKey() {
        return scenario == null ? planKey(pool, version) : scenarioKey(scenario);
    }

    static Bytes planKey(String pool, int version) {
        return StoreKey.of(pool).ordered(version).toBytes();
    }

    static Bytes scenarioKey(String scenario) {
        return StoreKey.of("scenario", scenario).toBytes(); // no pool is named so
    }

    @Override
    public void encode(StateWriter writer) {
        writer.number(ALLOCATE).text(pool).number(version).optionalText(scenario).number(recordedAtMs);
        sent.encode(writer);
        writer.flag(begun).number(rightsChange).number(changesDone);
        effects.encode(writer);
        writer.number(position).number(plays).flag(done != null);
        if (done != null) {
            writer.bytes(done).bytes(prefix.toByteArray());
        }
    }

    /** The kind is read already. */
    static AllocateJob decode(StateReader reader) {
        AllocateJob job = new AllocateJob(
                reader.text(), reader.integer(), reader.optionalText(), reader.number(), Sent.decode(reader));
        job.begun = reader.flag();
        job.rightsChange = reader.number();
        job.changesDone = reader.number();
        job.effects = Effects.decode(reader);
        job.position = reader.integer();
        job.plays = reader.number();
        if (reader.flag()) {
            job.done = reader.bytes();
            job.prefix = new BigInteger(reader.bytes());
        }
        return job;
    }
}
