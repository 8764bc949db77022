package angklung.pool;

import angklung.avro.PoolPartial;
import angklung.avro.Weighting;
import angklung.model.Bucket;
import java.util.Arrays;
import java.util.List;

/**
 * The plays of one offering in one period, by bucket, assembled from the disjoint buckets of the tally tasks: those of
 * one revision, or of all up to one. The pools of all rights share it.
 */
final class UsageTotal {
    /** The weighting of a recording by its royalty-bearing plays. */
    static final String PLAYS = "PLAYS";

    static final UsageTotal NONE = new UsageTotal(new long[Bucket.COUNT], 0, 0);

    private final long[] weights;
    private final long plays;
    private final long shortPlays;

    private UsageTotal(long[] weights, long plays, long shortPlays) {
        this.weights = weights;
        this.plays = plays;
        this.shortPlays = shortPlays;
    }

    /**
     * As it was written down; {@code weights} has one element a bucket and is copied.
     *
     * @param plays royalty-bearing plays, the sum of {@code weights}
     * @param shortPlays plays too short to be royalty-bearing
     */
    static UsageTotal of(long[] weights, long plays, long shortPlays) {
        return new UsageTotal(weights.clone(), plays, shortPlays);
    }

    /**
     * This and what one tally task reports.
     *
     * @param tallyPartitions number of tally tasks: task t has the buckets whose remainder by it is t
     * @throws IllegalStateException if a bucket is not the task's, or was reported before, or the weights are not
     *     the plays
     */
    UsageTotal plus(PoolPartial partial, int tallyPartitions) {
        Weighting weighting = playsOf(partial);
        if (weighting.getBuckets().size() != weighting.getWeights().size()) {
            throw broken(partial, weighting.getBuckets().size() + " buckets have " + weighting.getWeights().size()
                    + " weights");
        }
        long[] sum = weights.clone();
        long added = 0;
        for (int i = 0; i < weighting.getBuckets().size(); i++) {
            int bucket = weighting.getBuckets().get(i);
            long weight = weighting.getWeights().get(i);
            checkBucket(partial, bucket, weight, tallyPartitions);
            sum[bucket] = weight;
            added = Math.addExact(added, weight);
        }
        if (added != partial.getPlays() || partial.getShortPlays() < 0) {
            throw broken(partial, "its buckets weigh " + added + ", but it has " + partial.getPlays() + " plays and "
                    + partial.getShortPlays() + " short plays");
        }
        return new UsageTotal(
                sum, Math.addExact(plays, added), Math.addExact(shortPlays, partial.getShortPlays()));
    }

    private static Weighting playsOf(PoolPartial partial) {
        List<Weighting> found = partial.getWeightings().stream()
                .filter(weighting -> weighting.getName().equals(PLAYS))
                .toList();
        if (found.size() != 1) {
            throw broken(partial, "it has " + found.size() + " weightings " + PLAYS + " instead of one");
        }
        return found.get(0);
    }

    private void checkBucket(PoolPartial partial, int bucket, long weight, int tallyPartitions) {
        if (bucket < 0 || bucket >= Bucket.COUNT || weight <= 0) {
            throw broken(partial, "bucket " + bucket + " weighs " + weight);
        }
        if (Bucket.partition(bucket, tallyPartitions) != partial.getSourcePartition()) {
            throw broken(partial, "bucket " + bucket + " belongs to task "
                    + Bucket.partition(bucket, tallyPartitions) + " of " + tallyPartitions);
        }
        if (weights[bucket] != 0) {
            throw broken(partial, "bucket " + bucket + " was reported before with weight " + weights[bucket]
                    + ", now with " + weight);
        }
    }

    private static IllegalStateException broken(PoolPartial partial, String what) {
        return new IllegalStateException("The partial of tally task " + partial.getSourcePartition() + " for "
                + partial.getDsp() + "/" + partial.getTerritory() + "/" + partial.getOffering() + " in "
                + partial.getPeriod() + " contradicts the rest: " + what);
    }

    /** Royalty-bearing plays. */
    long plays() {
        return plays;
    }

    /** Plays too short to be royalty-bearing. */
    long shortPlays() {
        return shortPlays;
    }

    /** Weight of one bucket, 0 to 255. */
    long weight(int bucket) {
        return weights[bucket];
    }

    /** This and what a later revision of the same usage adds. */
    UsageTotal plus(UsageTotal added) {
        long[] sum = new long[Bucket.COUNT];
        Arrays.setAll(sum, bucket -> Math.addExact(weights[bucket], added.weights[bucket]));
        return new UsageTotal(
                sum, Math.addExact(plays, added.plays), Math.addExact(shortPlays, added.shortPlays));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UsageTotal total
                && plays == total.plays
                && shortPlays == total.shortPlays
                && Arrays.equals(weights, total.weights);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(weights) * 31 + Long.hashCode(plays);
    }

    @Override
    public String toString() {
        return plays + " plays and " + shortPlays + " short plays";
    }
}
