package angklung.pool;

import angklung.avro.Agreement;
import angklung.avro.PoolPlan;
import angklung.avro.RevenueReport;
import angklung.model.OfferingKey;
import angklung.model.Period;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * All that is known of one offering in one period whose usage is complete.
 *
 * @param totalled how far it is complete
 * @param news what the revisions up to it brought
 * @param usage what was played up to it, {@link UsageTotal#NONE} if nothing was
 * @param agreements by right type, those that cover a day of the period
 * @param policies about authorship, of all holders
 * @param report last revenue report; null if none came
 * @param standings by right type, what was published before
 * @param lastPlans by right type, the last version of a pool that is planned
 * @param answers what the tally was asked and has answered
 */
record Offering(
        OfferingKey key,
        Period period,
        Totalled totalled,
        News news,
        UsageTotal usage,
        SortedMap<String, Agreement> agreements,
        KnownPolicies policies,
        RevenueReport report,
        Map<String, Standing> standings,
        Function<String, PoolPlan> lastPlans,
        Answers answers) {

    Offering {
        agreements = Collections.unmodifiableSortedMap(new TreeMap<>(agreements));
        standings = Map.copyOf(standings);
    }

    /** Last revision of the period's usage that is complete. */
    int revision() {
        return totalled.revision();
    }

    Standing standing(String right) {
        return standings.getOrDefault(right, Standing.NEW);
    }

    /**
     * Number of the last policy that counts for a pool. One without a plan follows each policy that comes; for one that
     * is planned it is as if those that came since then had not, until a revision is totalled.
     */
    int policiesKnown(String right) {
        Standing standing = standing(right);
        return standing.isPlanned()
                ? Math.max(standing.basis().policiesKnown(), totalled.policiesKnown())
                : policies.last();
    }

    /** Those that apply to a pool that is paid. */
    AppliedPolicies policies(String right) {
        return PolicyRules.applied(policies.asOf(policiesKnown(right)), key, right, period);
    }

    /** Those that would apply if the pool were planned for the first time now. */
    AppliedPolicies latestPolicies(String right) {
        return PolicyRules.applied(policies.asOf(policies.last()), key, right, period);
    }
}
