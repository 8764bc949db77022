package angklung.tally;

import angklung.avro.PoolPlan;
import angklung.model.OfferingKey;
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
    private ProcessorContext<String, Job> context;
    private Invariant invariant;
    private KeyValueStore<Bytes, Counters> totals;
    private KeyValueStore<Bytes, Planned> planned;
    private KeyValueStore<Bytes, PoolPlan> plans;
    private KeyValueStore<Bytes, RateSheet> rateSheets;

    PlanProcessor(TallyStores stores, PartitionContract partitions) {
        this.stores = stores;
        this.partitions = partitions;
    }

    @Override
    public void init(ProcessorContext<String, Job> context) {
        this.context = context;
        this.invariant = new Invariant(context);
        this.totals = stores.totals.get(context);
        this.planned = stores.planned.get(context);
        this.plans = stores.plans.get(context);
        this.rateSheets = stores.rateSheets.get(context);
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
        planned.put(pool, new Planned(plan.getVersion(), plan.getAmountMicros(), plan.getUsageRevision()));
        plans.put(AllocateJob.planKey(plan.getPool(), plan.getVersion()), plan);
        keepRate(plan);
        context.forward(record.withValue(new AllocateJob(
                plan.getPool(), plan.getVersion(), null, record.timestamp(), partitions.settlement())));
    }

    private void check(PoolPlan plan, Planned last) {
        invariant.require(
                plan.getScenario() == null,
                () -> "Plan " + plan.getRateSheetId() + " is of scenario " + plan.getScenario()
                        + ", but came with those that are paid");
        invariant.require(
                plan.getVersion() == last.version() + 1,
                () -> "Plan " + plan.getRateSheetId() + " follows version " + last.version() + ": one is missing");
        invariant.require(
                plan.getPreviousAmountMicros() == last.amountMicros(),
                () -> "Plan " + plan.getRateSheetId() + " says that the version before gave "
                        + plan.getPreviousAmountMicros() + " micros; it gave " + last.amountMicros());
        invariant.require(
                plan.getUsageRevision() >= last.usageRevision(),
                () -> "Plan " + plan.getRateSheetId() + " rests on revision " + plan.getUsageRevision()
                        + " of the usage; the version before rests on " + last.usageRevision());
        requireReported(plan, totals, invariant);
        PlanRules.check(plan);
    }

    static void requireReported(PoolPlan plan, KeyValueStore<Bytes, Counters> totals, Invariant invariant) {
        invariant.require(
                totals.get(TotalWork.key(plan.getDsp(), plan.getPeriod(), plan.getUsageRevision())) != null,
                () -> "Plan " + plan.getRateSheetId() + " came before this task reported the plays of revision "
                        + plan.getUsageRevision() + " of " + plan.getDsp() + "/" + plan.getPeriod()
                        + ", so it cannot rest on them");
    }

    private void keepRate(PoolPlan plan) {
        Bytes key = ProvisionalWork.rateSheetKey(
                new OfferingKey(plan.getDsp(), plan.getTerritory(), plan.getOffering()), plan.getRightType());
        RateSheet sheet = RateSheet.of(plan);
        RateSheet last = rateSheets.get(key);
        if (last == null || sheet.isAfter(last)) {
            rateSheets.put(key, sheet);
        }
    }
}
