package angklung.tally;

import static angklung.tally.TallyHarness.DSP;
import static angklung.tally.TallyHarness.MARKED_AT;
import static angklung.tally.TallyHarness.PERIOD;
import static angklung.tally.TallyHarness.planFor;
import static angklung.tally.TallyHarness.share;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.Earning;
import angklung.avro.PoolPlan;
import angklung.avro.ProvisionalEarning;
import angklung.avro.ProvisionalKind;
import angklung.avro.RightShare;
import angklung.avro.RightType;
import angklung.avro.WorkLink;
import angklung.topic.PartitionContract;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ProvisionalEarningsTest {
    private static final PartitionContract TWO_SOURCES = new PartitionContract(2, 1, 3, 4);
    private static final Duration INTERVAL = Duration.ofSeconds(60);
    private static final String ONE = "QZABC2600001";
    private static final String TWO = "QZABC2600002";
    private static final String KEY = "dsp1/ID/premium/2026-04/RECORDING/";

    @TempDir
    Path stateDir;

    @Test
    void shouldSayHowManyPlaysThereAreWhileNoRateIsKnown() {
        try (TallyHarness tally = harness(Integer.MAX_VALUE)) {
            tally.rights(
                    ONE,
                    "v1",
                    share("A", 600_000),
                    share("B", 400_000),
                    share(RightType.MECHANICAL, "P", 1_000_000));
            tally.count(0, "ID", "premium", ONE, 3, 10, 2);
            tally.count(0, "ID", "premium", TWO, 3, 10, 2); // no rights are known
            tally.estimate(INTERVAL);
            List<KeyValue<String, ProvisionalEarning>> published = tally.provisional.readKeyValuesToList();
            assertThat(published.stream().map(record -> record.key))
                    .containsExactly(
                            KEY + ONE + "/A",
                            KEY + ONE + "/B",
                            "dsp1/ID/premium/2026-04/MECHANICAL/" + ONE + "/P");
            assertThat(published.get(0).value)
                    .isEqualTo(ProvisionalEarning.newBuilder()
                            .setKind(ProvisionalKind.ESTIMATE)
                            .setDsp(DSP)
                            .setTerritory("ID")
                            .setOffering("premium")
                            .setPeriod(PERIOD)
                            .setRightType(RightType.RECORDING)
                            .setIsrc(ONE)
                            .setPartyId("A")
                            .setPlays(10)
                            .setAsOf(MARKED_AT.plus(INTERVAL).plusMillis(20)) // the turn after the run began
                            .build());
        }
    }

    @Test
    void shouldEstimateByTheRateOfTheLastPeriod() {
        try (TallyHarness tally = harness(Integer.MAX_VALUE)) {
            plan(tally, "2026-02", 1, "9.000000000000");
            plan(tally, "2026-03", 1, "0.000910000000");
            plan(tally, "2026-03", 2, "0.000123456789");
            plan(tally, "2026-01", 1, "7.000000000000");
            tally.scenario(march("2026-03", 3, "8.000000000000").setScenario("s1").build());
            tally.work();
            tally.rights(ONE, "v1", share("A", 333_333), share(RightType.MECHANICAL, "P", 1_000_000));
            tally.count(0, "ID", "premium", ONE, 3, 1_000, 0);
            tally.estimate(INTERVAL);
            List<ProvisionalEarning> published = tally.provisional.readValuesToList();
            assertThat(published).hasSize(1); // no rate sheet prices the other right
            ProvisionalEarning estimate = published.get(0);
            assertThat(estimate.getEstimateMicros()).isEqualTo(41_152); // 1,000 × 0.000123456789 × 0.333333
            assertThat(estimate.getCurrency()).isEqualTo("USD");
            assertThat(estimate.getRateSheetId()).isEqualTo("dsp1/ID/premium/2026-03/RECORDING/USD@v2");
            assertThat(estimate.getFinalMicros()).isNull();
        }
    }

    @Test
    void shouldEstimateEachWorkOfAMedleyAndNothingInADispute() {
        try (TallyHarness tally = harness(Integer.MAX_VALUE)) {
            tally.markAll("2026-03", 0);
            tally.plan(march("2026-03", 1, "0.001000000000")
                    .setRightType(RightType.MECHANICAL)
                    .setPool("dsp1/ID/premium/2026-03/MECHANICAL/USD")
                    .build());
            tally.work();
            RightShare first = share(RightType.MECHANICAL, "P", 1_000_000);
            first.setIswc("T0345246801");
            RightShare second = share(RightType.MECHANICAL, "Q", 1_000_000);
            second.setIswc("T1234567894");
            tally.rights(
                    ONE,
                    "v1",
                    List.of(first, second),
                    List.of(new WorkLink("T0345246801", 600_000L), new WorkLink("T1234567894", 400_000L)));
            tally.rights(TWO, "v1", List.of(first, second), List.of()); // both claim all of one work
            tally.count(0, "ID", "premium", ONE, 3, 1_000, 0);
            tally.count(0, "ID", "premium", TWO, 3, 1_000, 0);
            tally.estimate(INTERVAL);
            assertThat(tally.provisional.readValuesToList().stream().map(estimate -> estimate.getIsrc() + " "
                            + estimate.getPartyId() + " " + estimate.getEstimateMicros()))
                    .containsExactly(ONE + " P 600000", ONE + " Q 400000");
        }
    }

    @Test
    void shouldPublishOnlyWhatHasChanged() {
        try (TallyHarness tally = harness(1)) {
            tally.rights(ONE, "v1", share("A", 1_000_000));
            tally.rights(TWO, "v1", share("A", 1_000_000));
            tally.count(0, "ID", "premium", ONE, 3, 10, 0);
            tally.count(0, "ID", "premium", TWO, 3, 20, 0);
            tally.count(0, "ID", "free", TWO, 3, 30, 0);
            tally.estimate(INTERVAL);
            assertThat(tally.provisional.readValuesToList().stream().map(ProvisionalEarning::getPlays))
                    .containsExactlyInAnyOrder(10L, 20L, 30L);
            tally.estimate(INTERVAL);
            assertThat(tally.provisional.isEmpty()).isTrue();
            tally.count(1, "ID", "premium", TWO, 4, 1, 0);
            tally.count(1, "ID", "premium", ONE, 4, 0, 5); // says nothing new
            tally.estimate(INTERVAL);
            assertThat(tally.provisional.readValuesToList().stream().map(ProvisionalEarning::getPlays))
                    .containsExactly(21L);
            assertThat(tally.entries("tally-changed")).isZero();
        }
    }

    @Test
    void shouldReportTheErrorOfEveryEstimateAtTheClose() {
        for (int chunk : new int[] {1, Integer.MAX_VALUE}) {
            try (TallyHarness tally = harness(chunk)) {
                plan(tally, "2026-03", 1, "0.000001000000");
                tally.rights(ONE, "v1", until("A", 10), from("B", 10));
                tally.rights(TWO, "v1", share("A", 1_000_000));
                tally.count(0, "ID", "premium", ONE, 3, 100, 0);
                tally.count(0, "ID", "premium", TWO, 3, 50, 0);
                tally.estimate(INTERVAL);
                tally.count(0, "ID", "premium", ONE, 12, 300, 0);
                tally.estimate(INTERVAL);
                assertThat(tally.provisional.readKeyValuesToList().stream()
                                .map(record -> record.key + " " + record.value.getEstimateMicros()))
                        .containsExactlyInAnyOrder(KEY + ONE + "/A 100", KEY + TWO + "/A 50", KEY + ONE + "/B 400");
                tally.markAll();
                tally.plan(tally.planFor("ID", "premium", 1, 450, 0).build());
                tally.work();
                List<ProvisionalEarning> ends = tally.provisional.readValuesToList();
                assertThat(ends).allMatch(end -> end.getKind() == ProvisionalKind.FINAL);
                assertThat(ends.stream().map(ProvisionalEarningsTest::end))
                        .containsExactlyInAnyOrder(
                                ONE + " A 400 100 100 0", ONE + " B 400 400 300 100", TWO + " A 50 50 50 0");
                assertThat(tally.entries("tally-estimates")).isZero();
                tally.estimate(INTERVAL);
                tally.plan(tally.planFor("ID", "premium", 2, 400, 450).build());
                tally.work();
                assertThat(tally.provisional.isEmpty()).isTrue();
            }
        }
    }

    @Test
    void shouldNotCompareAnEstimateWithoutRate() {
        try (TallyHarness tally = harness(Integer.MAX_VALUE)) {
            tally.rights(ONE, "v1", share("A", 1_000_000));
            tally.count(0, "ID", "premium", ONE, 3, 10, 0);
            tally.estimate(INTERVAL);
            tally.provisional.readValue();
            tally.markAll();
            tally.plan(tally.planFor("ID", "premium", 1, 77, 0).build());
            tally.work();
            ProvisionalEarning end = tally.provisional.readValue();
            assertThat(end.getKind()).isEqualTo(ProvisionalKind.FINAL);
            assertThat(end.getFinalMicros()).isEqualTo(77);
            assertThat(end.getCurrency()).isEqualTo("USD");
            assertThat(end.getErrorMicros()).isNull();
        }
    }

    @Test
    void shouldNotEstimateWhatIsPlannedAlready() {
        try (TallyHarness tally = harness(1)) {
            tally.rights(ONE, "v1", share("A", 1_000_000));
            tally.count(0, "ID", "premium", ONE, 3, 10, 0);
            tally.markAll();
            tally.plan(tally.planFor("ID", "premium", 1, 77, 0).build());
            tally.estimate(INTERVAL);
            assertThat(tally.provisional.isEmpty()).isTrue();
            assertThat(tally.entries("tally-changed")).isZero();
        }
    }

    @Test
    void shouldPayTheSameWithAndWithoutEstimates() {
        List<KeyValue<String, Earning>> with = earnings(INTERVAL);
        assertThat(with).hasSize(2).isEqualTo(earnings(Duration.ZERO));
    }

    private List<KeyValue<String, Earning>> earnings(Duration interval) {
        try (TallyHarness tally = new TallyHarness(stateDir, TWO_SOURCES, 1, interval)) {
            tally.rights(ONE, "v1", share("A", 700_000), share("B", 300_000));
            tally.count(0, "ID", "premium", ONE, 3, 10, 0);
            assertThat(tally.entries("tally-changed")).isEqualTo(interval.isZero() ? 0 : 1);
            tally.estimate(INTERVAL);
            assertThat(tally.provisional.isEmpty()).isEqualTo(interval.isZero());
            tally.markAll();
            tally.plan(tally.planFor("ID", "premium", 1, 77, 0).build());
            tally.work();
            return tally.earnings();
        }
    }

    @Test
    void shouldRefuseANegativeInterval() {
        assertThatThrownBy(() -> TallyOptions.standard().withEstimateInterval(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(TallyOptions.standard().estimateInterval()).isEqualTo(INTERVAL);
    }

    private TallyHarness harness(int chunk) {
        return new TallyHarness(stateDir, TWO_SOURCES, chunk, INTERVAL);
    }

    private static String end(ProvisionalEarning end) {
        return end.getIsrc() + " " + end.getPartyId() + " " + end.getPlays() + " " + end.getEstimateMicros() + " "
                + end.getFinalMicros() + " " + end.getErrorMicros();
    }

    /** A pool of an earlier period, without usage here. */
    private static void plan(TallyHarness tally, String period, int version, String rate) {
        if (version == 1) {
            tally.markAll(period, 0);
        }
        tally.plan(march(period, version, rate).build());
        tally.work();
        tally.earnings();
    }

    private static PoolPlan.Builder march(String period, int version, String rate) {
        String pool = "dsp1/ID/premium/" + period + "/RECORDING/USD";
        return planFor("ID", "premium", version, 0, 0, Map.of())
                .setPeriod(period)
                .setPool(pool)
                .setRateSheetId(pool + "@v" + version)
                .setRatePerPlay(new BigDecimal(rate));
    }

    private static RightShare until(String party, int day) {
        RightShare share = share(party, 1_000_000);
        share.setValidTo(LocalDate.of(2026, 4, day));
        return share;
    }

    private static RightShare from(String party, int day) {
        RightShare share = share(party, 1_000_000);
        share.setValidFrom(LocalDate.of(2026, 4, day));
        return share;
    }
}
