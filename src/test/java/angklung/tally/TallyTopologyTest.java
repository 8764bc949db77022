package angklung.tally;

import static angklung.tally.TallyHarness.DSP;
import static angklung.tally.TallyHarness.MARKED_AT;
import static angklung.tally.TallyHarness.PERIOD;
import static angklung.tally.TallyHarness.share;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import angklung.avro.AllocationModel;
import angklung.avro.ClaimsPolicy;
import angklung.avro.Earning;
import angklung.avro.EarningKind;
import angklung.avro.Engagement;
import angklung.avro.PartialKind;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.PoolFact;
import angklung.avro.PoolPartial;
import angklung.avro.PoolPlan;
import angklung.avro.PoolStatus;
import angklung.avro.RightType;
import angklung.avro.ShareMark;
import angklung.avro.RecordingUsage;
import angklung.avro.UsageCount;
import angklung.avro.UsageKind;
import angklung.avro.UsageMark;
import angklung.avro.Weighting;
import angklung.close.Facts;
import angklung.ledger.EarningHash;
import angklung.model.Bucket;
import angklung.topic.AvroSerdes;
import angklung.topic.PartitionContract;
import angklung.topic.Partitioning;
import angklung.topic.Topics;
import angklung.model.Weight;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120) // a job that never ends must not hang the build
class TallyTopologyTest {
    private static final PartitionContract TWO_SOURCES = new PartitionContract(2, 1, 3, 3);
    private static final int UNBOUNDED = Integer.MAX_VALUE;
    private static final String ONE = "QZABC2600001";
    private static final String TWO = "QZABC2600002";

    @TempDir
    Path stateDir;

