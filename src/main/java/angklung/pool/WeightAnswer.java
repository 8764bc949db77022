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
 * @param excludedPlays royalty-bearing plays of recordings below the minimum
 * @param excludedRecordings recordings below the minimum
 * @param excludedWeight of these recordings, in units of 10⁻²⁴
 * @param missingPlays royalty-bearing plays without a weight, as their subscribers were not followed
 */
record WeightAnswer(
        String period,
        int revision,
        String weighting,
        String scenario,
        SortedSet<Integer> tasks,
        BucketWeights weights,
        long excludedPlays,
        long excludedRecordings,
        BigInteger excludedWeight,
        long missingPlays) {

    WeightAnswer {
        tasks = Collections.unmodifiableSortedSet(new TreeSet<>(tasks));
    }

    /** Nobody has answered yet. */
    static WeightAnswer none(String period, int revision, String weighting, String scenario) {
        return new WeightAnswer(
                period, revision, weighting, scenario, new TreeSet<>(), BucketWeights.NONE, 0, 0, BigInteger.ZERO, 0);
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
        BigInteger excluded = Weight.toUnits(answer.getExcludedWeight());
        if (answer.getExcludedPlays() < 0
                || answer.getExcludedRecordings() < 0
                || answer.getMissingPlays() < 0
                || excluded.signum() < 0) {
            throw broken(partial, "a count is negative: " + answer.getExcludedPlays() + " excluded plays of "
                    + answer.getExcludedRecordings() + " recordings of weight " + BucketWeights.text(excluded) + ", "
                    + answer.getMissingPlays() + " plays without weight");
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
                    Math.addExact(excludedPlays, answer.getExcludedPlays()),
                    Math.addExact(excludedRecordings, answer.getExcludedRecordings()),
                    excludedWeight.add(excluded),
                    Math.addExact(missingPlays, answer.getMissingPlays()));
        } catch (IllegalArgumentException e) {
            throw broken(partial, e.getMessage());
        }
    }

    boolean isComplete(int tallyPartitions) {
        return tasks.size() == tallyPartitions;
    }

    /** Weight of all recordings, those below the minimum too. */
    BigInteger weightBeforeExclusion() {
        return weights.total().add(excludedWeight);
    }

    /**
     * Checks the weights against what the pool was told of the same plays another way.
     *
     * @param plays royalty-bearing plays of the offering in the period, up to the revision asked about
     * @throws IllegalStateException if plays or subscribers were lost or doubled on the way
     */
    void check(long plays) {
        BigInteger all = weightBeforeExclusion();
        BigInteger ofPlays = Weight.ofPlays(plays);
        if (excludedPlays > plays || missingPlays > plays) {
            throw contradiction(plays, excludedPlays + " plays are excluded and " + missingPlays + " have no weight");
        }
        Weighing asked = Weighing.parse(weighting);
        if (asked.equals(Weighing.PLAYS)
                && !(all.equals(ofPlays) && excludedWeight.equals(Weight.ofPlays(excludedPlays)))) {
            throw contradiction(plays, "each play must weigh 1");
        }
        if (asked.equals(Weighing.SUBSCRIBERS)
                && missingPlays == 0
                && (all.mod(Weight.ONE).signum() != 0 || all.compareTo(ofPlays) > 0)) {
            throw contradiction(plays, "each subscriber must weigh 1 and have a play");
        }
    }

    private IllegalStateException contradiction(long plays, String what) {
        return new IllegalStateException("The tally answers weights " + weighting + " of " + period + "@r" + revision
                + " that contradict its totals of " + plays + " plays: recordings weigh "
                + BucketWeights.text(weights.total()) + ", those below the minimum (" + excludedPlays + " plays) "
                + BucketWeights.text(excludedWeight) + "; " + what);
    }

    private static IllegalStateException broken(PoolPartial partial, String what) {
        return new IllegalStateException("The answer of tally task " + partial.getSourcePartition() + " to "
                + partial.getAnswer().getRequest() + " for " + partial.getPeriod() + " contradicts the rest: " + what);
    }
}
