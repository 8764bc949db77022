package angklung.tally;

import angklung.stage.StateReader;
import angklung.stage.StateWriter;
import java.math.BigInteger;

/**
 * To allocate one version of one pool. The fields that are not final are the progress; only {@link AllocateWork}
 * touches them.
 */
final class AllocateJob implements Job {
    final String pool;
    final int version;
    final long recordedAtMs;

    /** How many buckets of the pool's order are done. */
    int position;

    /** Key of the last row done in the bucket at that position; null before its first. */
    byte[] done;

    /** Running total of weights behind that row. */
    BigInteger prefix;

    /** Royalty-bearing plays of all rows done. */
    long plays;

    final Sent sent;

    /**
     * @param recordedAtMs time of the record that caused the work
     * @param targets number of partitions that the earnings go to
     */
    AllocateJob(String pool, int version, long recordedAtMs, int targets) {
        this(pool, version, recordedAtMs, new Sent(targets));
    }

    private AllocateJob(String pool, int version, long recordedAtMs, Sent sent) {
        this.pool = pool;
        this.version = version;
        this.recordedAtMs = recordedAtMs;
        this.sent = sent;
    }

    @Override
    public void encode(StateWriter writer) {
        writer.number(ALLOCATE).text(pool).number(version).number(recordedAtMs);
        sent.encode(writer);
        writer.number(position).number(plays).flag(done != null);
        if (done != null) {
            writer.bytes(done).bytes(prefix.toByteArray());
        }
    }

    /** The kind is read already. */
    static AllocateJob decode(StateReader reader) {
        AllocateJob job =
                new AllocateJob(reader.text(), reader.integer(), reader.number(), Sent.decode(reader));
        job.position = reader.integer();
        job.plays = reader.number();
        if (reader.flag()) {
            job.done = reader.bytes();
            job.prefix = new BigInteger(reader.bytes());
        }
        return job;
    }
}
