package angklung.pool;

import angklung.avro.Agreement;
import angklung.avro.ScreeningPolicy;
import angklung.model.Weighing;
import java.util.List;
import java.util.Optional;

/** Prices and divides a pool by given terms, with all that is known of its offering: for real and for a scenario. */
final class AttemptRules {
    private AttemptRules() {}

    /**
     * @param offering has a revenue report
     * @param policies about authorship that apply
     * @param scenario that asks; null if what is paid is at stake
     */
    static Attempt attempt(Offering offering, Agreement terms, AppliedPolicies policies, String scenario) {
        Pricing pricing = PricingRules.price(terms, offering.report(), offering.usage().plays());
        if (pricing instanceof Pricing.NotPriceable not) {
            return new Attempt.Refused(not.reason());
        }
        List<String> obstacles = PolicyRules.obstacles(policies);
        if (!obstacles.isEmpty()) {
            return new Attempt.Refused(String.join("; ", obstacles));
        }
        Pricing.Priced price = (Pricing.Priced) pricing;
        WantedWeights wanted = WantedWeights.of(terms, policies);
        if (wanted.arePlays()) {
            return new Attempt.Divided(price, DivisionRules.byPlays(wanted, policies, offering.usage()));
        }
        String identifier = wanted.identifier(offering);
        Optional<WeightAnswer> answer = offering.answers().to(identifier);
        if (answer.isEmpty() && scenario != null) {
            identifier = scenario + ":" + identifier;
            answer = offering.answers().to(identifier);
        }
        if (answer.isEmpty()) {
            return new Attempt.Weighs(wanted.request(offering, identifier));
        }
        long missing = answer.get().leftOut().missingPlays();
        if (missing > 0) {
            return new Attempt.Refused(missing(wanted, missing, scenario != null));
        }
        return new Attempt.Divided(
                price, DivisionRules.byAnswer(wanted, policies, answer.get(), terms, offering.report()));
    }

    private static String missing(WantedWeights wanted, long plays, boolean scenario) {
        Weighing weighing = wanted.weighing();
        boolean screened = wanted.screening() != ScreeningPolicy.NONE;
        String what = plays + " plays have no weight " + weighing + (screened ? "/" + wanted.screening() : "") + ": ";
        if (!scenario) {
            return what + "when they came in, no agreement asked to follow their subscribers; agree on a model by"
                    + " subscriber before its first day, or keep MARKET_CENTRIC for this period"
                    + (screened ? "; if their subscribers were followed, revise the period" : "");
        }
        if (screened) {
            return what + "such weights exist only if an agreement of the offering weighed and screened alike when the"
                    + " period was closed or last revised";
        }
        return what + (weighing.equals(Weighing.SUBSCRIBERS)
                ? "weights by subscriber were not kept; set intake.follow-subscribers=all to keep them from now on"
                : "artist-centric weights exist only if an agreement of the offering weighed alike in that period");
    }
}
