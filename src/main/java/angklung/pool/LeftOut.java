package angklung.pool;

import angklung.avro.WeightTotals;
import angklung.model.Weight;
import java.math.BigInteger;

/**
 * What of an offering's royalty-bearing plays takes no part in a pool, or waits for a decision. A play takes no part
 * for one reason: found artificial, else excluded by a policy, else of a recording below the minimum.
 *
 * @param belowMinimumPlays plays of recordings below the minimum
 * @param belowMinimumRecordings recordings below the minimum
 * @param belowMinimumWeight of these recordings, in units of 10⁻²⁴
 * @param missingPlays plays without a weight, as their subscribers were not followed
 * @param screenedPlays plays that are excluded as artificial
 * @param heldPlays plays found artificial that have a weight and whose money is held
 * @param authorshipPlays plays on which a policy leaves nobody a claim
 * @param authorshipWeight of those, in units of 10⁻²⁴
 */
record LeftOut(
        long belowMinimumPlays,
        long belowMinimumRecordings,
        BigInteger belowMinimumWeight,
        long missingPlays,
        long screenedPlays,
        long heldPlays,
        long authorshipPlays,
        BigInteger authorshipWeight) {

    static final LeftOut NOTHING = new LeftOut(0, 0, BigInteger.ZERO, 0, 0, 0, 0, BigInteger.ZERO);

    /**
     * This and what one more task answers.
     *
     * @throws IllegalArgumentException if a count of the answer is negative
     */
    LeftOut plus(WeightTotals answer) {
        BigInteger belowMinimum = Weight.toUnits(answer.getExcludedWeight());
        BigInteger authorship = Weight.toUnits(answer.getAuthorshipWeight());
        if (answer.getExcludedPlays() < 0
                || answer.getExcludedRecordings() < 0
                || belowMinimum.signum() < 0
                || answer.getMissingPlays() < 0
                || answer.getScreenedPlays() < 0
                || answer.getHeldPlays() < 0
                || answer.getAuthorshipPlays() < 0
                || authorship.signum() < 0) {
            throw new IllegalArgumentException("a count is negative: " + answer.getExcludedPlays()
                    + " excluded plays of " + answer.getExcludedRecordings() + " recordings of weight "
                    + BucketWeights.text(belowMinimum) + ", " + answer.getMissingPlays() + " plays without weight, "
                    + answer.getScreenedPlays() + " screened, " + answer.getHeldPlays() + " held, "
                    + answer.getAuthorshipPlays() + " excluded by policies of weight "
                    + BucketWeights.text(authorship));
        }
        return new LeftOut(
                Math.addExact(belowMinimumPlays, answer.getExcludedPlays()),
                Math.addExact(belowMinimumRecordings, answer.getExcludedRecordings()),
                belowMinimumWeight.add(belowMinimum),
                Math.addExact(missingPlays, answer.getMissingPlays()),
                Math.addExact(screenedPlays, answer.getScreenedPlays()),
                Math.addExact(heldPlays, answer.getHeldPlays()),
                Math.addExact(authorshipPlays, answer.getAuthorshipPlays()),
                authorshipWeight.add(authorship));
    }

    /** Of so many plays those that take part. */
    long rest(long plays) {
        return plays - belowMinimumPlays - screenedPlays - authorshipPlays;
    }

    @Override
    public String toString() {
        return belowMinimumPlays + " plays of weight " + BucketWeights.text(belowMinimumWeight)
                + " are below the minimum, " + authorshipPlays + " of weight " + BucketWeights.text(authorshipWeight)
                + " excluded by policies, " + screenedPlays + " as artificial; " + heldPlays + " are held, "
                + missingPlays + " have no weight";
    }
}
