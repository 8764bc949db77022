package angklung.tally;

import angklung.avro.AllocationModel;
import angklung.avro.Authorship;
import angklung.avro.ClaimsPolicy;
import angklung.avro.DayWeight;
import angklung.avro.Earning;
import angklung.avro.EarningKind;
import angklung.avro.Engagement;
import angklung.avro.PeriodState;
import angklung.avro.PoolPartial;
import angklung.avro.PoolPlan;
import angklung.avro.ProvisionalEarning;
import angklung.avro.RecordingRights;
import angklung.avro.RightShare;
import angklung.avro.RightType;
import angklung.avro.ScenarioResult;
import angklung.avro.RecordingUsage;
import angklung.avro.Usage;
import angklung.avro.UsageCount;
import angklung.avro.UsageKind;
import angklung.avro.UsageMark;
import angklung.avro.WeightRequest;
import angklung.avro.WorkLink;
import angklung.model.Bucket;
import angklung.stage.WorkLimits;
import angklung.topic.AvroSerdes;
import angklung.topic.PartitionContract;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import angklung.model.Weight;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;

/**
 * Task 0 of the tally in the test driver. Keeps its own account of what was sent, so that marks and plans are
 * made of the input alone.
 */
final class TallyHarness implements AutoCloseable {
    static final String DSP = "dsp1";
    static final String PERIOD = "2026-04";
    static final Instant MARKED_AT = Instant.parse("2026-05-03T10:00:00Z");

    private final PartitionContract partitions;
    private final TopologyTestDriver driver;
    private final TestInputTopic<String, Usage> usage;
    private final TestInputTopic<String, RecordingRights> rights;
    private final TestInputTopic<String, PoolPlan> plans;
    private final TestInputTopic<String, WeightRequest> requests;
    private final TestInputTopic<String, PoolPlan> scenarios;
    final TestOutputTopic<String, PoolPartial> partials;
    final TestOutputTopic<String, Earning> earnings;
    final TestOutputTopic<String, PeriodState> facts;
    final TestOutputTopic<String, ScenarioResult> scenarioResults;
    final TestOutputTopic<String, ProvisionalEarning> provisional;

    /** Every record that was sent, in order. */
    final List<SpecificRecord> journal = new ArrayList<>();

    /** Records, plays, short plays by revision of a period, by source partition. */
    private final Map<String, Map<Integer, long[]>> sent = new TreeMap<>();

    /** Weights by revision of a period, by source partition. */
    private final Map<String, Map<Integer, BigDecimal>> sentWeights = new TreeMap<>();

    /** Plays found artificial by revision of a period, by source partition. */
    private final Map<String, Map<Integer, Long>> sentScreened = new TreeMap<>();

    /** Revisions of a period and source partitions whose marks say that subscribers have expired. */
    private final Set<String> expired = new HashSet<>();

    /** Plays by territory/offering, by ISRC. */
    private final Map<String, Map<String, Long>> plays = new TreeMap<>();

    TallyHarness(Path stateDir, PartitionContract partitions, int chunkItems) {
        this(stateDir, partitions, chunkItems, Duration.ZERO);
    }

    TallyHarness(Path stateDir, PartitionContract partitions, int chunkItems, Duration estimateInterval) {
        this.partitions = partitions;
        Topics topics = new Topics("royalty", partitions, new AvroSerdes("mock://tally"), List.of(DSP));
        WorkLimits limits = new WorkLimits(Duration.ofMillis(20), Duration.ofHours(1), chunkItems, () -> 0L);
        Properties config = new Properties();
        config.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        this.driver = new TopologyTestDriver(new TallyTopology(topics, new TallyOptions(limits, estimateInterval)).get(), config, MARKED_AT);
        this.usage = input(topics.usage);
        this.rights = input(topics.recordingRights);
        this.plans = input(topics.poolPlans);
        this.requests = input(topics.weightRequests);
        this.scenarios = input(topics.scenarioPlans);
        this.partials = output(topics.poolPartials);
        this.earnings = output(topics.earnings);
        this.facts = output(topics.periodState);
        this.scenarioResults = output(topics.scenarioResults);
        this.provisional = output(topics.provisionalEarnings);
    }

