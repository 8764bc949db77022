package angklung.tally;

import angklung.avro.PoolPlan;
import angklung.avro.RecordingRights;
import angklung.ledger.EarningHash;
import angklung.model.Beneficiary;
import angklung.model.Bucket;
import angklung.model.HoldReason;
import angklung.model.ShareClaim;
import angklung.model.Splits;
import angklung.model.Splits.Part;
import angklung.model.Weight;
import angklung.stage.Budget;
import angklung.stage.StoreKey;
import angklung.tally.Allocation.Given;
import angklung.topic.PartitionContract;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Divides a pool over the recordings of this task, and the amount of each recording over those who share in it.
 * What is sent is the difference to the version before; what each version gave is kept for the next one.
 */
final class AllocateWork {
    /** Stands for the ISRC in the key of what a pool without usage gave. */
    private static final String NO_ISRC = "";

    private final int task;
    private final PartitionContract partitions;
    private final PlanRules rules;
    private final EarningHash hash = new EarningHash();
    private final KeyValueStore<Bytes, TallyRow> rows;
    private final KeyValueStore<Bytes, RecordingRights> rights;
    private final KeyValueStore<Bytes, PoolPlan> plans;
    private final KeyValueStore<Bytes, Allocation> allocations;

    AllocateWork(
            int task,
            PartitionContract partitions,
            PlanRules rules,
            KeyValueStore<Bytes, TallyRow> rows,
            KeyValueStore<Bytes, RecordingRights> rights,
            KeyValueStore<Bytes, PoolPlan> plans,
            KeyValueStore<Bytes, Allocation> allocations) {
        this.task = task;
        this.partitions = partitions;
        this.rules = rules;
        this.rows = rows;
        this.rights = rights;
        this.plans = plans;
        this.allocations = allocations;
    }

    /** Goes on until the budget is spent; true once the job is done. */
    boolean advance(AllocateJob job, Budget budget, Output output) {
        Bytes planKey = PlanProcessor.key(job.pool, job.version);
        PoolPlan plan = plans.get(planKey);
        if (plan == null) {
            throw new IllegalStateException("The plan of version " + job.version + " of pool " + job.pool
                    + " is queued in tally partition " + task + " but not kept: state was lost");
        }
        EarningSender sender = new EarningSender(task, partitions, plan, job, hash, output);
        if (plan.getTotalWeight().signum() == 0) {
            holdWithoutUsage(plan, sender);
        } else if (!allocate(plan, job, sender, budget)) {
            return false;
        }
        sender.finish();
        plans.delete(planKey);
        return true;
    }

    private void holdWithoutUsage(PoolPlan plan, EarningSender sender) {
        if (isOwn(plan.getFirstBucket())) {
            Beneficiary noUsage = Beneficiary.hold(HoldReason.NO_USAGE);
            give(
                    plan,
                    allocationKey(plan, plan.getFirstBucket(), NO_ISRC),
                    List.of(new Part(noUsage, 0, plan.getAmountMicros())),
                    (beneficiary, plays, amount) -> sender.send(null, null, beneficiary, plays, amount));
        }
    }

    private boolean allocate(PoolPlan plan, AllocateJob job, EarningSender sender, Budget budget) {
        Allocator allocator = rules.allocator(plan);
        while (job.position < Bucket.COUNT) {
            int bucket = allocator.bucketAt(job.position);
            if (isOwn(bucket) && !allocateBucket(bucket, allocator, plan, job, sender, budget)) {
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

    private boolean allocateBucket(
            int bucket, Allocator allocator, PoolPlan plan, AllocateJob job, EarningSender sender, Budget budget) {
        if (job.done == null) {
            allocator.start(bucket);
        } else {
            allocator.resume(bucket, job.prefix);
        }
        Weighting weighting = rules.weighting(plan);
        Bytes start = StoreKey.of(plan.getDsp(), plan.getPeriod(), plan.getTerritory(), plan.getOffering())
                .oneByte(bucket)
                .toBytes();
        RowKey.Range range = RowKey.range(start, job.done);
        // Nothing here may read or write single rows: that could evict cached ones from under the scan.
        try (KeyValueIterator<Bytes, TallyRow> scan = rows.range(range.from(), range.to())) {
            while (scan.hasNext()) {
                if (!budget.take()) {
                    return false;
                }
                KeyValue<Bytes, TallyRow> next = scan.next();
                BigInteger weight = Weight.ofPlays(weighting.weigh(next.value));
                allocateRecording(RowKey.parse(next.key), next.value, weight, allocator.next(weight), plan, sender);
                job.plays = Math.addExact(job.plays, next.value.plays());
                job.done = next.key.get();
                job.prefix = allocator.prefix();
            }
        }
        allocator.end();
        return true;
    }

    private void allocateRecording(
            RowKey key, TallyRow row, BigInteger weight, long amount, PoolPlan plan, EarningSender sender) {
        RecordingRights known = rights.get(RightsProcessor.key(key.isrc()));
        List<Part> parts = weight.signum() == 0
                ? List.of()
                : Splits.divide(amount, row.playsByDay(), claims(known, plan), rules.overclaim(plan));
        String rightsVersion = known == null ? null : known.getVersion();
        give(
                plan,
                allocationKey(plan, key.bucket(), key.isrc()),
                parts,
                (beneficiary, plays, difference) ->
                        sender.send(key.isrc(), rightsVersion, beneficiary, plays, difference));
    }

    private interface Differences {
        void send(Beneficiary beneficiary, long plays, long amountMicros);
    }

    /** Sends by how much the parts differ from what the version before gave, and keeps them for the next one. */
    private void give(PoolPlan plan, Bytes key, List<Part> parts, Differences differences) {
        Allocation before = plan.getVersion() == 1 ? null : allocations.get(key);
        List<Given> missing = new ArrayList<>(before == null ? List.of() : before.given());
        List<Given> given = new ArrayList<>(parts.size());
        for (Part part : parts) {
            long difference = part.amountMicros() - (before == null ? 0 : before.of(part.beneficiary()));
            if (difference != 0) {
                differences.send(part.beneficiary(), part.plays(), difference);
            }
            if (part.amountMicros() != 0) {
                given.add(new Given(part.beneficiary(), part.amountMicros()));
            }
            missing.removeIf(one -> one.beneficiary().equals(part.beneficiary()));
        }
        missing.forEach(one -> differences.send(one.beneficiary(), 0, -one.amountMicros()));
        if (!given.isEmpty()) {
            allocations.put(key, new Allocation(given));
        } else if (before != null) {
            allocations.delete(key);
        }
    }

    private static List<ShareClaim> claims(RecordingRights known, PoolPlan plan) {
        if (known == null) {
            return List.of();
        }
        return known.getShares().stream()
                .filter(share -> share.getRightType() == plan.getRightType())
                .map(share -> new ShareClaim(
                        share.getPartyId(),
                        share.getShareMicropercent(),
                        Math.toIntExact(share.getValidFrom().toEpochDay()),
                        share.getValidTo() == null
                                ? OptionalInt.empty()
                                : OptionalInt.of(Math.toIntExact(share.getValidTo().toEpochDay())),
                        share.getRegistrant()))
                .toList();
    }

    private static Bytes allocationKey(PoolPlan plan, int bucket, String isrc) {
        return StoreKey.of(plan.getPool()).oneByte(bucket).text(isrc).toBytes();
    }
}
