package angklung.tally;

import angklung.avro.PoolPlan;
import angklung.avro.RecordingRights;
import angklung.ledger.EarningHash;
import angklung.model.Beneficiary;
import angklung.model.Bucket;
import angklung.model.HoldReason;
import angklung.model.Splits.Division;
import angklung.model.Splits.Part;
import angklung.model.Splits;
import angklung.stage.Budget;
import angklung.stage.RecordedClaims;
import angklung.stage.StoreKey;
import angklung.tally.Allocation.Given;
import angklung.topic.PartitionContract;
import java.math.BigInteger;
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
    private static final Division NOTHING = new Division(List.of(), List.of());

    private final int task;
    private final PartitionContract partitions;
    private final EarningHash hash = new EarningHash();
    private final RecordingSource recordings;
    private final KeyValueStore<Bytes, RecordingRights> rights;
    private final RightsLog rightsLog;
    private final KeyValueStore<Bytes, PoolPlan> plans;
    private final KeyValueStore<Bytes, Allocation> allocations;
    private final KeyValueStore<Bytes, Divided> divided;
    private final FinalEstimates finals;

    AllocateWork(
            int task,
            PartitionContract partitions,
            RecordingSource recordings,
            KeyValueStore<Bytes, RecordingRights> rights,
            RightsLog rightsLog,
            KeyValueStore<Bytes, PoolPlan> plans,
            KeyValueStore<Bytes, Allocation> allocations,
            KeyValueStore<Bytes, Divided> divided,
            FinalEstimates finals) {
        this.task = task;
        this.partitions = partitions;
        this.recordings = recordings;
        this.rights = rights;
        this.rightsLog = rightsLog;
        this.plans = plans;
        this.allocations = allocations;
        this.divided = divided;
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
        private final WeightTerms weightTerms;
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
            this.weightTerms = WeightTerms.of(plan);
            this.poolRecordings = recordings.of(weightTerms);
            this.terms = PlanRules.terms(plan);
            this.estimated = job.scenario == null && finals.expects(plan);
        }

        private boolean advance() {
            if (!job.begun) {
                begin();
            }
            if (!(plan.getRightsOnly() ? divideChanged() : allocate())) {
                return false;
            }
            if (!plan.getRightsOnly()) {
                holdOfThePool();
            }
            sender.finish();
            plans.delete(job.planKey());
            keepWhatItRestsOn();
            return true;
        }

        /**
         * From here on every change of claims counts as unseen, even one that comes in time to be seen. Where policies
         * exclude, that begins with the weights, which are not decided anew.
         */
        private void begin() {
            job.begun = true;
            job.rightsChange = weightTerms.exclusion() == null
                    ? rightsLog.last(plan.getRightType())
                    : recordings.window(weightTerms).rightsChange();
            if (plan.getRightsOnly()) {
                Divided before = divided.get(dividedKey());
                if (before == null) {
                    throw new IllegalStateException("Plan " + plan.getRateSheetId() + " divides what has changed since"
                            + " the version before, but tally partition " + task + " does not know what that rests on");
                }
                job.changesDone = before.rightsChange();
                job.effects = before.effects();
            }
        }

        private void keepWhatItRestsOn() {
            if (job.scenario == null) {
                Bytes exclusions = weightTerms.exclusion() == null ? null : weightTerms.key();
                divided.put(
                        dividedKey(),
                        new Divided(
                                plan.getTerritory(),
                                plan.getOffering(),
                                plan.getRightType(),
                                job.rightsChange,
                                exclusions,
                                job.effects));
            }
        }

        private Bytes dividedKey() {
            return Divided.key(plan.getDsp(), plan.getPeriod(), plan.getPool());
        }

        /** Divides each recording whose claims have changed since the version before, and reads no other. */
        private boolean divideChanged() {
            try (RightsLog.Scan changes =
                    rightsLog.between(plan.getRightType(), job.changesDone, job.rightsChange)) {
                while (changes.hasNext()) {
                    if (!budget.take()) {
                        return false;
                    }
                    RightsLog.Change change = changes.next();
                    Allocation before = allocations.get(
                            Allocation.key(plan.getPool(), Bucket.of(change.isrc()), change.isrc()));
                    if (before != null) {
                        divideAgain(change.isrc(), before.amountMicros());
                    }
                    job.changesDone = change.number();
                }
            }
            return true;
        }

        private void divideAgain(String isrc, long amount) {
            Recording recording = poolRecordings
                    .one(isrc)
                    .filter(one -> one.weight().signum() > 0)
                    .orElseThrow(() -> new IllegalStateException("Recording " + isrc + " got " + amount
                            + " micros from the version before " + plan.getRateSheetId()
                            + ", which is to weigh as that did, but weighs nothing"));
            divide(recording, recording.weight(), amount);
            job.plays = Math.addExact(job.plays, recording.plays());
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
                    BigInteger weight = recording.weight();
                    allocateRecording(recording, weight, allocator.next(weight));
                    job.plays = Math.addExact(job.plays, recording.plays());
                    job.done = recording.position();
                    job.prefix = allocator.prefix();
                }
            }
            allocator.end();
            return true;
        }

        private void allocateRecording(Recording recording, BigInteger weight, long amount) {
            List<Part> parts = divide(recording, weight, amount);
            if (estimated) {
                finals.report(plan, recording, parts, output);
            }
        }

        private List<Part> divide(Recording recording, BigInteger weight, long amount) {
            RecordingRights known = rights.get(RightsProcessor.key(recording.isrc()));
            Division division = weight.signum() == 0
                    ? NOTHING
                    : Splits.divide(
                            amount,
                            recording.weighed().days(),
                            RecordedClaims.of(known, plan.getRightType(), plan.getTerritory()),
                            terms);
            give(recording.isrc(), recording.bucket(), known == null ? null : known.getVersion(), division);
            return division.parts();
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
            give(null, plan.getFirstBucket(), null, new Division(parts, List.of()));
        }

        /**
         * Sends by how much the parts differ from what the version before gave, and keeps them for the next one. What
         * only rests on other plays differs by 0.
         */
        private void give(String isrc, int bucket, String rightsVersion, Division division) {
            Bytes key = Allocation.key(plan.getPool(), bucket, isrc);
            Allocation before = job.scenario == null && plan.getVersion() > 1 ? allocations.get(key) : null;
            Allocation old = before == null ? Allocation.NONE : before;
            List<Given> missing = new ArrayList<>(old.given());
            List<Given> given = new ArrayList<>(division.parts().size());
            for (Part part : division.parts()) {
                Given last = old.of(part);
                long difference = part.amountMicros() - last.amountMicros();
                if (difference != 0 || part.amountMicros() != 0 && part.plays() != last.plays()) {
                    sender.send(
                            isrc, rightsVersion, part.beneficiary(), part.policy(), part.plays(), difference);
                }
                if (part.amountMicros() != 0) {
                    given.add(new Given(part.beneficiary(), part.policy(), part.plays(), part.amountMicros()));
                }
                missing.removeIf(one -> one.isFor(part));
            }
            missing.forEach(one -> sender.send(
                    isrc, rightsVersion, one.beneficiary(), one.policy(), 0, -one.amountMicros()));
            Effects effects = given.isEmpty() ? Effects.NONE : Effects.of(division.effects());
            job.effects = (plan.getRightsOnly() ? job.effects.minus(old.effects()) : job.effects).plus(effects);
            if (job.scenario == null) {
                keep(key, new Allocation(given, effects), before != null);
            }
        }

        private void keep(Bytes key, Allocation allocation, boolean replaces) {
            if (!allocation.given().isEmpty()) {
                allocations.put(key, allocation);
            } else if (replaces) {
                allocations.delete(key);
            }
        }
    }
}
