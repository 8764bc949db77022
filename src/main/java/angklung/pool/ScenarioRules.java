package angklung.pool;

import angklung.avro.Agreement;
import angklung.avro.PoolPlan;
import angklung.avro.Scenario;
import angklung.model.OfferingKey;

/** What a closed period's pool would have given under another agreement. */
final class ScenarioRules {
    private static final int VERSION = 1;

    private ScenarioRules() {}

    /** Why the scenario cannot be about this offering at all; null if it can. */
    static String misdirected(Scenario scenario, OfferingKey offering) {
        Agreement terms = scenario.getAgreement();
        OfferingKey about = new OfferingKey(terms.getDsp(), terms.getTerritory(), terms.getOffering());
        return about.equals(offering)
                ? null
                : "the scenario was sent for " + offering + ", but its agreement is about " + about
                        + ": send it with the key of its agreement";
    }

    /** @param offering as known; its period is totalled */
    static Attempt attempt(Scenario scenario, Offering offering) {
        Agreement terms = scenario.getAgreement();
        String right = terms.getRightType().name();
        Standing standing = offering.standing(right);
        if (offering.report() == null) {
            return new Attempt.Refused("no revenue was reported for " + offering.key() + " in " + offering.period()
                    + ": report revenue");
        }
        if (!standing.isPlanned()) {
            return new Attempt.Refused("the pool of " + right + " of " + offering.key() + " in " + offering.period()
                    + " was never planned, so there is nothing to compare with: close the period");
        }
        if (!standing.currency().equals(offering.report().getCurrency())) {
            return new Attempt.Refused("the last revenue report is in " + offering.report().getCurrency()
                    + ", but the pool is in " + standing.currency() + ": report revenue in " + standing.currency()
                    + " with a higher revision");
        }
        return AttemptRules.attempt(offering, terms, offering.latestPolicies(right), scenario.getScenario());
    }

    /** A sheet of its own name, so that nobody takes it for what is paid. */
    static PoolPlan plan(Scenario scenario, Offering offering, Attempt.Divided divided) {
        PoolPlan.Builder sheet = SheetRules.sheet(offering, scenario.getAgreement(), divided);
        return sheet.setVersion(VERSION)
                .setScenario(scenario.getScenario())
                .setRateSheetId(sheet.getPool() + "@scenario/" + scenario.getScenario())
                .build();
    }
}
