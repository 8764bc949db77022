package angklung.tally;

import angklung.avro.PartialKind;
import angklung.avro.PoolPartial;
import angklung.avro.RecordingRights;
import angklung.avro.WeightRequest;
import angklung.avro.WeightTotals;
import angklung.model.Weight;
import angklung.stage.Budget;
import angklung.stage.StoreKey;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** Weighs all recordings of a usage group in this task as a pool asks for it, and answers with the sums by bucket. */
final class WeighWork {
    private final int task;
    private final RecordingSource recordings;
    private final KeyValueStore<Bytes, RecordingRights> rights;
    private final KeyValueStore<Bytes, WeightRequest> requests;

    WeighWork(
            int task,
            RecordingSource recordings,
            KeyValueStore<Bytes, RecordingRights> rights,
            KeyValueStore<Bytes, WeightRequest> requests) {
        this.task = task;
        this.recordings = recordings;
        this.rights = rights;
        this.requests = requests;
    }

    /** Goes on until the budget is spent; true once the job is done. */
    boolean advance(WeighJob job, Budget budget, Output output) {
        WeightRequest request = requests.get(StoreKey.of(job.request).toBytes());
        if (request == null) {
            throw new IllegalStateException("Request " + job.request + " is queued in tally partition " + task
                    + " but not kept: state was lost");
        }
        WeightTerms terms = WeightTerms.of(request);
        Recordings weighed = job.decides ? recordings.deciding(terms, rights) : recordings.of(terms);
        try (Recordings.Walk walk = weighed.all(job.done)) {
            while (walk.hasNext()) {
                if (!budget.take()) {
                    return false;
                }
                add(job, walk.next());
            }
        }
        output.partial(terms.offering().toString(), answer(job, request));
        return true;
    }

    private static void add(WeighJob job, Recording recording) {
        Weighed weighed = recording.weighed();
        if (recording.excluded()) {
            job.excludedPlays = Math.addExact(job.excludedPlays, recording.remainingPlays());
            job.excludedRecordings++;
            job.excludedWeight = job.excludedWeight.add(weighed.weight());
        } else {
            job.heldPlays = Math.addExact(job.heldPlays, weighed.heldPlays());
        }
        job.screenedPlays = Math.addExact(job.screenedPlays, weighed.screenedPlays());
        job.authorshipPlays = Math.addExact(job.authorshipPlays, weighed.authorshipPlays());
        job.authorshipWeight = job.authorshipWeight.add(weighed.authorshipWeight());
        int bucket = recording.bucket();
        job.byBucket[bucket] = job.byBucket[bucket].add(recording.weight());
        job.missingPlays = Math.addExact(job.missingPlays, weighed.missingPlays());
        job.done = recording.position();
    }

    private PoolPartial answer(WeighJob job, WeightRequest request) {
        List<Integer> buckets = new ArrayList<>();
        List<BigDecimal> weights = new ArrayList<>();
        for (int bucket = 0; bucket < job.byBucket.length; bucket++) {
            if (job.byBucket[bucket].signum() > 0) {
                buckets.add(bucket);
                weights.add(Weight.toDecimal(job.byBucket[bucket]));
            }
        }
        return PoolPartial.newBuilder()
                .setKind(PartialKind.WEIGHTS)
                .setDsp(request.getDsp())
                .setTerritory(request.getTerritory())
                .setOffering(request.getOffering())
                .setPeriod(request.getPeriod())
                .setRevision(request.getRevision())
                .setSourcePartition(task)
                .setAnswer(WeightTotals.newBuilder()
                        .setRequest(job.request)
                        .setBuckets(buckets)
                        .setWeights(weights)
                        .setExcludedPlays(job.excludedPlays)
                        .setExcludedRecordings(job.excludedRecordings)
                        .setExcludedWeight(Weight.toDecimal(job.excludedWeight))
                        .setMissingPlays(job.missingPlays)
                        .setScreenedPlays(job.screenedPlays)
                        .setHeldPlays(job.heldPlays)
                        .setAuthorshipPlays(job.authorshipPlays)
                        .setAuthorshipWeight(Weight.toDecimal(job.authorshipWeight))
                        .build())
                .build();
    }
}
