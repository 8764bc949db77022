package angklung.pool;

import angklung.avro.PoolPlan;
import angklung.avro.Scenario;
import angklung.avro.ScenarioResult;
import angklung.avro.ScenarioResultKind;
import angklung.model.OfferingKey;
import angklung.model.Period;
import angklung.stage.StoreKey;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Answers scenarios: with a plan that only the tally's scenarios read, or with why there is none. Nothing of it
 * reaches the standings, the facts or the plans of what is paid.
 */
final class ScenarioDesk {
    private final ProcessorContext<String, SpecificRecordBase> context;
    private final Knowledge knowledge;
    private final PoolBook book;
    private final KeyValueStore<Bytes, Scenario> scenarios;

    ScenarioDesk(
            Knowledge knowledge,
            PoolBook book,
            PoolStores stores,
            ProcessorContext<String, SpecificRecordBase> context) {
        this.knowledge = knowledge;
        this.book = book;
        this.context = context;
        this.scenarios = stores.scenarios().get(context);
    }

    /** The same scenario again changes nothing. */
    void take(Scenario scenario, OfferingKey offering, long timestamp) {
        Bytes key = key(offering, scenario.getScenario());
        if (scenarios.get(key) != null) {
            return;
        }
        scenarios.put(key, scenario);
        String misdirected = ScenarioRules.misdirected(scenario, offering);
        if (misdirected != null) {
            refuse(scenario, misdirected, timestamp);
        } else {
            answer(scenario, offering, timestamp);
        }
    }

    /** The weights that the scenario waits for have come. */
    void resume(String scenario, OfferingKey offering, String request, long timestamp) {
        answer(scenarios.get(key(offering, scenario)), offering, timestamp);
        knowledge.put(offering, request, null);
    }

    private void answer(Scenario scenario, OfferingKey key, long timestamp) {
        Period period;
        try {
            period = Period.parse(scenario.getPeriod());
        } catch (IllegalArgumentException e) {
            refuse(scenario, e.getMessage(), timestamp);
            return;
        }
        if (knowledge.revision(key.dsp(), period) == Knowledge.NOT_TOTALLED) {
            refuse(scenario, period + " of " + key.dsp() + " is not closed: close it first", timestamp);
            return;
        }
        Offering offering = knowledge.offering(key, period);
        Attempt attempt = ScenarioRules.attempt(scenario, offering);
        if (attempt instanceof Attempt.Refused refused) {
            refuse(scenario, refused.reason(), timestamp);
        } else if (attempt instanceof Attempt.Weighs weighs) {
            book.ask(key, weighs.request(), scenario.getScenario(), timestamp);
        } else {
            publish(scenario, ScenarioRules.plan(scenario, offering, (Attempt.Divided) attempt), timestamp);
        }
    }

    /** The result first: it says what the tally's results, which follow the plan, are about. */
    private void publish(Scenario scenario, PoolPlan plan, long timestamp) {
        result(scenario, ScenarioResultKind.PLAN, null, plan, timestamp);
        context.forward(new Record<>(plan.getPool(), plan, timestamp), PoolTopology.SCENARIO_PLANS_SINK);
    }

    private void refuse(Scenario scenario, String reason, long timestamp) {
        result(scenario, ScenarioResultKind.REFUSED, reason, null, timestamp);
    }

    private void result(
            Scenario scenario, ScenarioResultKind kind, String reason, PoolPlan plan, long timestamp) {
        ScenarioResult result = ScenarioResult.newBuilder()
                .setScenario(scenario.getScenario())
                .setKind(kind)
                .setReason(reason)
                .setPlan(plan)
                .build();
        context.forward(
                new Record<>(scenario.getScenario(), result, timestamp), PoolTopology.SCENARIO_RESULTS_SINK);
    }

    private static Bytes key(OfferingKey offering, String scenario) {
        return StoreKey.of(offering.dsp(), offering.territory(), offering.offering(), scenario)
                .toBytes();
    }
}
