package angklung.tally;

import angklung.avro.PoolPlan;
import angklung.avro.RecordingRights;
import angklung.avro.Usage;
import angklung.avro.WeightRequest;
import angklung.stage.WorkLimits;
import angklung.topic.PartitionContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The processors of the tally, each made anew for every record and every turn of one item: only stores remember. */
final class ForgetfulTally implements AutoCloseable {
    private final TallyStores stores = new TallyStores();
    private final PartitionContract partitions;
    private final TallyTopology.Wiring wiring;
    private final MockProcessorContext<String, SpecificRecord> context;
    private final List<StateStore> open;
    private final List<KeyValue<String, SpecificRecord>> sent = new ArrayList<>();

    ForgetfulTally(Path dir, PartitionContract partitions) {
        this.partitions = partitions;
        WorkLimits limits = new WorkLimits(Duration.ofMillis(20), Duration.ofMillis(50), 1, () -> 0);
        this.wiring = new TallyTopology.Wiring(partitions, new TallyOptions(limits, Duration.ZERO));
        this.context = new MockProcessorContext<>(new Properties(), new TaskId(0, 0), dir.toFile());
        this.open = Stream.of(
                        stores.rows,
                        stores.screened,
                        stores.weights,
                        stores.received,
                        stores.totals,
                        stores.rights,
                        stores.rightsChanges,
                        stores.rightsNumbers,
                        stores.requests,
                        stores.windows,
                        stores.excluded,
                        stores.divided,
                        stores.planned,
                        stores.plans,
                        stores.allocations,
                        stores.jobs,
                        stores.changed,
                        stores.estimates,
                        stores.rateSheets)
                .<StateStore>map(store -> store.builder()
                        .withLoggingDisabled()
                        .withCachingDisabled()
                        .build())
                .toList();
        open.forEach(store -> store.init(context.getStateStoreContext(), store));
    }

    void process(SpecificRecord value) {
        if (value instanceof Usage usage) {
            process(new UsageProcessor(stores, partitions, false), "key", usage);
        } else if (value instanceof WeightRequest request) {
            process(new RequestProcessor(stores), "key", request);
        } else if (value instanceof RecordingRights rights) {
            process(new RightsProcessor(stores), rights.getIsrc(), rights);
        } else {
            PoolPlan plan = (PoolPlan) value;
            process(
                    plan.getScenario() == null
                            ? new PlanProcessor(stores, partitions)
                            : new ScenarioProcessor(stores),
                    "key",
                    plan);
        }
    }

    @SuppressWarnings("unchecked") // what is forwarded is a job, whatever the context says
    private <V> void process(Processor<String, V, ?, ?> processor, String key, V value) {
        context.resetForwards();
        Processor<String, V, Object, Object> any = (Processor<String, V, Object, Object>) processor;
        any.init((ProcessorContext<Object, Object>) (ProcessorContext<?, ?>) context);
        any.process(new Record<>(key, value, timeOf(value)));
        List<Object> jobs = new ArrayList<>();
        context.forwarded().forEach(forward -> jobs.add(((Record<?, ?>) forward.record()).value()));
        for (Object job : jobs) {
            JobProcessor queue = new JobProcessor(stores, wiring);
            queue.init(context);
            queue.process(new Record<>("key", (Job) job, 0));
        }
        work();
    }

    /** Of marks that of the harness; all others are first in line. */
    private static long timeOf(Object value) {
        return value instanceof Usage ? TallyHarness.MARKED_AT.toEpochMilli() : 0;
    }

    private void work() {
        KeyValueStore<Bytes, Job> jobs = stores.jobs.get(context);
        for (boolean more = true; more; ) {
            try (KeyValueIterator<Bytes, Job> all = jobs.all()) {
                more = all.hasNext();
            }
            if (more) {
                turn();
            }
        }
    }

    private void turn() {
        context.resetForwards();
        new JobProcessor(stores, wiring).init(context);
        var punctuators = context.scheduledPunctuators(); // also those of processors that are gone
        punctuators.get(punctuators.size() - 1).getPunctuator().punctuate(0);
        context.forwarded()
                .forEach(forward -> sent.add(KeyValue.pair(
                        forward.record().key(), forward.record().value())));
    }

    /** Everything that was sent. */
    List<Object> output() {
        return List.copyOf(sent);
    }

    @Override
    public void close() {
        open.forEach(StateStore::close);
    }
}