    private <T> TestInputTopic<String, T> input(TopicDef<String, T> topic) {
        return driver.createInputTopic(
                topic.name(), topic.key().serializer(), topic.value().serializer());
    }

    private <T> TestOutputTopic<String, T> output(TopicDef<String, T> topic) {
        return driver.createOutputTopic(
                topic.name(), topic.key().deserializer(), topic.value().deserializer());
    }

    /** Sends plays of one recording, all on the given day of the period. */
    void count(int source, String territory, String offering, String isrc, int day, long played, long shortPlays) {
        count(
                PERIOD,
                0,
                source,
                territory,
                offering,
                isrc,
                new UsageCount(LocalDate.of(2026, 4, day), Engagement.ACTIVE, 0, played, shortPlays));
    }

    void count(
            String period,
            int revision,
            int source,
            String territory,
            String offering,
            String isrc,
            UsageCount count) {
        add(period, revision, source, count.getPlays(), count.getShortPlays());
        if (period.equals(PERIOD)) {
            plays.computeIfAbsent(territory + "/" + offering, g -> new TreeMap<>())
                    .merge(isrc, count.getPlays(), Long::sum);
        }
        usage(usage(UsageKind.COUNT, period, revision, source)
                .setTerritory(territory)
                .setOffering(offering)
                .setRecordings(List.of(new RecordingUsage(isrc, List.of(count), List.of())))
                .build());
    }

    /** Sends weights of one recording. */
    void weigh(
            String period,
            int revision,
            int source,
            String territory,
            String offering,
            String weighting,
            String isrc,
            List<DayWeight> weights) {
        add(period, revision, source, 0, 0);
        weights.forEach(weight -> sentWeights
                .computeIfAbsent(period + "+" + revision, r -> new TreeMap<>())
                .merge(source, weight.getWeight(), BigDecimal::add));
        usage(usage(UsageKind.WEIGHT, period, revision, source)
                .setTerritory(territory)
                .setOffering(offering)
                .setWeighting(weighting)
                .setRecordings(List.of(new RecordingUsage(isrc, List.of(), weights)))
                .build());
    }

    /** Says that plays of one recording, counted before, are found artificial. */
    void screen(
            UsageKind kind,
            String period,
            int revision,
            int source,
            String territory,
            String offering,
            String isrc,
            UsageCount count) {
        add(period, revision, source, 0, 0);
        sentScreened
                .computeIfAbsent(period + "+" + revision, r -> new TreeMap<>())
                .merge(source, count.getPlays(), Long::sum);
        usage(usage(kind, period, revision, source)
                .setTerritory(territory)
                .setOffering(offering)
                .setRecordings(List.of(new RecordingUsage(isrc, List.of(count), List.of())))
                .build());
    }

    private void add(String period, int revision, int source, long played, long shortPlays) {
        long[] totals = sent.computeIfAbsent(period + "+" + revision, r -> new TreeMap<>())
                .computeIfAbsent(source, s -> new long[3]);
        totals[0]++;
        totals[1] += played;
        totals[2] += shortPlays;
    }

    /** From now on the mark of the source says that it keeps nothing by subscriber any more. */
    void expire(String period, int revision, int source) {
        expired.add(period + "+" + revision + "/" + source);
    }

    /** Sends the mark of a source as it should be. */
    void mark(int source) {
        mark(PERIOD, 0, source);
    }

    void mark(String period, int revision, int source) {
        long[] totals = sent.getOrDefault(period + "+" + revision, Map.of()).getOrDefault(source, new long[3]);
        BigDecimal weight = sentWeights
                .getOrDefault(period + "+" + revision, Map.of())
                .get(source);
        mark(period, revision, source, totals[0], totals[1], totals[2], weight);
    }

