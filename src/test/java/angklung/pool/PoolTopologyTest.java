package angklung.pool;

import static angklung.pool.PoolInputs.DSP;
import static angklung.pool.PoolInputs.MAY;
import static angklung.pool.PoolInputs.agreement;
import static angklung.pool.PoolInputs.micros;
import static angklung.pool.PoolInputs.revenue;
import static angklung.pool.PoolInputs.share;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import angklung.Seeds;
import angklung.avro.PartialKind;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.PoolFact;
import angklung.avro.PoolPartial;
import angklung.avro.PoolPlan;
import angklung.avro.PoolStatus;
import angklung.avro.RightType;
import angklung.avro.ScreeningPolicy;
import angklung.model.OfferingKey;
import angklung.model.Weight;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.apache.kafka.streams.test.TestRecord;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class PoolTopologyTest {
    private static final int TASKS = 3;
    private static final OfferingKey PREMIUM = new OfferingKey("acme", "US", "premium");
    private static final String POOL = "acme/US/premium/2026-05/MECHANICAL/USD";
    private static final SortedMap<Integer, Long> PLAYS = new TreeMap<>(Map.of(0, 40L, 7, 25L, 128, 5L, 255, 30L));

    private PoolStage stage;

    @BeforeEach
    void start(TestInfo test) {
        stage = new PoolStage(test.getTestMethod().orElseThrow().getName(), TASKS);
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void shouldKeepItsTopology() throws IOException {
        String described = new PoolTopology(PoolStage.topics("describe", TASKS)).get().describe().toString();

        assertThat(described).isEqualTo(Files.readString(Path.of("src/test/resources/topology/pool.txt")));
    }

    @Test
    void shouldPlanAPoolOnceAllTallyTasksHaveEnded() {
        stage.agreement(share("0.1"));
        stage.revenue(revenue("1000"));
        stage.usage(PREMIUM, MAY, PLAYS, 12);
        stage.mark(DSP, MAY, 2, 1);
        stage.mark(DSP, MAY, 0, 1);
        assertThat(stage.plans()).isEmpty();
        assertThat(stage.facts()).isEmpty();

        stage.mark(DSP, MAY, 1, 1);

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getPool()).isEqualTo(POOL);
        assertThat(plan.getRateSheetId()).isEqualTo(POOL + "@v1");
        assertThat(plan.getVersion()).isEqualTo(1);
        assertThat(plan.getRevenueRevision()).isEqualTo(1);
        assertThat(plan.getWeighting()).isEqualTo("PLAYS");
        assertThat(plan.getAgreementValidFrom()).isEqualTo("2026-01-01");
        assertThat(plan.getAmountMicros()).isEqualTo(micros("100"));
        assertThat(plan.getPreviousAmountMicros()).isZero();
        assertThat(plan.getPlays()).isEqualTo(100);
        assertThat(plan.getTotalWeight()).isEqualByComparingTo("100");
        assertThat(plan.getExcluded()).isEqualTo(Map.of("SHORT", 12L));
        assertThat(plan.getRatePerPlay()).isEqualByComparingTo("1");
        assertThat(plan.getReason()).isEqualTo("ORIGINAL");
        assertThat(plan.getUsageRevision()).isZero();
        assertThat(plan.getScenario()).isNull();
        assertThat(stage.requests()).isEmpty();
        assertPrefixes(plan, PLAYS);
        List<TestRecord<String, PeriodState>> facts = stage.facts();
        assertThat(facts).extracting(TestRecord::key).containsExactly(
                "acme/2026-05/POOL_PLANNED/" + POOL + "@v1", "acme/2026-05/POOL_TOTAL/0");
        PoolFact planned = fact(POOL, 1, PoolStatus.PLANNED, "100", "0", "USD", 100, null);
        assertThat(facts.get(0).value().getKind()).isEqualTo(PeriodFact.POOL_PLANNED);
        assertThat(facts.get(0).value().getPartition()).isNull();
        assertThat(facts.get(0).value().getPools()).containsExactly(planned);
        assertThat(facts.get(1).value().getKind()).isEqualTo(PeriodFact.POOL_TOTAL);
        assertThat(facts.get(1).value().getPartition()).isZero();
        assertThat(facts.get(1).value().getPools()).containsExactly(planned);
        assertThat(facts.get(1).value().getRecordedAt()).isEqualTo(Instant.ofEpochMilli(1_800_000_000_001L));
    }

    @Test
    void shouldTotalAPeriodWithoutAnything() {
        stage.end(DSP, MAY);

        assertThat(stage.total()).isEmpty();
        assertThat(stage.plans()).isEmpty();
    }

    @Test
    void shouldWaitForRevenueAndPlanWhenItComes() {
        stage.agreement(share("0.1"));
        stage.usage(PREMIUM, MAY, PLAYS, 0);
        stage.end(DSP, MAY);
        PoolFact waiting = only(stage.total());
        assertThat(waiting.getPool()).isEqualTo("acme/US/premium/2026-05/MECHANICAL");
        assertThat(waiting.getStatus()).isEqualTo(PoolStatus.NO_REVENUE);
        assertThat(waiting.getVersion()).isZero();
        assertThat(waiting.getPlays()).isEqualTo(100);
        assertThat(waiting.getCurrency()).isNull();
        assertThat(waiting.getReason()).contains("acme/US/premium in 2026-05");

        stage.revenue(revenue("1000"));

        assertThat(only(stage.plans()).getAmountMicros()).isEqualTo(micros("100"));
        TestRecord<String, PeriodState> fact = only(stage.facts());
        assertThat(fact.key()).isEqualTo("acme/2026-05/POOL_PLANNED/" + POOL + "@v1");
        assertThat(fact.value().getRecordedAt()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void shouldPlanTheNextVersionForAHigherRevision() {
        planned("1000");

        stage.revenue(revenue("700.000009").setRevision(4));

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getVersion()).isEqualTo(2);
        assertThat(plan.getRateSheetId()).isEqualTo(POOL + "@v2");
        assertThat(plan.getRevenueRevision()).isEqualTo(4);
        assertThat(plan.getAmountMicros()).isEqualTo(micros("70"));
        assertThat(plan.getPreviousAmountMicros()).isEqualTo(micros("100"));
        assertPrefixes(plan, PLAYS);
        TestRecord<String, PeriodState> fact = only(stage.facts());
        assertThat(fact.key()).isEqualTo("acme/2026-05/POOL_PLANNED/" + POOL + "@v2");
        PoolFact restated = fact(POOL, 2, PoolStatus.PLANNED, "70", "100", "USD", 100, null);
        restated.setPlanReason("RESTATED_REVENUE");
        assertThat(only(fact.value().getPools())).isEqualTo(restated);
        assertThat(plan.getReason()).isEqualTo("RESTATED_REVENUE");

        stage.revenue(revenue("900").setRevision(5));

        assertThat(only(stage.plans()).getPreviousAmountMicros()).isEqualTo(micros("70"));
    }

    @Test
    void shouldIgnoreARepeatedOrLowerRevision() {
        planned("1000");
        stage.revenue(revenue("700").setRevision(3));
        stage.plans();
        stage.facts();

        stage.revenue(revenue("700").setRevision(3));
        stage.revenue(revenue("800").setRevision(3));
        stage.revenue(revenue("900").setRevision(2));
        stage.agreement(share("0.1"));

        assertThat(stage.plans()).isEmpty();
        assertThat(stage.facts()).isEmpty();
    }

    @Test
    void shouldKeepTheFirstOfTwoReportsOfOneRevisionBeforeTheTotal() {
        stage.agreement(share("0.1"));
        stage.revenue(revenue("1000").setRevision(2));
        stage.revenue(revenue("5000").setRevision(2));
        stage.revenue(revenue("9000").setRevision(1));
        stage.end(DSP, MAY);

        assertThat(only(stage.plans()).getAmountMicros()).isEqualTo(micros("100"));
    }

    @Test
    void shouldPriceTheLastRevisionThatCameBeforeTheTotal() {
        stage.revenue(revenue("1000"));
        stage.revenue(revenue("3000").setRevision(2));
        stage.agreement(share("0.1"));
        stage.usage(PREMIUM, MAY, PLAYS, 0);
        stage.end(DSP, MAY);

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getVersion()).isEqualTo(1);
        assertThat(plan.getRevenueRevision()).isEqualTo(2);
        assertThat(plan.getAmountMicros()).isEqualTo(micros("300"));
    }

    @Test
    void shouldNotChangeThePoolForAReportInAnotherCurrency() {
        planned("1000");

        stage.revenue(revenue("2000").setCurrency("EUR").setRevision(2));

        assertThat(stage.plans()).isEmpty();
        TestRecord<String, PeriodState> fact = only(stage.facts());
        assertThat(fact.key()).isEqualTo("acme/2026-05/POOL_PLANNED/" + POOL + "@v2");
        PoolFact waiting = only(fact.value().getPools());
        assertThat(waiting.getPool()).isEqualTo(POOL);
        assertThat(waiting.getVersion()).isEqualTo(2);
        assertThat(waiting.getStatus()).isEqualTo(PoolStatus.NOT_PRICEABLE);
        assertThat(waiting.getPreviousAmountMicros()).isEqualTo(micros("100"));
        assertThat(waiting.getReason()).contains("EUR", "USD", "revision 2");

        stage.revenue(revenue("1500").setRevision(3));

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getVersion()).isEqualTo(2);
        assertThat(plan.getPreviousAmountMicros()).isEqualTo(micros("100"));
        assertThat(only(stage.facts()).key()).isEqualTo(fact.key()); // replaces the fact that it waits
    }

    @Test
    void shouldReportAWaitingPoolAgainOnlyWhenSomethingIsNew() {
        stage.agreement(share("0.1").setFloorPerSubscriber(BigDecimal.ONE));
        stage.usage(PREMIUM, MAY, PLAYS, 0);
        stage.end(DSP, MAY);
        assertThat(only(stage.total()).getStatus()).isEqualTo(PoolStatus.NO_REVENUE);

        stage.revenue(revenue("1000"));
        TestRecord<String, PeriodState> fact = only(stage.facts());
        assertThat(fact.key()).isEqualTo("acme/2026-05/POOL_PLANNED/acme/US/premium/2026-05/MECHANICAL@v0");
        PoolFact waiting = only(fact.value().getPools());
        assertThat(waiting.getPool()).isEqualTo("acme/US/premium/2026-05/MECHANICAL");
        assertThat(waiting.getStatus()).isEqualTo(PoolStatus.NOT_PRICEABLE);
        assertThat(waiting.getReason()).contains("floor_per_subscriber", "report subscribers");

        stage.revenue(revenue("1000"));
        stage.agreement(share("0.1").setFloorPerSubscriber(BigDecimal.ONE));
        assertThat(stage.facts()).isEmpty();

        stage.revenue(revenue("1000").setSubscribers(250L).setRevision(2));
        assertThat(only(stage.plans()).getAmountMicros()).isEqualTo(micros("250"));
        assertThat(only(stage.facts()).key()).isEqualTo("acme/2026-05/POOL_PLANNED/" + POOL + "@v1");
    }

    @Test
    void shouldReportUsageAndRevenueWithoutAgreement() {
        stage.usage(PREMIUM, MAY, PLAYS, 0);
        stage.usage(new OfferingKey("acme", "US", "shorts"), MAY, new TreeMap<>(), 9);
        stage.revenue(revenue("10").setOffering("radio"));
        stage.end(DSP, MAY);

        List<PoolFact> pools = stage.total();
        assertThat(pools).extracting(PoolFact::getPool)
                .containsExactly("acme/US/premium/2026-05", "acme/US/radio/2026-05");
        assertThat(pools).extracting(PoolFact::getStatus).containsOnly(PoolStatus.NO_AGREEMENT);
        assertThat(pools).extracting(PoolFact::getPlays).containsExactly(100L, 0L);
    }

    @Test
    void shouldPlanWhenTheAgreementComesLate() {
        stage.revenue(revenue("1000"));
        stage.usage(PREMIUM, MAY, PLAYS, 0);
        stage.end(DSP, MAY);
        assertThat(only(stage.total()).getStatus()).isEqualTo(PoolStatus.NO_AGREEMENT);

        stage.agreement(share("0.1"));

        assertThat(only(stage.plans()).getAmountMicros()).isEqualTo(micros("100"));
        assertThat(only(stage.facts()).key()).isEqualTo("acme/2026-05/POOL_PLANNED/" + POOL + "@v1");
    }

    @Test
    void shouldReportALateAgreementThatWaitsForRevenue() {
        stage.usage(PREMIUM, MAY, PLAYS, 0);
        stage.end(DSP, MAY);
        stage.facts();

        stage.agreement(share("0.1"));

        TestRecord<String, PeriodState> fact = only(stage.facts());
        assertThat(fact.key()).isEqualTo("acme/2026-05/POOL_PLANNED/acme/US/premium/2026-05/MECHANICAL@v0");
        assertThat(only(fact.value().getPools()).getStatus()).isEqualTo(PoolStatus.NO_REVENUE);
    }

    @Test
    void shouldPlanRevenueWithoutPlays() {
        stage.agreement(share("0.1"));
        stage.end(DSP, MAY);
        assertThat(stage.total()).isEmpty();

        stage.revenue(revenue("1000"));

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getAmountMicros()).isEqualTo(micros("100"));
        assertThat(plan.getTotalWeight()).isZero();
        assertThat(plan.getPlays()).isZero();
        assertThat(plan.getRatePerPlay()).isEqualByComparingTo("0");
        assertThat(plan.getExcluded()).isEmpty();
        assertThat(plan.getBucketPrefixes()).hasSize(256).containsOnly(Weight.ZERO);
    }

    @Test
    void shouldPlanSeveralRightsFromOneCount() {
        stage.agreement(share("0.52").setRightType(RightType.RECORDING));
        stage.agreement(share("0.1"));
        stage.agreement(share("0.03").setRightType(RightType.PERFORMANCE).setScreening(ScreeningPolicy.UNKNOWN));
        stage.revenue(revenue("1000"));
        stage.usage(PREMIUM, MAY, PLAYS, 0);
        stage.end(DSP, MAY);

        List<PoolPlan> plans = stage.plans();
        assertThat(plans).extracting(PoolPlan::getRightType)
                .containsExactly(RightType.MECHANICAL, RightType.RECORDING);
        assertThat(plans).extracting(PoolPlan::getAmountMicros).containsExactly(micros("100"), micros("520"));
        plans.forEach(plan -> assertPrefixes(plan, PLAYS));
        List<PoolFact> pools = stage.total();
        assertThat(pools).extracting(PoolFact::getStatus)
                .containsExactly(PoolStatus.PLANNED, PoolStatus.NOT_PRICEABLE, PoolStatus.PLANNED);
        assertThat(pools.get(1).getReason()).contains("does not know the agreement's screening");
    }

    @Test
    void shouldApplyTheAgreementOfThePeriod() {
        stage.agreement(share("0.10").setValidTo(LocalDate.parse("2026-05-01")));
        stage.agreement(share("0.11").setValidFrom(LocalDate.parse("2026-05-01"))
                .setValidTo(LocalDate.parse("2026-06-01")));
        stage.agreement(share("0.12").setValidFrom(LocalDate.parse("2026-06-01")));
        for (String period : List.of("2025-12", "2026-04", "2026-05", "2026-06", "2027-01")) {
            stage.revenue(revenue("100").setPeriod(period));
            stage.end(DSP, period);
        }

        assertThat(stage.plans()).extracting(PoolPlan::getPeriod, PoolPlan::getAmountMicros).containsExactly(
                tuple("2026-04", micros("10")),
                tuple("2026-05", micros("11")),
                tuple("2026-06", micros("12")),
                tuple("2027-01", micros("12")));
    }

    @Test
    void shouldApplyTheAgreementThatBeganLastOfTwo() {
        stage.agreement(share("0.12").setValidFrom(LocalDate.parse("2026-05-16")));
        stage.agreement(share("0.10"));
        stage.revenue(revenue("100"));
        stage.end(DSP, MAY);

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getAmountMicros()).isEqualTo(micros("12"));
        assertThat(plan.getAgreementValidFrom()).isEqualTo("2026-05-16");
    }

    @Test
    void shouldReplaceAnAgreementOfTheSameFirstDay() {
        stage.agreement(share("0.10"));
        stage.agreement(share("0.15"));
        stage.revenue(revenue("100"));
        stage.end(DSP, MAY);

        assertThat(only(stage.plans()).getAmountMicros()).isEqualTo(micros("15"));
    }

    @Test
    void shouldNotRestateAPoolWhoseAgreementWasWithdrawn() {
        planned("1000");
        stage.agreement(share("0.1").setValidTo(LocalDate.parse("2026-02-01")));
        assertThat(stage.facts()).isEmpty();

        stage.revenue(revenue("2000").setRevision(2));

        assertThat(stage.plans()).isEmpty();
        PoolFact waiting = only(only(stage.facts()).value().getPools());
        assertThat(waiting.getStatus()).isEqualTo(PoolStatus.NOT_PRICEABLE);
        assertThat(waiting.getVersion()).isEqualTo(2);
        assertThat(waiting.getReason()).contains("no agreement for MECHANICAL covers");
    }

    @Test
    void shouldKeepPeriodsAndServicesApart() {
        stage.agreement(share("0.1"));
        stage.agreement(share("0.1").setDsp("acme2"));
        stage.usage(PREMIUM, MAY, PLAYS, 0);
        stage.usage(PREMIUM, "2026-06", PLAYS, 0);
        stage.usage(new OfferingKey("acme2", "US", "premium"), MAY, PLAYS, 0);
        stage.revenue(revenue("1000"));
        stage.revenue(revenue("2000").setPeriod("2026-06"));
        stage.revenue(revenue("3000").setDsp("acme2"));

        stage.end(DSP, MAY);
        assertThat(only(stage.plans()).getAmountMicros()).isEqualTo(micros("100"));
        stage.end("acme2", MAY);
        assertThat(only(stage.plans()).getPool()).isEqualTo("acme2/US/premium/2026-05/MECHANICAL/USD");
        stage.end(DSP, "2026-06");
        assertThat(only(stage.plans()).getAmountMicros()).isEqualTo(micros("200"));
    }

    @Test
    void shouldCarryTheLargestValues() {
        stage.agreement(share("1"));
        stage.agreement(agreement().setRightType(RightType.RECORDING).setPerPlayMinimum(BigDecimal.TEN));
        stage.revenue(revenue("0").setNetRevenueMicros(Long.MAX_VALUE));
        SortedMap<Integer, Long> plays = new TreeMap<>(Map.of(3, Long.MAX_VALUE / 2, 200, Long.MAX_VALUE / 2));
        stage.usage(PREMIUM, MAY, plays, 0);
        stage.end(DSP, MAY);

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getAmountMicros()).isEqualTo(Long.MAX_VALUE);
        assertThat(plan.getTotalWeight()).isEqualByComparingTo(BigDecimal.valueOf(Long.MAX_VALUE - 1));
        assertPrefixes(plan, plays);
        PoolFact refused = stage.total().get(1);
        assertThat(refused.getStatus()).isEqualTo(PoolStatus.NOT_PRICEABLE);
        assertThat(refused.getReason()).contains("exceeds the most that a pool can hold");
    }

    @Test
    void shouldStopAtTheSameBucketFromTwoTasks() {
        stage.partial(PREMIUM, MAY, 1, new TreeMap<>(Map.of(7, 25L)), 0);

        assertBroken("bucket 7 belongs to task 1 of 3",
                () -> stage.partial(PREMIUM, MAY, 2, new TreeMap<>(Map.of(7, 25L)), 0));
    }

    @Test
    void shouldStopAtTheSameBucketTwice() {
        stage.partial(PREMIUM, MAY, 1, new TreeMap<>(Map.of(7, 25L)), 0);

        assertBroken("bucket 7 was reported before",
                () -> stage.partial(PREMIUM, MAY, 1, new TreeMap<>(Map.of(7, 25L)), 0));
    }

    @Test
    void shouldStopAtAPartialAfterThePeriodWasTotalled() {
        stage.end(DSP, MAY);

        assertBroken("a TOTAL came after its mark", () -> stage.usage(PREMIUM, MAY, PLAYS, 0));
    }

    @Test
    void shouldStopAtADuplicateMark() {
        stage.mark(DSP, MAY, 1, 0);

        assertBroken("a MARK came after its mark", () -> stage.mark(DSP, MAY, 1, 0));
    }

    @Test
    void shouldStopWhenPartialsAreMissingOrTooMany() {
        stage.usage(PREMIUM, MAY, PLAYS, 0);

        assertBroken("it sent [3] partials by pool partition, but partition 0 received 1",
                () -> stage.mark(DSP, MAY, 0, 3));
        assertBroken("it sent [0] partials", () -> stage.mark(DSP, MAY, 1, 0));
    }

    @Test
    void shouldStopAtAMarkOfAnotherPartitionContract() {
        assertBroken("must name 3 tally tasks", () -> stage.mark(DSP, MAY, 0, 0, 4));
        assertBroken("there are 3 tally tasks", () -> stage.mark(DSP, MAY, 3, 0));
    }

    @Test
    void shouldStopAtAnUnknownKindAndAtAForeignKey() {
        PoolPartial unknown = PoolPartial.newBuilder()
                .setKind(PartialKind.UNKNOWN)
                .setDsp(DSP)
                .setPeriod(MAY)
                .setSourcePartition(0)
                .build();
        assertBroken("not known to this release", () -> stage.raw("acme/US/premium", unknown));
        PoolPartial foreign = PoolPartial.newBuilder(unknown)
                .setKind(PartialKind.TOTAL)
                .setTerritory("US")
                .setOffering("premium")
                .build();
        assertBroken("must use dsp/territory/offering", () -> stage.raw("acme/KR/premium", foreign));
    }

    @Test
    void shouldPublishTheSamePlansInWhateverOrderTheInputsCome() {
        List<PoolPlan> expected = new ArrayList<>();
        Seeds.cases(200, random -> {
            String dsp = "dsp" + random.nextInt(Integer.MAX_VALUE);
            OfferingKey offering = new OfferingKey(dsp, "US", "premium");
            List<Runnable> inputs = new ArrayList<>(List.of(
                    () -> stage.agreement(share("0.1").setDsp(dsp)),
                    () -> stage.agreement(share("0.5").setDsp(dsp).setRightType(RightType.RECORDING)),
                    () -> stage.revenue(revenue("1234.567891").setDsp(dsp).setRevision(random.nextInt(1, 9))),
                    () -> {
                        stage.usage(offering, MAY, PLAYS, 3);
                        stage.end(dsp, MAY);
                    }));
            while (!inputs.isEmpty()) {
                inputs.remove(random.nextInt(inputs.size())).run();
            }
            List<PoolPlan> plans = new ArrayList<>(stage.plans());
            plans.sort(Comparator.comparing(PoolPlan::getPool));
            assertThat(plans).extracting(PoolPlan::getAmountMicros).containsExactly(123_456_789L, 617_283_945L);
            assertThat(plans).extracting(PoolPlan::getVersion).containsOnly(1);
            plans.forEach(plan -> assertPrefixes(plan, PLAYS));
            expected.addAll(plans);
            // The last word on every pool is that it is planned.
            Map<String, PoolStatus> last = new TreeMap<>();
            stage.facts().forEach(fact -> fact.value().getPools().forEach(
                    pool -> last.put(pool.getPool().replace("/USD", ""), pool.getStatus())));
            last.remove(offering + "/" + MAY);
            assertThat(last.values()).hasSize(2).containsOnly(PoolStatus.PLANNED);
        });
        assertThat(expected).hasSize(400);
    }

    private void planned(String netRevenue) {
        stage.agreement(share("0.1"));
        stage.revenue(revenue(netRevenue));
        stage.usage(PREMIUM, MAY, PLAYS, 0);
        stage.end(DSP, MAY);
        stage.plans();
        stage.facts();
    }

    /** Walks the buckets in the pool's order with a reckoning of its own. */
    private static void assertPrefixes(PoolPlan plan, SortedMap<Integer, Long> plays) {
        CRC32 crc = new CRC32();
        crc.update(plan.getPool().getBytes(StandardCharsets.UTF_8));
        int first = (int) (crc.getValue() % 256);
        assertThat(plan.getFirstBucket()).isEqualTo(first);
        assertThat(plan.getBucketPrefixes()).hasSize(256);
        long sum = 0;
        for (int bucket = first; bucket < first + 256; bucket++) {
            assertThat(plan.getBucketPrefixes().get(bucket % 256)).isEqualByComparingTo(BigDecimal.valueOf(sum));
            sum += plays.getOrDefault(bucket % 256, 0L);
        }
        assertThat(plan.getTotalWeight()).isEqualByComparingTo(BigDecimal.valueOf(sum));
    }

    private static PoolFact fact(
            String pool, int version, PoolStatus status, String amount, String previous, String currency, long plays,
            String reason) {
        return new PoolFact(pool, version, status, "ORIGINAL", micros(amount), micros(previous), currency, plays, reason);
    }

    private static <T> T only(List<T> list) {
        assertThat(list).hasSize(1);
        return list.get(0);
    }

    private static void assertBroken(String message, ThrowingCallable step) {
        assertThatThrownBy(step)
                .rootCause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(message);
    }
}
