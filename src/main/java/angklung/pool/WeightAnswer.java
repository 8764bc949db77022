package angklung.pool;

import angklung.avro.PoolPartial;
import angklung.avro.WeightTotals;
import angklung.model.Weighing;
import angklung.model.Weight;
import java.math.BigInteger;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the tally tasks answered to a request for weights so far.
 *
 * @param period that was asked about, YYYY-MM
 * @param revision of the period's usage that was asked about
 * @param weighting as asked for
 * @param scenario that asked; null if a pool did
 * @param tasks that answered
 * @param weights of the recordings that take part
 * @param leftOut what takes no part
 */
record WeightAnswer(
        String period,
        int revision,
        String weighting,
        String scenario,
        SortedSet<Integer> tasks,
        BucketWeights weights,
        LeftOut leftOut) {

    WeightAnswer {
        tasks = Collections.unmodifiableSortedSet(new TreeSet<>(tasks));
    }

    /** Nobody has answered yet. */
    static WeightAnswer none(String period, int revision, String weighting, String scenario) {
        return new WeightAnswer(
                period, revision, weighting, scenario, new TreeSet<>(), BucketWeights.NONE, LeftOut.NOTHING);
    }

    /**
     * This and the answer of one more task.
     *
     * @throws IllegalStateException if it contradicts the rest
     */
    WeightAnswer plus(PoolPartial partial, int tallyPartitions) {
        WeightTotals answer = partial.getAnswer();
        int source = partial.getSourcePartition();
        if (tasks.contains(source)) {
            throw broken(partial, "the task has answered before");
        }
        if (!partial.getPeriod().equals(period)) {
            throw broken(partial, "the request is about " + period);
        }
        SortedSet<Integer> answered = new TreeSet<>(tasks);
        answered.add(source);
        try {
            return new WeightAnswer(
                    period,
                    revision,
                    weighting,
                    scenario,
                    answered,
                    weights.plus(
                            source,
                            tallyPartitions,
                            answer.getBuckets(),
                            answer.getWeights().stream().map(Weight::toUnits).toList()),
                    leftOut.plus(answer));
        } catch (IllegalArgumentException e) {
            throw broken(partial, e.getMessage());
        }
    }

    boolean isComplete(int tallyPartitions) {
        return tasks.size() == tallyPartitions;
    }

    /**
     * Weight of all plays but those excluded as artificial: of recordings below the minimum too, and of plays that
     * policies leave nobody.
     */
    BigInteger weightBeforeExclusion() {
        return weights.total().add(leftOut.belowMinimumWeight()).add(leftOut.authorshipWeight());
    }

    /**
     * Checks the weights against what the pool was told of the same plays another way.
     *
     * @param plays royalty-bearing plays of the offering in the period, up to the revision asked about
     * @throws IllegalStateException if plays or subscribers were lost or doubled on the way
     */
    void check(long plays) {
        if (leftOut.rest(plays) < 0
                || leftOut.missingPlays() > plays
                || leftOut.heldPlays() > plays - leftOut.screenedPlays()) {
            throw contradiction(plays, "more plays are left out than there are");
        }
        Weighing asked = Weighing.parse(weighting);
        if (asked.equals(Weighing.PLAYS) && !eachPlayWeighsOne(plays)) {
            throw contradiction(plays, "each play must weigh 1");
        }
        BigInteger all = weightBeforeExclusion();
        if (asked.equals(Weighing.SUBSCRIBERS)
                && leftOut.missingPlays() == 0
                && (all.mod(Weight.ONE).signum() != 0 || all.compareTo(Weight.ofPlays(plays)) > 0)) {
            throw contradiction(plays, "each subscriber must weigh 1 and have a play");
        }
    }

    private boolean eachPlayWeighsOne(long plays) {
        return weights.total().equals(Weight.ofPlays(leftOut.rest(plays)))
                && leftOut.belowMinimumWeight().equals(Weight.ofPlays(leftOut.belowMinimumPlays()))
                && leftOut.authorshipWeight().equals(Weight.ofPlays(leftOut.authorshipPlays()));
    }

    private IllegalStateException contradiction(long plays, String what) {
        return new IllegalStateException("The tally answers weights " + weighting + " of " + period + "@r" + revision
                + " that contradict its totals of " + plays + " plays: recordings weigh "
                + BucketWeights.text(weights.total()) + ", " + leftOut + "; " + what);
    }

    private static IllegalStateException broken(PoolPartial partial, String what) {
        return new IllegalStateException("The answer of tally task " + partial.getSourcePartition() + " to "
                + partial.getAnswer().getRequest() + " for " + partial.getPeriod() + " contradicts the rest: " + what);
    }
}
