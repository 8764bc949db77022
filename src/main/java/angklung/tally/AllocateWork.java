package angklung.tally;

import angklung.avro.PoolPlan;
import angklung.avro.RecordingRights;
import angklung.ledger.EarningHash;
import angklung.model.Beneficiary;
import angklung.model.Bucket;
import angklung.model.HoldReason;
import angklung.model.Splits.Part;
import angklung.model.Splits;
import angklung.stage.Budget;
import angklung.stage.RecordedClaims;
import angklung.stage.StoreKey;
import angklung.tally.Allocation.Given;
import angklung.topic.PartitionContract;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Divides a pool over the recordings of this task, and the amount of each recording over those who share in it.
 * What is sent is the difference to the version before; what each version gave is kept for the next one. Of a scenario
 * everything is sent and nothing is kept.
 */
final class AllocateWork {
    /** Stands for the ISRC in the key of what is held of a pool as a whole. */
    private static final String NO_ISRC = "";

    private final int task;
    private final PartitionContract partitions;
    private final EarningHash hash = new EarningHash();
    private final RecordingSource recordings;
    private final KeyValueStore<Bytes, RecordingRights> rights;
    private final KeyValueStore<Bytes, PoolPlan> plans;
    private final KeyValueStore<Bytes, Allocation> allocations;
    private final FinalEstimates finals;

    AllocateWork(
            int task,
            PartitionContract partitions,
            RecordingSource recordings,
            KeyValueStore<Bytes, RecordingRights> rights,
            KeyValueStore<Bytes, PoolPlan> plans,
            KeyValueStore<Bytes, Allocation> allocations,
            FinalEstimates finals) {
        this.task = task;
        this.partitions = partitions;
        this.recordings = recordings;
        this.rights = rights;
        this.plans = plans;
        this.allocations = allocations;
        this.finals = finals;
    }

    /** Goes on until the budget is spent; true once the job is done. */
    boolean advance(AllocateJob job, Budget budget, Output output) {
        PoolPlan plan = plans.get(job.planKey());
        if (plan == null) {
            throw new IllegalStateException("The plan of version " + job.version + " of pool " + job.pool
                    + " is queued in tally partition " + task + " but not kept: state was lost");
        }
        return new Turn(plan, job, budget, output).advance();
    }

    /** One turn of one job. */
    private final class Turn {
        private final PoolPlan plan;
        private final AllocateJob job;
        private final Budget budget;
        private final Output output;
        private final EarningSender sender;
        private final PrefixSumAllocator allocator;
        private final Recordings poolRecordings;
        private final Splits.Terms terms;
        private final boolean estimated;

        private Turn(PoolPlan plan, AllocateJob job, Budget budget, Output output) {
            this.plan = plan;
            this.job = job;
            this.budget = budget;
            this.output = output;
            this.sender = new EarningSender(task, partitions, plan, job, hash, output);
            this.allocator = PlanRules.allocator(plan);
            this.poolRecordings = recordings.of(WeightTerms.of(plan));
            this.terms = PlanRules.terms(plan);
            this.estimated = job.scenario == null && finals.expects(plan);
        }

        private boolean advance() {
            if (!allocate()) {
                return false;
            }
            holdOfThePool();
            sender.finish();
            plans.delete(job.planKey());
            return true;
        }

        private boolean allocate() {
            while (job.position < Bucket.COUNT) {
                int bucket = allocator.bucketAt(job.position);
                if (isOwn(bucket) && !allocateBucket(bucket)) {
                    return false;
                }
                job.position++;
                job.done = null;
                if (budget.isSpent()) {
                    return false; // empty buckets cost time too
                }
            }
            return true;
        }

        private boolean isOwn(int bucket) {
            return Bucket.partition(bucket, partitions.tally()) == task;
        }

        private boolean allocateBucket(int bucket) {
            if (job.done == null) {
                allocator.start(bucket);
            } else {
                allocator.resume(bucket, job.prefix);
            }
            try (Recordings.Walk walk = poolRecordings.bucket(bucket, job.done)) {
                while (walk.hasNext()) {
                    if (!budget.take()) {
                        return false;
                    }
                    Recording recording = walk.next();
                    allocateRecording(recording, allocator.next(recording.weight()));
                    job.plays = Math.addExact(job.plays, recording.plays());
                    job.done = recording.position();
                    job.prefix = allocator.prefix();
                }
            }
            allocator.end();
            return true;
        }

        private void allocateRecording(Recording recording, long amount) {
            RecordingRights known = rights.get(RightsProcessor.key(recording.isrc()));
            List<Part> parts = recording.weight().signum() == 0
                    ? List.of()
                    : Splits.divide(
                                    amount,
                                    recording.weighed().days(),
                                    RecordedClaims.of(known, plan.getRightType(), plan.getTerritory()),
                                    terms)
                            .parts();
            give(recording.isrc(), recording.bucket(), known == null ? null : known.getVersion(), parts);
            if (estimated) {
                finals.report(plan, recording, parts, output);
            }
        }

        /** Behind all recordings, the task of the first bucket holds what no recording has. */
        private void holdOfThePool() {
            if (!isOwn(plan.getFirstBucket())) {
                return;
            }
            List<Part> parts = new ArrayList<>();
            if (plan.getTotalWeight().signum() == 0) {
                parts.add(new Part(Beneficiary.hold(HoldReason.NO_USAGE), 0, plan.getAmountMicros()));
            } else if (plan.getIdleWeight().signum() > 0) {
                parts.add(new Part(Beneficiary.hold(HoldReason.IDLE_SUBSCRIBERS), 0, allocator.idle()));
            }
            give(null, plan.getFirstBucket(), null, parts);
        }

        /**
         * Sends by how much the parts differ from what the version before gave, and keeps them for the next one. What
         * only rests on other plays differs by 0.
         */
        private void give(String isrc, int bucket, String rightsVersion, List<Part> parts) {
            Bytes key = StoreKey.of(plan.getPool())
                    .oneByte(bucket)
                    .text(isrc == null ? NO_ISRC : isrc)
                    .toBytes();
            Allocation before = job.scenario == null && plan.getVersion() > 1 ? allocations.get(key) : null;
            Allocation old = before == null ? Allocation.NONE : before;
            List<Given> missing = new ArrayList<>(old.given());
            List<Given> given = new ArrayList<>(parts.size());
            for (Part part : parts) {
                Given last = old.of(part.beneficiary());
                long difference = part.amountMicros() - last.amountMicros();
                if (difference != 0 || part.amountMicros() != 0 && part.plays() != last.plays()) {
                    sender.send(isrc, rightsVersion, part.beneficiary(), part.plays(), difference);
                }
                if (part.amountMicros() != 0) {
                    given.add(new Given(part.beneficiary(), part.plays(), part.amountMicros()));
                }
                missing.removeIf(one -> one.beneficiary().equals(part.beneficiary()));
            }
            missing.forEach(one -> sender.send(isrc, rightsVersion, one.beneficiary(), 0, -one.amountMicros()));
            if (job.scenario == null) {
                keep(key, given, before != null);
            }
        }

        private void keep(Bytes key, List<Given> given, boolean replaces) {
            if (!given.isEmpty()) {
                allocations.put(key, new Allocation(given));
            } else if (replaces) {
                allocations.delete(key);
            }
        }
    }
}
