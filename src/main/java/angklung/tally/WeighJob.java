package angklung.tally;

import angklung.model.Bucket;
import angklung.stage.StateReader;
import angklung.stage.StateWriter;
import java.math.BigInteger;
import java.util.Arrays;

/** To answer one request for weights. The fields that are not final are the progress; only {@link WeighWork} touches them. */
final class WeighJob implements Job {
    final String request;

    /** Position of the last recording that was weighed; null before the first. */
    byte[] done;

    /** Weight of the recordings that take part, by bucket. */
    final BigInteger[] byBucket = new BigInteger[Bucket.COUNT];

    long excludedPlays;
    long excludedRecordings;
    BigInteger excludedWeight = BigInteger.ZERO;
    long missingPlays;

    WeighJob(String request) {
        this.request = request;
        Arrays.fill(byBucket, BigInteger.ZERO);
    }

    @Override
    public void encode(StateWriter writer) {
        writer.number(WEIGH)
                .text(request)
                .optionalBytes(done)
                .number(excludedPlays)
                .number(excludedRecordings)
                .bytes(excludedWeight.toByteArray())
                .number(missingPlays);
        for (BigInteger weight : byBucket) {
            writer.bytes(weight.toByteArray());
        }
    }

    /** The kind is read already. */
    static WeighJob decode(StateReader reader) {
        WeighJob job = new WeighJob(reader.text());
        job.done = reader.optionalBytes();
        job.excludedPlays = reader.number();
        job.excludedRecordings = reader.number();
        job.excludedWeight = new BigInteger(reader.bytes());
        job.missingPlays = reader.number();
        Arrays.setAll(job.byBucket, i -> new BigInteger(reader.bytes()));
        return job;
    }
}
