package angklung.pool;

import static angklung.pool.PoolInputs.DSP;
import static angklung.pool.PoolInputs.MAY;
import static angklung.pool.PoolInputs.micros;
import static angklung.pool.PoolInputs.revenue;
import static angklung.pool.PoolInputs.share;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import angklung.Seeds;
import angklung.avro.AllocationModel;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.PoolFact;
import angklung.avro.PoolPlan;
import angklung.avro.PoolStatus;
import angklung.avro.RightType;
import angklung.avro.WeightRequest;
import angklung.model.OfferingKey;
import angklung.pool.PoolStage.Excluded;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.streams.test.TestRecord;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Closed periods planned again: late plays, changed terms, restated revenue, and several of them at once. */
class RestatementTopologyTest {
    private static final int TASKS = 3;
    private static final OfferingKey PREMIUM = new OfferingKey("acme", "US", "premium");
    private static final OfferingKey FAMILY = new OfferingKey("acme", "US", "family");
    private static final String POOL = "acme/US/premium/2026-05/MECHANICAL/USD";
    private static final SortedMap<Integer, Long> PLAYS = new TreeMap<>(Map.of(0, 40L, 7, 60L));
    private static final SortedMap<Integer, Long> LATE = new TreeMap<>(Map.of(7, 10L, 9, 15L));

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
    void shouldAddLatePlaysAndPlanTheNextVersion() {
        stage.agreement(share("0.1").setPerPlayMinimum(BigDecimal.ONE));
        closed(PREMIUM, "1000");

        stage.usage(PREMIUM, MAY, 1, LATE, 2);
        assertThat(stage.plans()).isEmpty();
        stage.end(DSP, MAY, 1);

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getVersion()).isEqualTo(2);
        assertThat(plan.getReason()).isEqualTo("LATE_PLAYS");
        assertThat(plan.getUsageRevision()).isEqualTo(1);
        assertThat(plan.getRevenueRevision()).isEqualTo(1);
        assertThat(plan.getPlays()).isEqualTo(125);
        assertThat(plan.getAmountMicros()).isEqualTo(micros("125"));
        assertThat(plan.getPreviousAmountMicros()).isEqualTo(micros("100"));
        assertThat(plan.getTotalWeight()).isEqualByComparingTo("125");
        assertThat(plan.getExcluded()).isEqualTo(Map.of("SHORT", 2L));
        List<TestRecord<String, PeriodState>> facts = stage.facts();
        assertThat(facts).extracting(TestRecord::key).containsExactly(
                "acme/2026-05/POOL_PLANNED/" + POOL + "@v2", "acme/2026-05+1/POOL_TOTAL/0");
        PeriodState total = facts.get(1).value();
        assertThat(total.getKind()).isEqualTo(PeriodFact.POOL_TOTAL);
        assertThat(total.getPeriod()).isEqualTo(MAY);
        assertThat(total.getRevision()).isEqualTo(1);
        assertThat(only(total.getPools())).isEqualTo(only(facts.get(0).value().getPools()));
        assertThat(only(total.getPools()).getPlanReason()).isEqualTo("LATE_PLAYS");
    }

    @Test
    void shouldNotPriceHalfOfARevision() {
        stage.agreement(share("0.1"));
        closed(PREMIUM, "1000");
        stage.usage(PREMIUM, MAY, 1, LATE, 0);
        stage.mark(DSP, MAY, 1, 2, 0, TASKS); // bucket 7 and 9 are of tasks 1 and 0

        stage.revenue(revenue("700").setRevision(2));

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getPlays()).isEqualTo(100);
        assertThat(plan.getUsageRevision()).isZero();
        assertThat(plan.getReason()).isEqualTo("RESTATED_REVENUE");
    }

    @Test
    void shouldRestateOnlyTheOfferingsThatGrew() {
        stage.agreement(share("0.1"));
        stage.agreement(share("0.1").setOffering("family"));
        stage.revenue(revenue("1000").setOffering("family"));
        stage.usage(FAMILY, MAY, PLAYS, 0);
        closed(PREMIUM, "1000");

        stage.usage(FAMILY, MAY, 1, LATE, 0);
        stage.usage(PREMIUM, MAY, 1, new TreeMap<>(), 3); // short plays give nobody a cent
        stage.end(DSP, MAY, 1);

        assertThat(only(stage.plans()).getPool()).isEqualTo("acme/US/family/2026-05/MECHANICAL/USD");
        assertThat(only(stage.total()).getPool()).isEqualTo("acme/US/family/2026-05/MECHANICAL/USD");

        stage.revenue(revenue("700").setRevision(2));
        PoolPlan plan = only(stage.plans());
        assertThat(plan.getReason()).isEqualTo("RESTATED_REVENUE");
        assertThat(plan.getUsageRevision()).isEqualTo(1);
        assertThat(plan.getExcluded()).isEqualTo(Map.of("SHORT", 3L));
    }

    @Test
    void shouldReportAnEmptyRevision() {
        stage.agreement(share("0.1"));
        closed(PREMIUM, "1000");

        stage.end(DSP, MAY, 1);

        assertThat(stage.plans()).isEmpty();
        TestRecord<String, PeriodState> fact = only(stage.facts());
        assertThat(fact.key()).isEqualTo("acme/2026-05+1/POOL_TOTAL/0");
        assertThat(fact.value().getPools()).isEmpty();
    }

    @Test
    void shouldCountLatePlaysOfAPoolThatStillWaits() {
        stage.agreement(share("0.1"));
        stage.usage(PREMIUM, MAY, PLAYS, 0);
        stage.end(DSP, MAY);
        stage.facts();

        stage.usage(PREMIUM, MAY, 1, LATE, 0);
        stage.end(DSP, MAY, 1);
        PoolFact waiting = only(stage.total());
        assertThat(waiting.getStatus()).isEqualTo(PoolStatus.NO_REVENUE);
        assertThat(waiting.getPlays()).isEqualTo(125);
        stage.revenue(revenue("1000"));

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getVersion()).isEqualTo(1);
        assertThat(plan.getReason()).isEqualTo("ORIGINAL");
        assertThat(plan.getUsageRevision()).isEqualTo(1);
        assertThat(plan.getPlays()).isEqualTo(125);
    }

    @Test
    void shouldAskForTheWeightsOfARevision() {
        stage.agreement(share("0.1").setModel(AllocationModel.USER_CENTRIC));
        closed(PREMIUM, "1000");
        stage.answer(only(stage.requests()), Map.of(0, "3", 7, "1"), Excluded.NOTHING);
        stage.plans();
        stage.facts();

        stage.usage(PREMIUM, MAY, 1, LATE, 0);
        stage.end(DSP, MAY, 1);

        WeightRequest request = only(stage.requests());
        assertThat(request.getRequest()).isEqualTo("acme/US/premium/2026-05@r1/SUBSCRIBERS");
        assertThat(request.getRevision()).isEqualTo(1);
        List<TestRecord<String, PeriodState>> facts = stage.facts();
        assertThat(facts).extracting(TestRecord::key).containsExactly(
                "acme/2026-05/POOL_PLANNED/" + POOL + "@v2", "acme/2026-05+1/POOL_TOTAL/0");
        PoolFact weighing = only(facts.get(0).value().getPools());
        assertThat(weighing.getStatus()).isEqualTo(PoolStatus.WEIGHING);
        assertThat(weighing.getVersion()).isEqualTo(2);
        assertThat(weighing.getPool()).isEqualTo(POOL);

        stage.answer(request, Map.of(0, "3", 7, "1.5", 9, "0.5"), Excluded.NOTHING);
        PoolPlan plan = only(stage.plans());
        assertThat(plan.getReason()).isEqualTo("LATE_PLAYS");
        assertThat(plan.getTotalWeight()).isEqualByComparingTo("5");
        assertThat(only(stage.facts()).key()).isEqualTo("acme/2026-05/POOL_PLANNED/" + POOL + "@v2");
    }

    @Test
    void shouldTotalRevisionsInOrder() {
        stage.end(DSP, MAY);

        assertBroken("a TOTAL of revision 2 came, but 1 is the next", () -> stage.usage(PREMIUM, MAY, 2, LATE, 0));
        assertBroken("a MARK of revision 2 came, but 1 is the next", () -> stage.end(DSP, MAY, 2));
        stage.end(DSP, MAY, 1);
        assertBroken("a MARK came after its mark", () -> stage.end(DSP, MAY, 1));
        assertBroken("a MARK of revision 1 came, but 0 is the next", () -> stage.end(DSP, "2026-06", 1));
    }

    @Test
    void shouldRestateEveryPeriodThatAChangedAgreementCovers() {
        stage.agreement(share("0.1").setValidFrom(LocalDate.parse("2024-01-01")));
        for (String period : List.of("2023-12", "2024-01", "2025-06", "2026-05")) {
            stage.revenue(revenue("1000").setPeriod(period));
            stage.end(DSP, period);
        }
        stage.plans();
        stage.facts();

        stage.agreement(share("0.125").setValidFrom(LocalDate.parse("2024-01-01")));

        assertThat(stage.plans())
                .extracting(
                        PoolPlan::getPeriod, PoolPlan::getVersion, PoolPlan::getAmountMicros,
                        PoolPlan::getPreviousAmountMicros, PoolPlan::getReason)
                .containsExactly(
                        tuple("2024-01", 2, micros("125"), micros("100"), "CHANGED_TERMS"),
                        tuple("2025-06", 2, micros("125"), micros("100"), "CHANGED_TERMS"),
                        tuple("2026-05", 2, micros("125"), micros("100"), "CHANGED_TERMS"));
        assertThat(stage.facts()).extracting(fact -> only(fact.value().getPools()).getPlanReason())
                .containsExactly("CHANGED_TERMS", "CHANGED_TERMS", "CHANGED_TERMS");

        stage.agreement(share("0.125").setValidFrom(LocalDate.parse("2024-01-01")));
        assertThat(stage.plans()).isEmpty();
        assertThat(stage.facts()).isEmpty();
    }

    @Test
    void shouldRestateByANewAgreementOfALaterFirstDay() {
        stage.agreement(share("0.1"));
        closed(PREMIUM, "1000");

        stage.agreement(share("0.2").setValidFrom(LocalDate.parse("2026-05-01")));

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getReason()).isEqualTo("CHANGED_TERMS");
        assertThat(plan.getAgreementValidFrom()).isEqualTo("2026-05-01");
        assertThat(plan.getAmountMicros()).isEqualTo(micros("200"));
    }

    @Test
    void shouldNotRestateWhenAnAgreementIsEndedLater() {
        stage.agreement(share("0.1"));
        closed(PREMIUM, "1000");

        stage.agreement(share("0.1").setValidTo(LocalDate.parse("2027-01-01")));

        assertThat(stage.plans()).isEmpty();
        assertThat(stage.facts()).isEmpty();
    }

    @Test
    void shouldNameEveryCauseOfAVersion() {
        stage.agreement(share("0.1"));
        closed(PREMIUM, "1000");
        // In euros nothing can be planned; meanwhile plays and terms change too.
        stage.revenue(revenue("2000").setCurrency("EUR").setRevision(2));
        stage.agreement(share("0.2"));
        stage.usage(PREMIUM, MAY, 1, LATE, 0);
        stage.end(DSP, MAY, 1);
        assertThat(stage.plans()).isEmpty();

        stage.revenue(revenue("2000").setRevision(3));

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getReason()).isEqualTo("CHANGED_TERMS+LATE_PLAYS+RESTATED_REVENUE");
        assertThat(plan.getVersion()).isEqualTo(2);
        assertThat(plan.getAmountMicros()).isEqualTo(micros("400"));
        assertThat(plan.getPreviousAmountMicros()).isEqualTo(micros("100"));
    }

    @Test
    void shouldAskForWeightsWhenTheModelChanges() {
        stage.agreement(share("0.1"));
        closed(PREMIUM, "1000");

        stage.agreement(share("0.1").setModel(AllocationModel.USER_CENTRIC));

        assertThat(stage.plans()).isEmpty();
        TestRecord<String, PeriodState> fact = only(stage.facts());
        assertThat(fact.key()).isEqualTo("acme/2026-05/POOL_PLANNED/" + POOL + "@v2");
        assertThat(only(fact.value().getPools()).getStatus()).isEqualTo(PoolStatus.WEIGHING);
        stage.answer(only(stage.requests()), Map.of(0, "1", 7, "1"), Excluded.NOTHING);
        PoolPlan plan = only(stage.plans());
        assertThat(plan.getVersion()).isEqualTo(2);
        assertThat(plan.getReason()).isEqualTo("CHANGED_TERMS");
        assertThat(plan.getModel()).isEqualTo(AllocationModel.USER_CENTRIC);
        assertThat(plan.getPreviousAmountMicros()).isEqualTo(micros("100"));
    }

    @Test
    void shouldAskForOtherWeightsWhenTermsChangeWhileItWaits() {
        stage.agreement(share("0.1"));
        closed(PREMIUM, "1000");
        stage.agreement(share("0.1").setModel(AllocationModel.USER_CENTRIC));
        WeightRequest first = only(stage.requests());

        stage.agreement(share("0.1").setMinimumTrackPlays(50L));
        WeightRequest second = only(stage.requests());
        stage.answer(first, Map.of(0, "1", 7, "1"), Excluded.NOTHING);
        assertThat(stage.plans()).isEmpty();
        stage.answer(second, Map.of(7, "60"), new Excluded(40, 1, "40", 0));

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getVersion()).isEqualTo(2);
        assertThat(plan.getWeighting()).isEqualTo("PLAYS");
        assertThat(plan.getTotalWeight()).isEqualByComparingTo("60");
    }

    @Test
    void shouldPlanAnAnnouncedVersionThoughTermsWereChangedBack() {
        stage.agreement(share("0.1"));
        closed(PREMIUM, "1000");
        stage.agreement(share("0.1").setModel(AllocationModel.USER_CENTRIC));
        stage.facts();

        stage.agreement(share("0.1"));

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getVersion()).isEqualTo(2);
        assertThat(plan.getAmountMicros()).isEqualTo(plan.getPreviousAmountMicros());
        assertThat(only(only(stage.facts()).value().getPools()).getStatus()).isEqualTo(PoolStatus.PLANNED);
    }

    @Test
    void shouldKeepTheVersionWhenChangedTermsCannotBePriced() {
        stage.agreement(share("0.1"));
        closed(PREMIUM, "1000");

        stage.agreement(share("0.1").setFloorPerSubscriber(BigDecimal.ONE));
        PoolFact waiting = only(only(stage.facts()).value().getPools());
        assertThat(waiting.getStatus()).isEqualTo(PoolStatus.NOT_PRICEABLE);
        assertThat(waiting.getVersion()).isEqualTo(2);
        stage.revenue(revenue("1000").setSubscribers(500L).setRevision(2));

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getReason()).isEqualTo("CHANGED_TERMS+RESTATED_REVENUE");
        assertThat(plan.getAmountMicros()).isEqualTo(micros("500"));
    }

    @Test
    void shouldRestateEachRightByItsOwnAgreement() {
        stage.agreement(share("0.1"));
        stage.agreement(share("0.5").setRightType(RightType.RECORDING));
        closed(PREMIUM, "1000");

        stage.agreement(share("0.52").setRightType(RightType.RECORDING));

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getRightType()).isEqualTo(RightType.RECORDING);
        assertThat(plan.getPreviousAmountMicros()).isEqualTo(micros("500"));
    }

    /** Each version starts where the one before ended, whatever changes in whatever order. */
    @Test
    void shouldChainVersionsUnderAnySequenceOfChanges() {
        Seeds.cases(30, random -> {
            String dsp = "dsp" + random.nextInt(Integer.MAX_VALUE);
            OfferingKey offering = new OfferingKey(dsp, "US", "premium");
            long rate = random.nextLong(1, 1_000_000);
            long net = random.nextLong(1, 1_000_000_000_000L);
            int revenueRevision = 1;
            int usageRevision = 0;
            long plays = 100;
            stage.agreement(share("0").setDsp(dsp).setRevenueShareMillionths(rate));
            stage.revenue(revenue("0").setDsp(dsp).setNetRevenueMicros(net));
            stage.usage(offering, MAY, PLAYS, 0);
            stage.end(dsp, MAY);
            long before = 0;
            List<PoolPlan> plans = new ArrayList<>(stage.plans());
            for (int i = 0; i < 12; i++) {
                int version = plans.size();
                String reason;
                switch (random.nextInt(3)) {
                    case 0 -> {
                        rate = rate == 1_000_000 ? 1 : rate + 1;
                        stage.agreement(share("0").setDsp(dsp).setRevenueShareMillionths(rate));
                        reason = "CHANGED_TERMS";
                    }
                    case 1 -> {
                        net = random.nextLong(1, 1_000_000_000_000L);
                        revenueRevision++;
                        stage.revenue(revenue("0").setDsp(dsp).setNetRevenueMicros(net).setRevision(revenueRevision));
                        reason = "RESTATED_REVENUE";
                    }
                    default -> {
                        usageRevision++;
                        stage.usage(offering, MAY, usageRevision, LATE, 0);
                        stage.end(dsp, MAY, usageRevision);
                        plays += 25;
                        reason = "LATE_PLAYS";
                    }
                }
                PoolPlan plan = only(stage.plans());
                assertThat(plan.getVersion()).isEqualTo(version + 1);
                assertThat(plan.getReason()).isEqualTo(reason);
                plans.add(plan);
            }
            for (PoolPlan plan : plans) {
                assertThat(plan.getPreviousAmountMicros()).isEqualTo(before);
                before = plan.getAmountMicros();
            }
            PoolPlan last = plans.get(plans.size() - 1);
            assertThat(last.getPlays()).isEqualTo(plays);
            assertThat(last.getUsageRevision()).isEqualTo(usageRevision);
            assertThat(BigDecimal.valueOf(last.getAmountMicros())).isEqualTo(
                    BigDecimal.valueOf(rate).multiply(BigDecimal.valueOf(net)).movePointLeft(6)
                            .setScale(0, RoundingMode.FLOOR));
            stage.facts();
        });
    }

    /** Totals May with {@link #PLAYS} and forgets what was published for it. */
    private void closed(OfferingKey offering, String netRevenue) {
        stage.revenue(revenue(netRevenue));
        stage.usage(offering, MAY, PLAYS, 0);
        stage.end(DSP, MAY);
        stage.plans();
        stage.facts();
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