    void mark(int source, long records, long played, long shortPlays) {
        mark(PERIOD, 0, source, records, played, shortPlays, null);
    }

    /** @param weight null: the mark says nothing of weights */
    void mark(
            String period, int revision, int source, long records, long played, long shortPlays, BigDecimal weight) {
        Long screened =
                sentScreened.getOrDefault(period + "+" + revision, Map.of()).get(source);
        List<BigDecimal> weights = new ArrayList<>();
        for (int task = 0; weight != null && task < partitions.tally(); task++) {
            weights.add(task == 0 ? weight : Weight.toDecimal(Weight.ONE));
        }
        UsageMark mark = new UsageMark(
                partitions.intake(),
                1_000L,
                byTask(records),
                byTask(played),
                byTask(shortPlays),
                weights,
                screened == null ? List.of() : byTask(screened),
                expired.contains(period + "+" + revision + "/" + source));
        Usage record = usage(UsageKind.MARK, period, revision, source).setMark(mark).build();
        journal.add(record);
        usage.pipeInput(DSP, record, MARKED_AT);
    }

    /** Ends the period: all marks, and all work that follows. */
    void markAll() {
        markAll(PERIOD, 0);
    }

    void markAll(String period, int revision) {
        for (int source = 0; source < partitions.intake(); source++) {
            mark(period, revision, source);
        }
        work();
    }

    void usage(Usage record) {
        journal.add(record);
        usage.pipeInput(DSP + "/" + PERIOD, record);
    }

    Usage.Builder usage(UsageKind kind, int source) {
        return usage(kind, PERIOD, 0, source);
    }

    private static Usage.Builder usage(UsageKind kind, String period, int revision, int source) {
        return Usage.newBuilder()
                .setKind(kind)
                .setDsp(DSP)
                .setPeriod(period)
                .setRevision(revision)
                .setSourcePartition(source);
    }

    void request(WeightRequest request) {
        journal.add(request);
        requests.pipeInput(request.getRequest(), request);
    }

    void scenario(PoolPlan plan) {
        journal.add(plan);
        scenarios.pipeInput(plan.getPool(), plan);
    }

    /** Lets so much time pass that a run of estimates begins and ends. */
    void estimate(Duration interval) {
        driver.advanceWallClockTime(interval);
        work();
        for (int turns = 0; turns < 1_000; turns++) {
            driver.advanceWallClockTime(Duration.ofMillis(20));
        }
    }

    /** Number of entries of a store. */
    long entries(String store) {
        long entries = 0;
        try (KeyValueIterator<Bytes, ?> all =
                driver.<Bytes, Object>getKeyValueStore(store).all()) {
            while (all.hasNext()) {
                all.next();
                entries++;
            }
        }
        return entries;
    }

    private List<Long> byTask(long own) {
        List<Long> all = new ArrayList<>();
        for (int task = 0; task < partitions.tally(); task++) {
            all.add(task == 0 ? own : 1_000_000L + task);
        }
        return all;
    }

    void rights(String isrc, String version, RightShare... shares) {
        rights(isrc, version, List.of(shares), List.of());
    }

    void rights(String isrc, String version, List<RightShare> shares, List<WorkLink> works) {
        RecordingRights record = new RecordingRights(isrc, version, shares, works, List.of());
        journal.add(record);
        rights.pipeInput(isrc, record);
    }

    void deleteRights(String isrc) {
        rights.pipeInput(isrc, null);
    }

    static RightShare share(String party, long millionths) {
        return share(RightType.RECORDING, party, millionths);
    }

    static RightShare share(RightType right, String party, long millionths) {
        return RightShare.newBuilder()
                .setRightType(right)
                .setPartyId(party)
                .setRole("MainArtist")
                .setShareMicropercent(millionths * 100)
                .setValidFrom(LocalDate.EPOCH)
                .setAuthorship(Authorship.HUMAN)
                .build();
    }

    void plan(PoolPlan plan) {
        journal.add(plan);
        plans.pipeInput(plan.getPool(), plan);
    }

