package angklung.tally;

import angklung.avro.PoolPlan;
import angklung.stage.Invariant;
import angklung.stage.StoreKey;
import angklung.topic.PartitionContract;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Checks a plan, keeps it and lets the job to allocate it go on. A version that came before changes nothing. */
final class PlanProcessor implements Processor<String, PoolPlan, String, Job> {
    private final TallyStores stores;
    private final PartitionContract partitions;
    private final PlanRules rules;
    private ProcessorContext<String, Job> context;
    private Invariant invariant;
    private KeyValueStore<Bytes, Counters> totals;
    private KeyValueStore<Bytes, Planned> planned;
    private KeyValueStore<Bytes, PoolPlan> plans;

    PlanProcessor(TallyStores stores, PartitionContract partitions, PlanRules rules) {
        this.stores = stores;
        this.partitions = partitions;
        this.rules = rules;
    }

    @Override
    public void init(ProcessorContext<String, Job> context) {
        this.context = context;
        this.invariant = new Invariant(context);
        this.totals = stores.totals.get(context);
        this.planned = stores.planned.get(context);
        this.plans = stores.plans.get(context);
    }

    @Override
    public void process(Record<String, PoolPlan> record) {
        PoolPlan plan = record.value();
        if (plan == null) {
            throw invariant.broken("The plan of " + record.key() + " has no value; nobody may delete plans");
        }
        Bytes pool = StoreKey.of(plan.getPool()).toBytes();
        Planned last = planned.get(pool);
        if (last == null) {
            last = Planned.NONE;
        }
        if (plan.getVersion() <= last.version()) {
            return;
        }
        check(plan, last);
        planned.put(pool, new Planned(plan.getVersion(), plan.getAmountMicros()));
        plans.put(key(plan.getPool(), plan.getVersion()), plan);
        context.forward(record.withValue(
                new AllocateJob(plan.getPool(), plan.getVersion(), record.timestamp(), partitions.settlement())));
    }

    private void check(PoolPlan plan, Planned last) {
        invariant.require(
                plan.getVersion() == last.version() + 1,
                () -> "Plan " + plan.getRateSheetId() + " follows version " + last.version() + ": one is missing");
        invariant.require(
                plan.getPreviousAmountMicros() == last.amountMicros(),
                () -> "Plan " + plan.getRateSheetId() + " says that the version before gave "
                        + plan.getPreviousAmountMicros() + " micros; it gave " + last.amountMicros());
        invariant.require(
                totals.get(StoreKey.of(plan.getDsp(), plan.getPeriod()).toBytes()) != null,
                () -> "Plan " + plan.getRateSheetId() + " came before this task reported the weights of "
                        + plan.getDsp() + "/" + plan.getPeriod() + ", so it cannot rest on them");
        rules.check(plan);
    }

    static Bytes key(String pool, int version) {
        return StoreKey.of(pool).ordered(version).toBytes();
    }
}
