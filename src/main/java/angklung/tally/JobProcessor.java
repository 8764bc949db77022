package angklung.tally;

import angklung.avro.Earning;
import angklung.avro.PeriodState;
import angklung.avro.PoolPartial;
import angklung.avro.ProvisionalEarning;
import angklung.avro.ScenarioResult;
import angklung.stage.Budget;
import angklung.stage.StoreKey;
import java.nio.ByteBuffer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Queues jobs, and does them in the order in which they came, a turn at a time. Estimates take what time is left when no
 * job waits.
 */
final class JobProcessor implements Processor<String, Notice, String, SpecificRecord> {
    private final TallyStores stores;
    private final TallyTopology.Wiring wiring;
    private ProcessorContext<String, SpecificRecord> context;
    private KeyValueStore<Bytes, Job> jobs;
    private TotalWork totals;
    private WeighWork weights;
    private AllocateWork allocations;
    private ProvisionalWork estimates;

    JobProcessor(TallyStores stores, TallyTopology.Wiring wiring) {
        this.stores = stores;
        this.wiring = wiring;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        this.context = context;
        this.jobs = stores.jobs.get(context);
        int task = context.taskId().partition();
        RightsLog rightsLog = stores.rightsLog(context);
        ToldRevisions told = new ToldRevisions(stores.totals.get(context));
        RecordingSource recordings = new RecordingSource(
                stores.rows.get(context),
                stores.screened.get(context),
                stores.weights.get(context),
                told,
                stores.windows.get(context),
                stores.excluded.get(context));
        NewsWork news = new NewsWork(
                stores.screened.get(context),
                told,
                stores.divided.get(context),
                stores.allocations.get(context),
                stores.excluded.get(context),
                rightsLog);
        this.totals =
                new TotalWork(task, wiring.partitions(), stores.rows.get(context), stores.totals.get(context), news);
        this.weights = new WeighWork(task, recordings, stores.rights.get(context), stores.requests.get(context));
        this.allocations = new AllocateWork(
                task,
                wiring.partitions(),
                recordings,
                stores.rights.get(context),
                rightsLog,
                stores.plans.get(context),
                stores.allocations.get(context),
                stores.divided.get(context),
                new FinalEstimates(stores.estimates.get(context)));
        this.estimates = new ProvisionalWork(
                stores.changed.get(context),
                stores.rows.get(context),
                stores.rights.get(context),
                stores.rateSheets.get(context),
                stores.planned.get(context),
                stores.estimates.get(context));
        TallyOptions options = wiring.options();
        context.schedule(options.limits().interval(), PunctuationType.WALL_CLOCK_TIME, this::work);
        if (options.estimates()) {
            context.schedule(
                    options.estimateInterval(), PunctuationType.WALL_CLOCK_TIME, nowMs -> estimates.start());
        }
    }

    @Override
    public void process(Record<String, Notice> record) {
        if (record.value() instanceof ChangedRows changed) {
            estimates.mark(changed);
        } else {
            jobs.put(nextKey(), (Job) record.value());
        }
    }

    /** Behind the last job; an empty queue starts again. */
    private Bytes nextKey() {
        try (KeyValueIterator<Bytes, Job> lastFirst = jobs.reverseAll()) {
            int next = lastFirst.hasNext() ? ByteBuffer.wrap(lastFirst.peekNextKey().get()).getInt() + 1 : 0;
            return new StoreKey().ordered(next).toBytes();
        }
    }

    private void work(long nowMs) {
        Budget budget = wiring.options().limits().budget();
        Output output = new Sinks(nowMs);
        boolean done;
        do {
            done = workOnFirst(budget, output);
        } while (done && !budget.isSpent());
        if (!budget.isSpent()) {
            estimates.advance(budget, nowMs, output);
        }
    }

    /** Does what the budget allows of the first job; true if that ended it, so that there may be another. */
    private boolean workOnFirst(Budget budget, Output output) {
        KeyValue<Bytes, Job> first;
        try (KeyValueIterator<Bytes, Job> all = jobs.all()) {
            if (!all.hasNext()) {
                return false;
            }
            first = all.next();
        }
        boolean done = advance(first.value, budget, output);
        jobs.put(first.key, done ? null : first.value);
        return done;
    }

    private boolean advance(Job job, Budget budget, Output output) {
        if (job instanceof TotalJob total) {
            return totals.advance(total, budget, output);
        }
        return job instanceof WeighJob weigh
                ? weights.advance(weigh, budget, output)
                : allocations.advance((AllocateJob) job, budget, output);
    }

    /**
     * Forwards with the wall clock as the records' timestamps: retention counts from there, and nothing else
     * reads them.
     */
    private final class Sinks implements Output {
        private final long nowMs;

        private Sinks(long nowMs) {
            this.nowMs = nowMs;
        }

        @Override
        public void partial(String key, PoolPartial partial) {
            context.forward(new Record<>(key, partial, nowMs), TallyTopology.POOL_PARTIALS);
        }

        @Override
        public void earning(String key, Earning earning) {
            context.forward(new Record<>(key, earning, nowMs), TallyTopology.EARNINGS);
        }

        @Override
        public void scenario(String key, ScenarioResult result) {
            context.forward(new Record<>(key, result, nowMs), TallyTopology.SCENARIO_RESULTS);
        }

        @Override
        public void provisional(String key, ProvisionalEarning earning) {
            context.forward(new Record<>(key, earning, nowMs), TallyTopology.PROVISIONAL_EARNINGS);
        }

        @Override
        public void fact(String key, PeriodState fact) {
            context.forward(new Record<>(key, fact, nowMs), TallyTopology.PERIOD_STATE);
        }
    }
}
