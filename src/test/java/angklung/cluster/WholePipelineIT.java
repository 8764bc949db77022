package angklung.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.AllocationModel;
import angklung.avro.CloseState;
import angklung.avro.LineKind;
import angklung.avro.PlayEvent;
import angklung.avro.PoolPlan;
import angklung.close.CloseListener;
import angklung.close.CloseResult;
import angklung.config.Settings;
import angklung.model.Period;
import angklung.oracle.Oracle;
import angklung.oracle.RandomInput;
import angklung.runtime.EmbeddedKafka;
import angklung.runtime.Pipeline;
import angklung.runtime.Topologies;
import angklung.topic.PartitionContract;
import angklung.topic.TopicDef;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole pipeline on one real broker, against the oracle. */
class WholePipelineIT {
    private static final Period MARCH = Period.parse("2026-03");
    private static final Period APRIL = Period.parse("2026-04");
    private static final Period MAY = Period.parse("2026-05");

    @TempDir
    Path directory;

    private final long seed = seed();
    private EmbeddedKafka broker;

    private static long seed() {
        String given = System.getProperty("angklung.seed", "");
        return given.isEmpty() ? new SplittableRandom().nextLong() : Long.parseLong(given);
    }

    @BeforeEach
    void startBroker() {
        System.out.println("seed of this run: -Dangklung.seed=" + seed);
        broker = EmbeddedKafka.start(directory.resolve("broker"));
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void shouldMatchTheOracleWithDifferentPartitionCountsInEveryStage() {
        RandomInput input = new RandomInput(
                new SplittableRandom(seed), 2_000, List.of(YearMonth.of(2026, 3), YearMonth.of(2026, 4)));
        Map<Boolean, List<Map<String, String>>> inApril = input.plays.stream()
                .collect(Collectors.partitioningBy(play -> play.get("started_at").startsWith("2026-04")));
        Rig rig = rig(new PartitionContract(3, 5, 2, 4));
        rig.createTopics();
        Map<String, String> keys = rig.keys(directory.resolve("state-a"), 2);
        keys.put("tally.provisional-interval", "PT1S");
        try (Pipeline pipeline = start(Settings.of(keys))) {
            rig.sendReference(input, pipeline::failure);
            rig.sendPlays(inApril.get(false));
            rig.awaitPlays(pipeline::failure);
            rig.awaitEstimates(MARCH, false, pipeline::failure);
            rig.closeAndPay(MARCH, input, pipeline::failure);
            rig.sendPlays(inApril.get(true));
            rig.awaitPlays(pipeline::failure);
            rig.awaitEstimates(APRIL, true, pipeline::failure); // March has rates
            rig.closeAndPay(APRIL, input, pipeline::failure);
            rig.sendPlays(input.latePlays);
            rig.awaitPlays(pipeline::failure);
            rig.closeAndPay(MAY, input, pipeline::failure);
        }
        Oracle oracle = input.oracle();
        rig.assertLedgerIsTheOracles(oracle);
        rig.assertDeliveryIsTheOracles(oracle);
        rig.assertEstimatesEnd(List.of(MARCH, APRIL), oracle);
    }

    @Test
    void shouldMatchTheOracleWithAllModelsAndLatePlaysThatRestate() {
        SplittableRandom random = new SplittableRandom(seed);
        RandomInput input =
                new RandomInput(random, 2_000, List.of(YearMonth.of(2026, 3), YearMonth.of(2026, 4)));
        Mixture.of(input, random);
        Rig rig = rig(new PartitionContract(3, 5, 2, 4));
        rig.createTopics();
        try (Pipeline pipeline = start(rig, "a")) {
            rig.sendReference(input, pipeline::failure);
            rig.sendPlays(input.plays);
            rig.awaitPlays(pipeline::failure);
            rig.closeAndPay(MARCH, input, pipeline::failure);
            rig.closeAndPay(APRIL, input, pipeline::failure);
            rig.sendPlays(input.latePlays);
            rig.awaitPlays(pipeline::failure);
            rig.revise(MARCH, CloseListener.NONE);
            rig.revise(APRIL, CloseListener.NONE);
            rig.closeAndPay(MAY, input, pipeline::failure);
        }
        assertThat(rig.plans("ORIGINAL")).extracting(PoolPlan::getModel).contains(
                AllocationModel.MARKET_CENTRIC, AllocationModel.USER_CENTRIC, AllocationModel.ARTIST_CENTRIC);
        assertThat(rig.plans("LATE_PLAYS")).extracting(PoolPlan::getModel).contains(
                AllocationModel.MARKET_CENTRIC, AllocationModel.USER_CENTRIC, AllocationModel.ARTIST_CENTRIC);
        Oracle oracle = input.oracle();
        rig.assertLedgerIsTheOracles(oracle);
        rig.assertDeliveryIsTheOracles(oracle);
    }

    @Test
    @Tag("soak")
    void shouldSettleRestatementsOfSeveralClosedPeriodsInOneGo() {
        SplittableRandom random = new SplittableRandom(seed);
        RandomInput input =
                new RandomInput(random, 1_000, List.of(YearMonth.of(2026, 3), YearMonth.of(2026, 4)));
        Mixture.of(input, random);
        input.latePlays.clear();
        Rig rig = rig(new PartitionContract(3, 5, 2, 4));
        rig.createTopics();
        try (Pipeline pipeline = start(rig, "a")) {
            rig.sendReference(input, pipeline::failure);
            rig.sendPlays(input.plays);
            rig.awaitPlays(pipeline::failure);
            for (Period period : List.of(MARCH, APRIL)) {
                rig.close(period, CloseListener.NONE);
                rig.pay(period);
            }
            rig.restateRevenue(input, MARCH, pipeline::failure);
            rig.restateRevenue(input, APRIL, pipeline::failure);

            List<Period> restated = input.revenue.stream()
                    .filter(row -> row.get("revision").equals("2"))
                    .map(row -> Period.parse(row.get("period")))
                    .filter(period -> !period.equals(MAY))
                    .distinct()
                    .sorted()
                    .toList();
            assertThat(rig.settleRestated(Rig.bookedAt(APRIL)))
                    .extracting(CloseResult::period)
                    .containsExactlyElementsOf(restated);
            rig.closeAndPay(MAY, input, pipeline::failure);
        }
        rig.assertPoolsAreTheOracles(input.oracle());
        assertThat(rig.lines())
                .filteredOn(line -> line.getKind() == LineKind.ADJUSTMENT)
                .allSatisfy(line -> {
                    assertThat(line.getReason()).isEqualTo("RESTATED_REVENUE");
                    assertThat(line.getPeriod()).isIn("2026-05", "2026-06");
                });
    }

    /** Where the stages run and how many partitions they have must not show in an amount. */
    @Test
    @Tag("soak")
    void shouldRestateAlikeWhenAnInstanceLeavesInTheMiddle() {
        SplittableRandom random = new SplittableRandom(seed);
        RandomInput input = new RandomInput(random, 2_000, List.of(YearMonth.of(2026, 3)));
        Mixture.of(input, random);
        Rig rig = rig(new PartitionContract(4, 3, 3, 2));
        rig.createTopics();
        AtomicReference<Pipeline> leaving = new AtomicReference<>(start(rig, "a"));
        rig.sendReference(input, leaving.get()::failure);
        try (Pipeline staying = start(rig, "b")) {
            rig.sendPlays(input.plays);
            rig.awaitPlays(staying::failure);
            rig.closeAndPay(MARCH, input, staying::failure);
            rig.sendPlays(input.latePlays);
            rig.awaitPlays(staying::failure);
            rig.revise(MARCH, new CloseListener() {
                @Override
                public void revising(String dsp, Period period, int revision, CloseState state) {
                    if (state == CloseState.CLOSING && leaving.get() != null) {
                        leaving.getAndSet(null).close();
                    }
                }
            });
            assertThat(leaving.get()).isNull();
            rig.closeAndPay(APRIL, input, staying::failure);
        }
        rig.assertLedgerIsTheOracles(input.oracle());
    }

    @Test
    void shouldCloseWithIdleAndNeverReadPartitionsAndAnAbortedTail() {
        RandomInput input = march(300);
        input.plays.forEach(play -> play.put("subscriber_id", "only-one"));
        Rig rig = rig(new PartitionContract(4, 3, 2, 2));
        rig.createTopics();
        try (Pipeline pipeline = start(rig, "a")) {
            rig.sendReference(input, pipeline::failure);
            rig.sendPlays(input.plays);
            abortedTail(rig);
            rig.awaitPlays(pipeline::failure);
        }
        abortedTail(rig); // new since the stages stopped: their committed offsets stay before it
        try (Pipeline pipeline = start(rig, "a")) {
            rig.closeAndPay(MARCH, input, pipeline::failure);
            rig.closeAndPay(APRIL, input, pipeline::failure);
        }
        rig.assertLedgerIsTheOracles(input.oracle());
    }

    @Test
    void shouldKeepTheLedgerExactWhenInstancesJoinAndLeaveInTheMiddle() {
        RandomInput input = march(3_000);
        Rig rig = rig(new PartitionContract(3, 5, 2, 4));
        rig.createTopics();
        AtomicReference<Pipeline> leaving = new AtomicReference<>(start(rig, "a"));
        rig.sendReference(input, leaving.get()::failure);
        rig.sendPlays(input.plays.subList(0, input.plays.size() / 2));
        try (Pipeline staying = start(rig, "b")) {
            rig.sendPlays(input.plays.subList(input.plays.size() / 2, input.plays.size()));
            rig.awaitPlays(staying::failure);
            rig.close(MARCH, new CloseListener() {
                @Override
                public void reached(String dsp, Period period, CloseState state) {
                    if (state == CloseState.CLOSING && leaving.get() != null) {
                        leaving.getAndSet(null).close();
                    }
                }
            });
            assertThat(leaving.get()).isNull();
            rig.closeAndPay(MARCH, input, staying::failure);
            rig.closeAndPay(APRIL, input, staying::failure);
        }
        rig.assertLedgerIsTheOracles(input.oracle());
    }

    @Test
    void shouldCloseAPeriodWithoutAnyPlay() {
        RandomInput input = march(1);
        input.plays.clear();
        input.latePlays.clear();
        Rig rig = rig(new PartitionContract(2, 3, 2, 2));
        rig.createTopics();
        try (Pipeline pipeline = start(rig, "a")) {
            rig.sendReference(input, pipeline::failure);
            rig.closeAndPay(MARCH, input, pipeline::failure);
            rig.closeAndPay(APRIL, input, pipeline::failure);
        }
        rig.assertLedgerIsTheOracles(input.oracle());
    }

    private RandomInput march(int plays) {
        RandomInput input = new RandomInput(new SplittableRandom(seed), plays, List.of(YearMonth.of(2026, 3)));
        input.latePlays.clear();
        return input;
    }

    private Rig rig(PartitionContract partitions) {
        return new Rig(broker.bootstrapServers(), "mock://" + getClass().getSimpleName() + seed, partitions, 1);
    }

    private Pipeline start(Rig rig, String instance) {
        return start(rig.settings(directory.resolve("state-" + instance)));
    }

    private static Pipeline start(Settings settings) {
        Pipeline pipeline = Pipeline.start(settings, Topologies.of(settings));
        pipeline.awaitRunning(Rig.PATIENCE);
        return pipeline;
    }

    private static void abortedTail(Rig rig) {
        try (Producer<String, byte[]> producer = rig.clients().transactionalProducer("aborted-tail")) {
            producer.initTransactions();
            producer.beginTransaction();
            for (String dsp : Rig.DSPS) {
                TopicDef<String, PlayEvent> topic = rig.topics().plays(dsp);
                for (int p = 0; p < topic.partitions(); p++) {
                    producer.send(new ProducerRecord<>(
                            topic.name(), p, "x", "never committed".getBytes(StandardCharsets.UTF_8)));
                }
            }
            producer.flush();
            producer.abortTransaction();
        }
    }
}
