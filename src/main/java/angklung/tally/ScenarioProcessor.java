package angklung.tally;

import angklung.avro.PoolPlan;
import angklung.stage.Invariant;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Checks the plan of a scenario and lets the job to allocate it go on. It is kept until then and leaves nothing behind:
 * it is no version of the pool, and no estimate uses its rate.
 */
final class ScenarioProcessor implements Processor<String, PoolPlan, String, Job> {
    /** Results of scenarios are one partition. */
    private static final int TARGETS = 1;

    private final TallyStores stores;
    private ProcessorContext<String, Job> context;
    private Invariant invariant;
    private KeyValueStore<Bytes, Counters> totals;
    private KeyValueStore<Bytes, PoolPlan> plans;

    ScenarioProcessor(TallyStores stores) {
        this.stores = stores;
    }

    @Override
    public void init(ProcessorContext<String, Job> context) {
        this.context = context;
        this.invariant = new Invariant(context);
        this.totals = stores.totals.get(context);
        this.plans = stores.plans.get(context);
    }

    @Override
    public void process(Record<String, PoolPlan> record) {
        PoolPlan plan = record.value();
        if (plan == null || plan.getScenario() == null) {
            throw invariant.broken("The plan of scenario " + record.key() + " names no scenario: " + plan);
        }
        Bytes key = AllocateJob.scenarioKey(plan.getScenario());
        if (plans.get(key) != null) {
            return; // under way
        }
        PlanProcessor.requireReported(plan, totals, invariant);
        PlanRules.check(plan);
        plans.put(key, plan);
        context.forward(record.withValue(new AllocateJob(
                plan.getPool(), plan.getVersion(), plan.getScenario(), record.timestamp(), TARGETS)));
    }
}
