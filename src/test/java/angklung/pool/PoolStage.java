package angklung.pool;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.Agreement;
import angklung.avro.AuthorshipPolicy;
import angklung.avro.PartialKind;
import angklung.avro.PartialMark;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.PoolFact;
import angklung.avro.PoolPartial;
import angklung.avro.PoolPlan;
import angklung.avro.RevenueReport;
import angklung.avro.RightType;
import angklung.avro.Scenario;
import angklung.avro.ScenarioResult;
import angklung.avro.WeightRequest;
import angklung.avro.WeightTotals;
import angklung.avro.Weighting;
import angklung.model.Bucket;
import angklung.model.OfferingKey;
import angklung.model.Weight;
import angklung.topic.AvroSerdes;
import angklung.topic.PartitionContract;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;
import java.math.BigDecimal;
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
    private final TestInputTopic<String, AuthorshipPolicy> policies;
    private final TestInputTopic<String, RevenueReport> revenue;
    private final TestInputTopic<String, PoolPartial> partials;
    private final TestInputTopic<String, Scenario> scenarios;
    private final TestOutputTopic<String, PoolPlan> plans;
    private final TestOutputTopic<String, WeightRequest> requests;
    private final TestOutputTopic<String, PoolPlan> scenarioPlans;
    private final TestOutputTopic<String, ScenarioResult> results;
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
        this.policies = input(topics.authorshipPolicies);
        this.revenue = input(topics.revenue);
        this.partials = input(topics.poolPartials);
        this.scenarios = input(topics.scenarios);
        this.plans = output(topics.poolPlans);
        this.requests = output(topics.weightRequests);
        this.scenarioPlans = output(topics.scenarioPlans);
        this.results = output(topics.scenarioResults);
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

    void policy(AuthorshipPolicy.Builder policy) {
        AuthorshipPolicy value = policy.build();
        policy(value.getHolderKind() + "/" + value.getHolder(), value);
    }

    void policy(String key, AuthorshipPolicy policy) {
        policies.pipeInput(key, policy);
    }

    void revenue(RevenueReport.Builder report) {
        RevenueReport value = report.build();
        revenue.pipeInput(
                new OfferingKey(value.getDsp(), value.getTerritory(), value.getOffering()).toString(), value);
    }

    void scenario(OfferingKey offering, Scenario scenario) {
        scenarios.pipeInput(offering.toString(), scenario, 1_800_000_000_002L);
    }

    /** Sends what each tally task has of {@code plays}, plays by bucket; short plays are of the first task. */
    void usage(OfferingKey offering, String period, SortedMap<Integer, Long> plays, long shortPlays) {
        usage(offering, period, 0, plays, shortPlays);
    }

    void usage(OfferingKey offering, String period, int revision, SortedMap<Integer, Long> plays, long shortPlays) {
        for (int task = 0; task < tasks; task++) {
            SortedMap<Integer, Long> own = new TreeMap<>(plays);
            int number = task;
            own.keySet().removeIf(bucket -> Bucket.partition(bucket, tasks) != number);
            long ownShort = task == 0 ? shortPlays : 0;
            if (!own.isEmpty() || ownShort > 0) {
                partial(offering, period, revision, task, own, ownShort);
            }
        }
    }

    void partial(OfferingKey offering, String period, int task, SortedMap<Integer, Long> plays, long shortPlays) {
        partial(offering, period, 0, task, plays, shortPlays);
    }

    void partial(
            OfferingKey offering, String period, int revision, int task, SortedMap<Integer, Long> plays,
            long shortPlays) {
        partial(offering, period, revision, task, plays, shortPlays, List.of(), false);
    }

    /** What one task reports of changed rights or of screening, without further plays. */
    void news(OfferingKey offering, int revision, int task, List<RightType> rights, boolean screening) {
        partial(offering, PoolInputs.MAY, revision, task, new TreeMap<>(), 0, rights, screening);
    }

    void partial(
            OfferingKey offering, String period, int revision, int task, SortedMap<Integer, Long> plays,
            long shortPlays, List<RightType> rights, boolean screening) {
        List<Integer> buckets = new ArrayList<>(plays.keySet());
        List<Long> weights = new ArrayList<>(plays.values());
        PoolPartial partial = PoolPartial.newBuilder()
                .setKind(PartialKind.TOTAL)
                .setDsp(offering.dsp())
                .setPeriod(period)
                .setRevision(revision)
                .setSourcePartition(task)
                .setTerritory(offering.territory())
                .setOffering(offering.offering())
                .setWeightings(List.of(new Weighting("PLAYS", buckets, weights)))
                .setPlays(weights.stream().mapToLong(Long::longValue).sum())
                .setShortPlays(shortPlays)
                .setRightsChanged(rights)
                .setScreeningChanged(screening)
                .build();
        sent.merge(offering.dsp() + period + revision + task, 1, Integer::sum);
        partials.pipeInput(offering.toString(), partial, 1_800_000_000_000L);
    }

    /** The marks of all tally tasks. */
    void end(String dsp, String period) {
        end(dsp, period, 0);
    }

    void end(String dsp, String period, int revision) {
        for (int task = 0; task < tasks; task++) {
            mark(dsp, period, revision, task, sent.getOrDefault(dsp + period + revision + task, 0), tasks);
        }
    }

    void mark(String dsp, String period, int task, int records) {
        mark(dsp, period, task, records, tasks);
    }

    void mark(String dsp, String period, int task, int records, int sources) {
        mark(dsp, period, 0, task, records, sources);
    }

    void mark(String dsp, String period, int revision, int task, int records, int sources) {
        PoolPartial mark = PoolPartial.newBuilder()
                .setKind(PartialKind.MARK)
                .setDsp(dsp)
                .setPeriod(period)
                .setRevision(revision)
                .setSourcePartition(task)
                .setMark(new PartialMark(sources, List.of(records)))
                .build();
        partials.pipeInput(dsp + "/" + period, mark, 1_800_000_000_001L);
    }

    /** The answers of all tally tasks; {@code weights} by bucket, what is excluded is of the first task. */
    void answer(WeightRequest request, Map<Integer, String> weights, Excluded excluded) {
        for (int task = 0; task < tasks; task++) {
            answer(request, task, weights, task == 0 ? excluded : Excluded.NOTHING);
        }
    }

    /** What takes no part. */
    record Excluded(
            long plays, long recordings, String weight, long missing, long screened, long held, long authorship,
            String authorshipWeight) {

        static final Excluded NOTHING = new Excluded(0, 0, "0", 0);

        Excluded(long plays, long recordings, String weight, long missing) {
            this(plays, recordings, weight, missing, 0, 0, 0, "0");
        }

        static Excluded screened(long excluded, long held) {
            return new Excluded(0, 0, "0", 0, excluded, held, 0, "0");
        }

        static Excluded authorship(long plays, String weight) {
            return new Excluded(0, 0, "0", 0, 0, 0, plays, weight);
        }

        static Excluded missing(long plays) {
            return new Excluded(0, 0, "0", plays);
        }
    }

    void answer(WeightRequest request, int task, Map<Integer, String> weights, Excluded excluded) {
        SortedMap<Integer, String> own = new TreeMap<>(weights);
        own.keySet().removeIf(bucket -> Bucket.partition(bucket, tasks) != task);
        WeightTotals totals = WeightTotals.newBuilder()
                .setRequest(request.getRequest())
                .setBuckets(new ArrayList<>(own.keySet()))
                .setWeights(own.values().stream().map(PoolStage::weight).toList())
                .setExcludedPlays(excluded.plays())
                .setExcludedRecordings(excluded.recordings())
                .setExcludedWeight(weight(excluded.weight()))
                .setMissingPlays(excluded.missing())
                .setScreenedPlays(excluded.screened())
                .setHeldPlays(excluded.held())
                .setAuthorshipPlays(excluded.authorship())
                .setAuthorshipWeight(weight(excluded.authorshipWeight()))
                .build();
        PoolPartial partial = PoolPartial.newBuilder()
                .setKind(PartialKind.WEIGHTS)
                .setDsp(request.getDsp())
                .setPeriod(request.getPeriod())
                .setRevision(request.getRevision())
                .setSourcePartition(task)
                .setTerritory(request.getTerritory())
                .setOffering(request.getOffering())
                .setAnswer(totals)
                .build();
        partials.pipeInput(
                new OfferingKey(request.getDsp(), request.getTerritory(), request.getOffering()).toString(),
                partial,
                1_800_000_000_003L);
    }

    private static BigDecimal weight(String weight) {
        return new BigDecimal(weight).setScale(Weight.SCALE);
    }

    void raw(String key, PoolPartial partial) {
        partials.pipeInput(key, partial);
    }

    /** Plans published since the last call. */
    List<PoolPlan> plans() {
        return plans.readValuesToList();
    }

    /** Requests for weights since the last call; the key of each is its identifier. */
    List<WeightRequest> requests() {
        return requests.readRecordsToList().stream()
                .peek(record -> assertThat(record.key()).isEqualTo(record.value().getRequest()))
                .map(TestRecord::value)
                .toList();
    }

    /** Plans of scenarios since the last call. */
    List<PoolPlan> scenarioPlans() {
        return scenarioPlans.readValuesToList();
    }

    /** Answers to scenarios since the last call; the key of each is its scenario. */
    List<ScenarioResult> results() {
        return results.readRecordsToList().stream()
                .peek(record -> assertThat(record.key()).isEqualTo(record.value().getScenario()))
                .map(TestRecord::value)
                .toList();
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