    @Test
    void shouldKeepItsNamesAndItsShape() throws IOException {
        Topics topics = new Topics(
                "royalty", new PartitionContract(4, 4, 4, 4), new AvroSerdes("mock://tally"), List.of(DSP));
        String description = new TallyTopology(topics).get().describe().toString();
        try (InputStream golden = getClass().getResourceAsStream("/topology/tally.txt")) {
            assertThat(description).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertThat(description).containsOnlyOnce("Sub-topology");
    }

    // ---- usage

    @Test
    void shouldReportTheWeightsOfEachGroupByBucket() {
        try (TallyHarness tally = harness(TWO_SOURCES)) {
            tally.count(0, "ID", "premium", ONE, 1, 5, 1);
            tally.count(1, "ID", "premium", ONE, 2, 6, 0);
            tally.count(1, "ID", "premium", TWO, 2, 7, 0);
            tally.count(0, "KR", "free", TWO, 3, 0, 9);
            tally.mark(0);
            tally.work();
            assertThat(tally.partials.isEmpty()).isTrue();
            tally.mark(1);
            tally.work();

            List<KeyValue<String, PoolPartial>> partials = tally.partials.readKeyValuesToList();
            assertThat(partials).hasSize(3);
            Map<Integer, Long> weights = new TreeMap<>(Map.of(Bucket.of(ONE), 11L));
            weights.merge(Bucket.of(TWO), 7L, Long::sum);
            assertThat(partials.get(0).key).isEqualTo(DSP + "/ID/premium");
            assertThat(partials.get(0).value)
                    .isEqualTo(partial(PartialKind.TOTAL)
                            .setTerritory("ID")
                            .setOffering("premium")
                            .setWeightings(List.of(weighting(weights)))
                            .setPlays(18)
                            .setShortPlays(1)
                            .build());
            assertThat(partials.get(1).value)
                    .isEqualTo(partial(PartialKind.TOTAL)
                            .setTerritory("KR")
                            .setOffering("free")
                            .setWeightings(List.of(weighting(Map.of())))
                            .setShortPlays(9)
                            .build());
            Integer[] sent = {0, 0, 0};
            sent[Partitioning.ofKey(DSP + "/ID/premium", 3)]++;
            sent[Partitioning.ofKey(DSP + "/KR/free", 3)]++;
            PoolPartial mark = partials.get(2).value;
            assertThat(mark.getKind()).isEqualTo(PartialKind.MARK);
            assertThat(mark.getMark().getSourcePartitions()).isEqualTo(1);
            assertThat(mark.getMark().getRecordsSent()).containsExactly(sent);

            assertThat(tally.facts.readKeyValuesToList())
                    .containsExactly(KeyValue.pair(
                            Facts.tallyTotal(DSP, PERIOD, 0),
                            PeriodState.newBuilder()
                                    .setKind(PeriodFact.TALLY_TOTAL)
                                    .setDsp(DSP)
                                    .setPeriod(PERIOD)
                                    .setPartition(0)
                                    .setRecords(4)
                                    .setPlays(18)
                                    .setShortPlays(10)
                                    .setRecordedAt(MARKED_AT)
                                    .build()));
        }
    }

    @Test
    void shouldReportAPeriodWithoutAnyUsage() {
        try (TallyHarness tally = harness(new PartitionContract(2, 3, 3, 2))) {
            tally.markAll();
            PoolPartial mark = tally.partials.readValue();
            assertThat(mark.getKind()).isEqualTo(PartialKind.MARK);
            assertThat(mark.getMark().getSourcePartitions()).isEqualTo(3);
            assertThat(mark.getMark().getRecordsSent()).containsExactly(0, 0, 0);
            assertThat(tally.facts.readValue().getPlays()).isZero();

            tally.plan(allWeightInBucket(1, tally.planFor("ID", "premium", 1, 1_000, 0))); // of task 1
            tally.work();
            ShareMark shares = tally.earnings.readValue().getMark();
            assertThat(shares.getRecordsSent()).containsExactly(0L, 0L);
            assertThat(shares.getAmountsSent()).containsExactly(0L, 0L);
            assertThat(shares.getHashes()).containsOnly(ByteBuffer.wrap(new byte[32]));
            PoolFact allocated = tally.facts.readValue().getPools().get(0);
            assertThat(allocated.getAmountMicros()).isZero();
        }
    }

    @Test
    void shouldStopWhenAPlanRestsOnOtherWeights() {
        try (TallyHarness tally = harness(TWO_SOURCES)) {
            tally.markAll();
            tally.plan(allWeightInBucket(1, tally.planFor("ID", "premium", 1, 1_000, 0)));
            assertThatThrownBy(tally::work).hasStackTraceContaining("Bucket 1 of");
        }
    }

    @Test
    void shouldStopWhenAMarkSaysMoreOrLessThanWasReceived() {
        long[][] wrong = {{2, 5, 1}, {1, 4, 1}, {1, 5, 2}};
        for (long[] says : wrong) {
            try (TallyHarness tally = harness(TWO_SOURCES)) {
                tally.count(0, "ID", "premium", ONE, 1, 5, 1);
                assertThatThrownBy(() -> tally.mark(0, says[0], says[1], says[2]))
                        .hasStackTraceContaining("Intake partition 0 sent " + says[0] + " records, " + says[1]
                                + " plays, " + says[2]
                                + " short plays of dsp1/2026-04 to this task, which received 1, 5, 1")
                        .hasStackTraceContaining("royalty.usage.v1-0 at offset 1");
            }
        }
    }

    @Test
    void shouldStopWhenUsageFollowsTheMarkOfItsSource() {
        try (TallyHarness tally = harness(TWO_SOURCES)) {
            tally.mark(0);
            tally.count(1, "ID", "premium", ONE, 1, 1, 0); // the other source has not ended
            assertThatThrownBy(() -> tally.count(0, "ID", "premium", ONE, 1, 1, 0))
                    .hasStackTraceContaining("came behind the mark of intake partition 0");
        }
        try (TallyHarness tally = harness(TWO_SOURCES)) {
            tally.mark(0);
            assertThatThrownBy(() -> tally.mark(0)).hasStackTraceContaining("came behind the mark");
        }
    }

    @Test
    void shouldStopAtUsageThatCannotBeItsOwn() {
        try (TallyHarness tally = harness(new PartitionContract(2, 3, 3, 3))) {
            String foreign = isrcs(3, 1).foreign();
            assertThatThrownBy(() -> tally.count(0, "ID", "premium", foreign, 1, 1, 0))
                    .hasStackTraceContaining("is in the wrong partition of 3");
        }
        try (TallyHarness tally = harness(TWO_SOURCES)) {
            assertThatThrownBy(() -> tally.count(2, "ID", "premium", ONE, 1, 1, 0))
                    .hasStackTraceContaining("names intake partition 2 of 2");
        }
        try (TallyHarness tally = harness(TWO_SOURCES)) {
            assertThatThrownBy(() -> tally.usage(tally.usage(UsageKind.COUNT, 0)
                            .setTerritory("ID")
                            .setOffering("premium")
                            .setRecordings(List.of(new RecordingUsage(
                                    ONE, List.of(new UsageCount(LocalDate.EPOCH, Engagement.ACTIVE, 0, -1L, 0L)), List.of())))
                            .build()))
                    .hasStackTraceContaining("Negative count of " + ONE);
        }
        try (TallyHarness tally = harness(TWO_SOURCES)) {
            assertThatThrownBy(() -> tally.usage(
                            tally.usage(UsageKind.UNKNOWN, 0).build()))
                    .hasStackTraceContaining("does not know");
        }
        try (TallyHarness tally = harness(TWO_SOURCES)) {
            UsageMark mark = new UsageMark(3, 0L, List.of(0L), List.of(0L), List.of(0L), List.of(), List.of(), false);
            assertThatThrownBy(() -> tally.usage(
                            tally.usage(UsageKind.MARK, 0).setMark(mark).build()))
                    .hasStackTraceContaining("made for other partitions");
        }
    }

    // ---- plans

    @Test
    void shouldStopAtAPlanForWeightsThatItHasNotReported() {
        try (TallyHarness tally = harness(TWO_SOURCES)) {
            tally.count(0, "ID", "premium", ONE, 1, 5, 0);
            assertThatThrownBy(() -> tally.plan(
                            tally.planFor("ID", "premium", 1, 1_000, 0).build()))
                    .hasStackTraceContaining("before this task reported the plays of revision 0 of dsp1/2026-04");
        }
    }

    @Test
    void shouldStopAtAPlanThatItCannotAllocate() {
        stopsAt(plan -> plan.setModel(AllocationModel.USER_CENTRIC), "the model USER_CENTRIC and the weighting 'PLAYS'");
        stopsAt(plan -> plan.setWeighting("SUBSCRIBERS"), "the weighting 'SUBSCRIBERS', which is not of that model");
        stopsAt(plan -> plan.setScenario("s1"), "is of scenario s1");
        stopsAt(plan -> plan.setUsageRevision(1), "before this task reported the plays of revision 1");
        stopsAt(plan -> plan.setMinimumTrackPlays(2L).setMinimumTrackWindow(3), "No weights were asked for");
        stopsAt(plan -> plan.setIdleWeight(Weight.toDecimal(Weight.ofPlays(6))), "cannot be allocated");
        stopsAt(plan -> plan.setModel(AllocationModel.USER_CENTRIC).setTotalWeight(Weight.ZERO), "the model USER_CENTRIC");
        stopsAt(plan -> plan.setWeighting("LISTENERS"), "cannot be divided by this version: 'LISTENERS' names no weighing");
        stopsAt(plan -> plan.setVersion(2), "one is missing");
        stopsAt(plan -> plan.setPreviousAmountMicros(1), "it gave 0");
        stopsAt(plan -> plan.setAmountMicros(-1), "amount -1");
        stopsAt(plan -> plan.setAmountMicros(-1).setTotalWeight(Weight.ZERO), "amount -1");
        stopsAt(plan -> plan.setBucketPrefixes(List.of(Weight.ZERO)), "cannot be allocated");
    }

    private interface Change {
        PoolPlan.Builder of(PoolPlan.Builder plan);
    }

    private void stopsAt(Change change, String message) {
        try (TallyHarness tally = harness(TWO_SOURCES)) {
            tally.count(0, "ID", "premium", ONE, 1, 5, 0);
            tally.markAll();
            PoolPlan plan =
                    change.of(tally.planFor("ID", "premium", 1, 1_000, 0)).build();
            assertThatThrownBy(() -> {
                        tally.plan(plan);
                        tally.work();
                    })
                    .hasStackTraceContaining(message);
        }
    }

    @Test
    void shouldNotAllocateAVersionTwice() {
        try (TallyHarness tally = harness(TWO_SOURCES)) {
            tally.count(0, "ID", "premium", ONE, 1, 5, 0);
            tally.markAll();
            PoolPlan plan = tally.planFor("ID", "premium", 1, 1_000, 0).build();
            tally.plan(plan);
            tally.plan(plan);
            tally.work();
            assertThat(tally.earnings.readKeyValuesToList()).hasSize(2); // the earning and the mark
            tally.plan(plan);
            tally.work();
            assertThat(tally.earnings.isEmpty()).isTrue();
        }
    }

    // ---- allocation

    @Test
    void shouldAllocateAsAnIndependentReference() {
        Seeds.cases(8, random -> {
            try (TallyHarness tally = harness(new PartitionContract(2, 1, 3, 5))) {
                randomUsage(tally, random, "ID", "premium", isrcs(1, 60));
                tally.markAll();
                long amount = random.nextLong(0, 1L << 45);
                tally.plan(tally.planFor("ID", "premium", 1, amount, 0).build());
                tally.work();

                Map<String, Long> given = new HashMap<>();
                tally.earnings().forEach(earning ->
                        given.merge(earning.value.getIsrc(), earning.value.getAmountMicros(), Long::sum));
                Map<String, Long> expected = reference(tally.playsOf("ID", "premium"), amount);
                expected.values().removeIf(micros -> micros == 0);
                assertThat(given).isEqualTo(expected);
            }
        });
    }

    @Test
    void shouldHoldWhatNoRightsholderCanBePaid() {
        try (TallyHarness tally = harness(TWO_SOURCES)) {
            String three = "QZABC2600003";
            String four = "QZABC2600004";
            tally.rights(ONE, "v1", share("A", 500_000), share("B", 500_000));
            tally.rights(TWO, "v2", share("A", 250_000));
            tally.rights(three, "v3", share("A", 900_000), share("B", 900_000));
            tally.rights(four, "v4", share(RightType.MECHANICAL, "A", 1_000_000));
            for (String isrc : List.of(ONE, TWO, three, four)) {
                tally.count(0, "ID", "premium", isrc, 3, 10, 0);
            }
            tally.markAll();
            tally.plan(tally.planFor("ID", "premium", 1, 4_000, 0).build());
            tally.work();

            String pool = "dsp1/ID/premium/2026-04/RECORDING/USD";
            assertThat(tally.earnings().stream().map(TallyTopologyTest::summary))
                    .containsExactlyInAnyOrder(
                            "A " + ONE + " A null 10 500 v1",
                            "B " + ONE + " B null 10 500 v1",
                            "A " + TWO + " A null 10 250 v2",
                            "hold:unclaimed:%s %s null hold:unclaimed:%s 10 750 v2".formatted(pool, TWO, pool),
                            "hold:dispute:%s %s null hold:dispute:%s 10 1000 v3".formatted(pool, three, pool),
                            "hold:unmatched:%s %s null hold:unmatched:%s 10 1000 v4".formatted(pool, four, pool));
        }
    }

    @Test
    void shouldHoldADisputeUnderAPolicyThatItDoesNotKnow() {
        try (TallyHarness tally = harness(TWO_SOURCES)) {
            tally.rights(ONE, "v1", share("A", 900_000), share("B", 300_000));
            tally.count(0, "ID", "premium", ONE, 3, 10, 0);
            tally.markAll();
            tally.plan(tally.planFor("ID", "premium", 1, 1_000, 0)
                    .setClaims(ClaimsPolicy.UNKNOWN)
                    .build());
            tally.work();
            assertThat(tally.earnings()).hasSize(1).allMatch(earning -> earning.key.startsWith("hold:dispute:"));
        }
    }

    @Test
    void shouldPayWhatIsUndisputedIfThatIsAgreed() {
        try (TallyHarness tally = harness(TWO_SOURCES)) {
            tally.rights(ONE, "v1", share("A", 900_000), share("B", 300_000));
            tally.count(0, "ID", "premium", ONE, 3, 10, 0);
            tally.markAll();
            tally.plan(tally.planFor("ID", "premium", 1, 1_000, 0)
                    .setClaims(ClaimsPolicy.PAY_UNDISPUTED)
                    .build());
            tally.work();
            assertThat(tally.earnings().stream().map(earning -> earning.value.getAmountMicros()))
                    .containsExactly(700L, 100L, 200L);
        }
    }

    @Test
    void shouldNameNoRightsVersionWhenNoneAreKnown() {
        try (TallyHarness tally = harness(TWO_SOURCES)) {
            tally.rights(ONE, "v1", share("A", 1_000_000));
            tally.deleteRights(ONE);
            tally.count(0, "ID", "premium", ONE, 3, 10, 0);
            tally.markAll();
            tally.plan(tally.planFor("ID", "premium", 1, 1_000, 0).build());
            tally.work();
            Earning earning = tally.earnings().get(0).value;
            assertThat(earning.getRightsVersion()).isNull();
            assertThat(earning.getHoldAccount()).startsWith("hold:unmatched:");
        }
    }

    @Test
    void shouldGiveNothingToARecordingWithoutWeight() {
        try (TallyHarness tally = harness(TWO_SOURCES)) {
            tally.count(0, "ID", "premium", ONE, 3, 0, 10);
            tally.count(0, "ID", "premium", TWO, 3, 1, 0);
            tally.markAll();
            tally.plan(tally.planFor("ID", "premium", 1, 1_000, 0).build());
            tally.work();
            assertThat(tally.earnings().stream().map(earning -> earning.value.getIsrc())).containsExactly(TWO);
        }
    }

    @Test
    void shouldHoldThePoolWithoutUsage() {
        try (TallyHarness tally = harness(TWO_SOURCES)) {
            tally.count(0, "ID", "premium", ONE, 3, 0, 10);
            tally.markAll();
            String pool = "dsp1/ID/premium/2026-04/RECORDING/USD";
            tally.plan(tally.planFor("ID", "premium", 1, 1_000, 0).build());
            tally.plan(tally.planFor("ID", "premium", 2, 400, 1_000).build());
            tally.work();
            String hold = "hold:no-usage:" + pool;
            assertThat(tally.earnings().stream().map(TallyTopologyTest::summary))
                    .containsExactly(
                            hold + " null null " + hold + " 0 1000 null", hold + " null null " + hold + " 0 -600 null");
        }
    }

    @Test
    void shouldLeaveThePoolWithoutUsageToTheTaskOfItsFirstBucket() {
        String pool = "dsp1/ID/premium/2026-04/RECORDING/USD";
        for (int partitions : new int[] {2, 3, 5, 7}) {
            try (TallyHarness tally = harness(new PartitionContract(1, partitions, 1, 1))) {
                tally.markAll();
                tally.plan(tally.planFor("ID", "premium", 1, 1_000, 0).build());
                tally.work();
                boolean own = Bucket.firstOf(pool) % partitions == 0;
                assertThat(tally.earnings()).hasSize(own ? 1 : 0);
                PoolFact fact = tally.facts.readValuesToList().get(1).getPools().get(0);
                assertThat(fact.getAmountMicros()).isEqualTo(own ? 1_000 : 0);
            }
        }
    }

    @Test
    void shouldAllocateItsOwnPartOfAPoolOfSeveralTasks() {
        try (TallyHarness tally = harness(new PartitionContract(1, 3, 1, 2))) {
            List<String> own = isrcs(3, 20).own();
            own.forEach(isrc -> tally.count(0, "ID", "premium", isrc, 1, 7, 0));
            tally.markAll();
            tally.plan(tally.planFor("ID", "premium", 1, 1_000_003, 0).build());
            tally.work();
            assertThat(tally.earnings().stream().mapToLong(earning -> earning.value.getAmountMicros()).sum())
                    .isEqualTo(1_000_003);
        }
    }

    // ---- restatement

    @Test
    void shouldSendTheDifferencesOfALaterVersion() {
        Seeds.cases(15, random -> {
            try (TallyHarness tally = harness(TWO_SOURCES)) {
                Isrcs isrcs = isrcs(1, 40);
                isrcs.own().forEach(isrc -> randomRights(tally, random, isrc, "v1"));
                randomUsage(tally, random, "ID", "premium", isrcs);
                tally.markAll();
                long[] amounts = {0, random.nextLong(1L << 40), random.nextLong(1L << 40), random.nextLong(1L << 40)};
                Map<String, Map<String, Long>> net = new HashMap<>(); // by ISRC, by key
                Map<String, Long> plays = new HashMap<>(); // by ISRC and key
                for (int version = 1; version < amounts.length; version++) {
                    isrcs.own().forEach(isrc -> randomRights(tally, random, isrc, "v2"));
                    tally.plan(tally.planFor("ID", "premium", version, amounts[version], amounts[version - 1])
                            .build());
                    tally.work();
                    List<KeyValue<String, Earning>> sent = tally.earnings();
                    sent.forEach(earning -> net.computeIfAbsent(earning.value.getIsrc(), i -> new HashMap<>())
                            .merge(earning.key, earning.value.getAmountMicros(), Long::sum));
                    assertThat(sent).allMatch(earning -> {
                        String key = earning.value.getIsrc() + earning.key;
                        Long before = plays.put(key, earning.value.getPlays());
                        return earning.value.getAmountMicros() != 0
                                || before != null && before != earning.value.getPlays();
                    });
                    assertThat(sent.stream().mapToLong(earning -> earning.value.getAmountMicros()).sum())
                            .isEqualTo(amounts[version] - amounts[version - 1]);
                    reference(tally.playsOf("ID", "premium"), amounts[version]).forEach((isrc, amount) ->
                            assertThat(net.getOrDefault(isrc, Map.of()).values().stream()
                                            .mapToLong(Long::longValue)
                                            .sum())
                                    .isEqualTo(amount));
                    assertThat(net.values()).allMatch(byKey -> byKey.values().stream().allMatch(micros -> micros >= 0));
                }
            }
        });
    }

    @Test
    void shouldTakeBackWhatAPartyNoLongerHas() {
        try (TallyHarness tally = harness(TWO_SOURCES)) {
            tally.rights(ONE, "v1", share("A", 500_000), share("B", 500_000));
            tally.count(0, "ID", "premium", ONE, 3, 10, 0);
            tally.markAll();
            tally.plan(tally.planFor("ID", "premium", 1, 1_000, 0).build());
            tally.work();
            tally.earnings();
            tally.rights(ONE, "v2", share("C", 600_000), share("B", 400_000));
            tally.plan(tally.planFor("ID", "premium", 2, 1_250, 1_000).build());
            tally.work();
            assertThat(tally.earnings().stream().map(TallyTopologyTest::summary))
                    .containsExactly( // B keeps 500: nothing to send
                            "C " + ONE + " C null 10 750 v2", "A " + ONE + " A null 0 -500 v2");
        }
    }

    // ---- chunks and control totals

    @Test
    void shouldSendTheSameInChunksOfAnySize() {
        Seeds.cases(5, random -> {
            long seed = random.nextLong();
            List<Object> whole = run(new SplittableRandom(seed), UNBOUNDED);
            assertThat(whole).hasSizeGreaterThan(30);
            assertThat(run(new SplittableRandom(seed), 1)).isEqualTo(whole);
            assertThat(run(new SplittableRandom(seed), 7)).isEqualTo(whole);
        });
    }

    /** Two groups, three plans, all queued before the first chunk; the records of each topic in order. */
    private List<Object> run(SplittableRandom random, int chunkItems) {
        try (TallyHarness tally = new TallyHarness(stateDir, new PartitionContract(2, 1, 3, 4), chunkItems)) {
            Isrcs isrcs = isrcs(1, 50);
            isrcs.own().forEach(isrc -> randomRights(tally, random, isrc, "v1"));
            randomUsage(tally, random, "ID", "premium", isrcs);
            randomUsage(tally, random, "ID", "free", isrcs);
            tally.markAll();
            tally.plan(tally.planFor("ID", "premium", 1, 123_456_789, 0).build());
            tally.plan(tally.planFor("ID", "free", 1, 987_654, 0).build());
            tally.plan(tally.planFor("ID", "premium", 2, 100_000_000, 123_456_789).build());
            tally.work();
            List<Object> all = new ArrayList<>(tally.partials.readKeyValuesToList());
            all.addAll(tally.earnings.readKeyValuesToList());
            all.addAll(tally.facts.readKeyValuesToList());
            return all;
        }
    }

    @Test
    void shouldPutControlTotalsOfWhatItSentIntoTheMarkAndTheFact() {
        Seeds.cases(5, random -> {
            try (TallyHarness tally = harness(new PartitionContract(2, 1, 3, 4))) {
                Isrcs isrcs = isrcs(1, 50);
                isrcs.own().forEach(isrc -> randomRights(tally, random, isrc, "v1"));
                randomUsage(tally, random, "ID", "premium", isrcs);
                tally.markAll();
                tally.facts.readValue();
                PoolPlan plan = tally.planFor("ID", "premium", 1, 123_456_789, 0).build();
                tally.plan(plan);
                tally.work();

                List<KeyValue<String, Earning>> sent = tally.earnings.readKeyValuesToList();
                KeyValue<String, Earning> last = sent.get(sent.size() - 1);
                assertThat(last.key).isEqualTo(plan.getPool());
                assertThat(last.value.getKind()).isEqualTo(EarningKind.MARK);
                ShareMark mark = last.value.getMark();
                assertThat(mark.getSourcePartitions()).isEqualTo(1);
                assertThat(mark.getAmountMicros()).isEqualTo(123_456_789);
                assertThat(mark.getPreviousAmountMicros()).isZero();
                Received received = new Received(4, sent.subList(0, sent.size() - 1));
                assertThat(mark.getRecordsSent()).isEqualTo(received.records);
                assertThat(mark.getAmountsSent()).isEqualTo(received.amounts);
                assertThat(mark.getHashes()).isEqualTo(received.hashes);

                assertThat(tally.facts.readKeyValue())
                        .isEqualTo(KeyValue.pair(
                                Facts.allocated(DSP, PERIOD, plan.getRateSheetId(), 0),
                                PeriodState.newBuilder()
                                        .setKind(PeriodFact.ALLOCATED)
                                        .setDsp(DSP)
                                        .setPeriod(PERIOD)
                                        .setPartition(0)
                                        .setRecords(sent.size() - 1)
                                        .setPools(List.of(PoolFact.newBuilder()
                                                .setPool(plan.getPool())
                                                .setVersion(1)
                                                .setStatus(PoolStatus.PLANNED)
                                                .setAmountMicros(123_456_789)
                                                .setCurrency("USD")
                                                .setPlays(plan.getPlays())
                                                .build()))
                                        .setRecordedAt(Instant.EPOCH)
                                        .build()));
            }
        });
    }

    /** What a settlement task of each partition would add up. */
    private static final class Received {
        private final List<Long> records = new ArrayList<>();
        private final List<Long> amounts = new ArrayList<>();
        private final List<ByteBuffer> hashes = new ArrayList<>();

        private Received(int partitions, List<KeyValue<String, Earning>> sent) {
            EarningHash sha256 = new EarningHash();
            for (int partition = 0; partition < partitions; partition++) {
                byte[] hash = EarningHash.start();
                long count = 0;
                long amount = 0;
                for (KeyValue<String, Earning> earning : sent) {
                    if (Partitioning.ofKey(earning.key, partitions) == partition) {
                        hash = sha256.next(hash, earning.value);
                        count++;
                        amount += earning.value.getAmountMicros();
                    }
                }
                records.add(count);
                amounts.add(amount);
                hashes.add(ByteBuffer.wrap(hash));
            }
        }
    }

    // ---- helpers

    private TallyHarness harness(PartitionContract partitions) {
        return new TallyHarness(stateDir, partitions, UNBOUNDED);
    }

    private static String summary(KeyValue<String, Earning> record) {
        Earning earning = record.value;
        return String.join(
                " ",
                record.key,
                earning.getIsrc(),
                earning.getPartyId(),
                earning.getHoldAccount(),
                Long.toString(earning.getPlays()),
                Long.toString(earning.getAmountMicros()),
                earning.getRightsVersion());
    }

    /** Floors of the running sum in the pool's order: buckets from the pool's first, ISRCs inside. */
    private static Map<String, Long> reference(Map<String, Long> plays, long amount) {
        int first = Bucket.firstOf("dsp1/ID/premium/2026-04/RECORDING/USD");
        List<String> order = new ArrayList<>(plays.keySet());
        order.sort(Comparator.comparing((String isrc) -> (Bucket.of(isrc) - first + 256) % 256)
                .thenComparing(Comparator.naturalOrder()));
        BigInteger total = BigInteger.valueOf(plays.values().stream().mapToLong(Long::longValue).sum());
        BigInteger sum = BigInteger.ZERO;
        BigInteger before = BigInteger.ZERO;
        Map<String, Long> amounts = new HashMap<>();
        for (String isrc : order) {
            sum = sum.add(BigInteger.valueOf(plays.get(isrc)));
            BigInteger reached = BigInteger.valueOf(amount).multiply(sum).divide(total);
            amounts.put(isrc, reached.subtract(before).longValueExact());
            before = reached;
        }
        return amounts;
    }

    private static void randomUsage(
            TallyHarness tally, SplittableRandom random, String territory, String offering, Isrcs isrcs) {
        tally.count(0, territory, offering, isrcs.own().get(0), 1, 1, 0);
        for (int i = random.nextInt(20, 100); i > 0; i--) {
            String isrc = isrcs.own().get(random.nextInt(isrcs.own().size()));
            long plays = random.nextInt(4) == 0 ? 0 : random.nextLong(1L << random.nextInt(1, 25));
            tally.count(
                    random.nextInt(2), territory, offering, isrc, random.nextInt(1, 31), plays, random.nextLong(20));
        }
    }

    private static void randomRights(TallyHarness tally, SplittableRandom random, String isrc, String version) {
        switch (random.nextInt(5)) {
            case 0 -> tally.rights(isrc, version);
            case 1 -> tally.rights(isrc, version, share("A", 1_000_000));
            case 2 -> tally.rights(isrc, version, share("1", 333_333), share("2", 333_333), share("30", 333_333));
            case 3 -> tally.rights(isrc, version, share("B", random.nextLong(1, 1_000_000)));
            default -> tally.rights(isrc, version, share("A", 800_000), share("B", 300_000));
        }
    }

    private static PoolPlan allWeightInBucket(int bucket, PoolPlan.Builder plan) {
        Long[] prefixes = new Long[256];
        Arrays.setAll(prefixes, i -> i <= bucket ? 0L : 5L);
        return plan.setTotalWeight(Weight.toDecimal(Weight.ofPlays(5)))
                .setFirstBucket(0)
                .setBucketPrefixes(TallyHarness.weights(prefixes))
                .build();
    }

    private static PoolPartial.Builder partial(PartialKind kind) {
        return PoolPartial.newBuilder().setKind(kind).setDsp(DSP).setPeriod(PERIOD).setSourcePartition(0);
    }

    private static Weighting weighting(Map<Integer, Long> weights) {
        return new Weighting("PLAYS", List.copyOf(weights.keySet()), List.copyOf(weights.values()));
    }

    /** ISRCs of task 0 of so many, and one of another task. */
    private record Isrcs(List<String> own, String foreign) {}

    private static Isrcs isrcs(int partitions, int count) {
        List<String> own = new ArrayList<>();
        String foreign = null;
        for (int i = 0; own.size() < count || (partitions > 1 && foreign == null); i++) {
            String isrc = "QZABC" + (2_600_000 + i);
            if (Partitioning.ofIsrc(isrc, partitions) == 0) {
                own.add(isrc);
            } else {
                foreign = isrc;
            }
        }
        return new Isrcs(own, foreign);
    }
}
