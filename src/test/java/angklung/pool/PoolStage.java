package angklung.pool;

import angklung.avro.Agreement;
import angklung.avro.PartialKind;
import angklung.avro.PartialMark;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.PoolFact;
import angklung.avro.PoolPartial;
import angklung.avro.PoolPlan;
import angklung.avro.RevenueReport;
import angklung.avro.Weighting;
import angklung.model.Bucket;
import angklung.model.OfferingKey;
import angklung.topic.AvroSerdes;
import angklung.topic.PartitionContract;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The pool stage without a broker: one pool task, fed by a given number of tally tasks. */
final class PoolStage implements AutoCloseable {
    private final String scope;
    private final int tasks;
    private final TopologyTestDriver driver;
    private final TestInputTopic<String, Agreement> agreements;
    private final TestInputTopic<String, RevenueReport> revenue;
    private final TestInputTopic<String, PoolPartial> partials;
    private final TestOutputTopic<String, PoolPlan> plans;
    private final TestOutputTopic<String, PeriodState> facts;
    private final Map<String, Integer> sent = new HashMap<>();

    PoolStage(String scope, int tasks) {
        this.scope = scope;
        this.tasks = tasks;
        Topics topics = topics(scope, tasks);
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, scope);
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        config.put(StreamsConfig.STATE_DIR_CONFIG, "target/pool-stage");
        config.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        this.driver = new TopologyTestDriver(new PoolTopology(topics).get(), config);
        this.agreements = input(topics.agreements);
        this.revenue = input(topics.revenue);
        this.partials = input(topics.poolPartials);
        this.plans = output(topics.poolPlans);
        this.facts = output(topics.periodState);
    }

    static Topics topics(String scope, int tasks) {
        return new Topics(
                "royalty", new PartitionContract(1, tasks, 1, 1), new AvroSerdes("mock://" + scope), List.of("acme"));
    }

    void agreement(Agreement.Builder agreement) {
        Agreement value = agreement.build();
        agreements.pipeInput(
                new OfferingKey(value.getDsp(), value.getTerritory(), value.getOffering()).toString(), value);
    }

    void revenue(RevenueReport.Builder report) {
        RevenueReport value = report.build();
        revenue.pipeInput(
                new OfferingKey(value.getDsp(), value.getTerritory(), value.getOffering()).toString(), value);
    }

    /** Sends what each tally task has of {@code plays}, plays by bucket; short plays are of the first task. */
    void usage(OfferingKey offering, String period, SortedMap<Integer, Long> plays, long shortPlays) {
        for (int task = 0; task < tasks; task++) {
            SortedMap<Integer, Long> own = new TreeMap<>(plays);
            int number = task;
            own.keySet().removeIf(bucket -> Bucket.partition(bucket, tasks) != number);
            long ownShort = task == 0 ? shortPlays : 0;
            if (!own.isEmpty() || ownShort > 0) {
                partial(offering, period, task, own, ownShort);
            }
        }
    }

    void partial(OfferingKey offering, String period, int task, SortedMap<Integer, Long> plays, long shortPlays) {
        List<Integer> buckets = new ArrayList<>(plays.keySet());
        List<Long> weights = new ArrayList<>(plays.values());
        PoolPartial partial = PoolPartial.newBuilder()
                .setKind(PartialKind.TOTAL)
                .setDsp(offering.dsp())
                .setPeriod(period)
                .setSourcePartition(task)
                .setTerritory(offering.territory())
                .setOffering(offering.offering())
                .setWeightings(List.of(new Weighting("PLAYS", buckets, weights)))
                .setPlays(weights.stream().mapToLong(Long::longValue).sum())
                .setShortPlays(shortPlays)
                .build();
        sent.merge(offering.dsp() + period + task, 1, Integer::sum);
        partials.pipeInput(offering.toString(), partial, 1_800_000_000_000L);
    }

    /** The marks of all tally tasks. */
    void end(String dsp, String period) {
        for (int task = 0; task < tasks; task++) {
            mark(dsp, period, task, sent.getOrDefault(dsp + period + task, 0));
        }
    }

    void mark(String dsp, String period, int task, int records) {
        mark(dsp, period, task, records, tasks);
    }

    void mark(String dsp, String period, int task, int records, int sources) {
        PoolPartial mark = PoolPartial.newBuilder()
                .setKind(PartialKind.MARK)
                .setDsp(dsp)
                .setPeriod(period)
                .setSourcePartition(task)
                .setMark(new PartialMark(sources, List.of(records)))
                .build();
        partials.pipeInput(dsp + "/" + period, mark, 1_800_000_000_001L);
    }

    void raw(String key, PoolPartial partial) {
        partials.pipeInput(key, partial);
    }

    /** Plans published since the last call. */
    List<PoolPlan> plans() {
        return plans.readValuesToList();
    }

    /** Facts published since the last call, with their keys. */
    List<TestRecord<String, PeriodState>> facts() {
        return facts.readRecordsToList();
    }

    /** The pools of the one POOL_TOTAL fact published since the last call. */
    List<PoolFact> total() {
        List<PeriodState> totals = facts().stream()
                .map(TestRecord::value)
                .filter(fact -> fact.getKind() == PeriodFact.POOL_TOTAL)
                .toList();
        if (totals.size() != 1) {
            throw new AssertionError("Not one total but " + totals);
        }
        return totals.get(0).getPools();
    }

    private <V> TestInputTopic<String, V> input(TopicDef<String, V> topic) {
        return driver.createInputTopic(topic.name(), topic.key().serializer(), topic.value().serializer());
    }

    private <V> TestOutputTopic<String, V> output(TopicDef<String, V> topic) {
        return driver.createOutputTopic(topic.name(), topic.key().deserializer(), topic.value().deserializer());
    }

    @Override
    public void close() {
        driver.close();
        MockSchemaRegistry.dropScope(scope);
    }
}