    /** A plan that fits what was sent so far to task 0, all other tasks having nothing. */
    PoolPlan.Builder planFor(String territory, String offering, int version, long amount, long previous) {
        Map<String, Long> played = plays.getOrDefault(territory + "/" + offering, Map.of());
        Map<String, BigInteger> weights = new TreeMap<>();
        played.forEach((isrc, count) -> weights.put(isrc, Weight.ofPlays(count)));
        return planFor(territory, offering, version, amount, previous, weights)
                .setPlays(played.values().stream().mapToLong(Long::longValue).sum());
    }

    /** A plan by these weights of recordings. */
    static PoolPlan.Builder planFor(
            String territory,
            String offering,
            int version,
            long amount,
            long previous,
            Map<String, BigInteger> byIsrc) {
        String pool = DSP + "/" + territory + "/" + offering + "/" + PERIOD + "/RECORDING/USD";
        BigInteger[] weights = new BigInteger[256];
        Arrays.fill(weights, BigInteger.ZERO);
        byIsrc.forEach((isrc, weight) -> weights[Bucket.of(isrc)] = weights[Bucket.of(isrc)].add(weight));
        int first = Bucket.firstOf(pool);
        BigDecimal[] prefixes = new BigDecimal[256];
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < 256; i++) {
            prefixes[(first + i) % 256] = Weight.toDecimal(sum);
            sum = sum.add(weights[(first + i) % 256]);
        }
        return PoolPlan.newBuilder()
                .setDsp(DSP)
                .setTerritory(territory)
                .setOffering(offering)
                .setPeriod(PERIOD)
                .setRightType(RightType.RECORDING)
                .setCurrency("USD")
                .setPool(pool)
                .setVersion(version)
                .setRateSheetId(pool + "@v" + version)
                .setRevenueRevision(version)
                .setModel(AllocationModel.MARKET_CENTRIC)
                .setWeighting("PLAYS")
                .setClaims(ClaimsPolicy.HOLD_ALL)
                .setAgreementValidFrom(LocalDate.EPOCH)
                .setSteps(List.of())
                .setAmountMicros(amount)
                .setPreviousAmountMicros(previous)
                .setPlays(0)
                .setExcluded(Map.of())
                .setTotalWeight(Weight.toDecimal(sum))
                .setRatePerPlay(new BigDecimal("0.000000000000"))
                .setBucketPrefixes(List.of(prefixes))
                .setFirstBucket(first);
    }

    /** Plays as weights in records are. */
    static List<BigDecimal> weights(Long... plays) {
        return Arrays.stream(plays).map(Weight::ofPlays).map(Weight::toDecimal).toList();
    }

    /** Plays sent so far, by ISRC. */
    Map<String, Long> playsOf(String territory, String offering) {
        return plays.get(territory + "/" + offering);
    }

    /** Lets the punctuator run until no job is left. */
    void work() {
        while (hasJobs()) {
            driver.advanceWallClockTime(Duration.ofMillis(20));
        }
    }

    /** One turn of the punctuator. */
    void turn() {
        driver.advanceWallClockTime(Duration.ofMillis(20));
    }

    boolean hasJobs() {
        try (KeyValueIterator<Bytes, Job> jobs =
                driver.<Bytes, Job>getKeyValueStore("tally-jobs").all()) {
            return jobs.hasNext();
        }
    }

    /** Earnings sent since the last call, without the mark. */
    List<KeyValue<String, Earning>> earnings() {
        return earnings.readKeyValuesToList().stream()
                .filter(record -> record.value.getKind() == EarningKind.EARNING)
                .toList();
    }

    /** Everything that was sent to each topic and not read yet, topic by topic. */
    List<Object> output() {
        List<Object> all = new ArrayList<>(partials.readKeyValuesToList());
        all.addAll(earnings.readKeyValuesToList());
        all.addAll(scenarioResults.readKeyValuesToList());
        all.addAll(facts.readKeyValuesToList());
        return all;
    }

    @Override
    public void close() {
        driver.close();
    }
}
