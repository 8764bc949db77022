package angklung.tally;

import angklung.model.Bucket;
import angklung.stage.StateReader;
import angklung.stage.StateWriter;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * To answer one request for weights. The fields that are not final are the progress; only {@link WeighWork} touches
 * them.
 */
final class WeighJob implements Job {
    final String request;

    /** Whether it decides which recordings policies exclude, being the first with its terms. */
    final boolean decides;

    /** Position of the last recording that was weighed; null before the first. */
    byte[] done;

    /** Weight of the recordings that take part, by bucket. */
    final BigInteger[] byBucket = new BigInteger[Bucket.COUNT];

    long excludedPlays;
    long excludedRecordings;
    BigInteger excludedWeight = BigInteger.ZERO;
    long missingPlays;
    long screenedPlays;
    long heldPlays;
    long authorshipPlays;
    BigInteger authorshipWeight = BigInteger.ZERO;

    WeighJob(String request, boolean decides) {
        this.request = request;
        this.decides = decides;
        Arrays.fill(byBucket, BigInteger.ZERO);
    }

    @Override
    public void encode(StateWriter writer) {
        writer.number(WEIGH)
                .text(request)
                .flag(decides)
                .optionalBytes(done)
                .number(excludedPlays)
                .number(excludedRecordings)
                .bytes(excludedWeight.toByteArray())
                .number(missingPlays)
                .number(screenedPlays)
                .number(heldPlays)
                .number(authorshipPlays)
                .bytes(authorshipWeight.toByteArray());
        for (BigInteger weight : byBucket) {
            writer.bytes(weight.toByteArray());
        }
    }

    /** The kind is read already. */
    static WeighJob decode(StateReader reader) {
        WeighJob job = new WeighJob(reader.text(), reader.flag());
        job.done = reader.optionalBytes();
        job.excludedPlays = reader.number();
        job.excludedRecordings = reader.number();
        job.excludedWeight = new BigInteger(reader.bytes());
        job.missingPlays = reader.number();
        job.screenedPlays = reader.number();
        job.heldPlays = reader.number();
        job.authorshipPlays = reader.number();
        job.authorshipWeight = new BigInteger(reader.bytes());
        Arrays.setAll(job.byBucket, i -> new BigInteger(reader.bytes()));
        return job;
    }
}
