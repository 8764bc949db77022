package angklung.pool;

import static angklung.pool.PoolInputs.DSP;
import static angklung.pool.PoolInputs.MAY;
import static angklung.pool.PoolInputs.micros;
import static angklung.pool.PoolInputs.revenue;
import static angklung.pool.PoolInputs.share;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import angklung.avro.Agreement;
import angklung.avro.AllocationModel;
import angklung.avro.IdleSubscribers;
import angklung.avro.OvertimeFactor;
import angklung.avro.PartialKind;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.PoolFact;
import angklung.avro.PoolPartial;
import angklung.avro.PoolPlan;
import angklung.avro.PoolStatus;
import angklung.avro.PricingStep;
import angklung.avro.RightType;
import angklung.avro.WeightRequest;
import angklung.model.OfferingKey;
import angklung.pool.PoolStage.Excluded;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
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

/** Pools whose weights the tally is asked for. */
class WeighingTopologyTest {
    private static final int TASKS = 3;
    private static final OfferingKey PREMIUM = new OfferingKey("acme", "US", "premium");
    private static final String WAITING = "acme/US/premium/2026-05/MECHANICAL";
    private static final String POOL = WAITING + "/USD";
    private static final SortedMap<Integer, Long> PLAYS = new TreeMap<>(Map.of(0, 40L, 7, 25L, 128, 5L, 255, 30L));

    /** Four subscribers: a third and two thirds of one, the others whole. */
    private static final Map<Integer, String> OF_SUBSCRIBERS = Map.of(
            0, "0.333333333333333333333333", 7, "1.666666666666666666666667", 255, "2");

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
    void shouldAskForTheWeightsOfSubscribersAndPlanWhenAllTasksHaveAnswered() {
        stage.agreement(bySubscriber());
        close();
        WeightRequest request = only(stage.requests());
        assertThat(request.getRequest()).isEqualTo("acme/US/premium/2026-05@r0/SUBSCRIBERS");
        assertThat(List.of(request.getDsp(), request.getTerritory(), request.getOffering(), request.getPeriod()))
                .containsExactly("acme", "US", "premium", "2026-05");
        assertThat(request.getWeighting()).isEqualTo("SUBSCRIBERS");
        assertThat(request.getRevision()).isZero();
        assertThat(request.getMinimumTrackPlays()).isNull();
        assertThat(request.getMinimumTrackWindow()).isEqualTo(1);
        assertThat(stage.plans()).isEmpty();
        PoolFact weighing = only(stage.total());
        assertThat(weighing.getPool()).isEqualTo(WAITING);
        assertThat(weighing.getVersion()).isZero();
        assertThat(weighing.getStatus()).isEqualTo(PoolStatus.WEIGHING);
        assertThat(weighing.getPlays()).isEqualTo(100);
        assertThat(weighing.getReason()).contains(request.getRequest());

        stage.answer(request, 2, OF_SUBSCRIBERS, Excluded.NOTHING);
        stage.answer(request, 0, OF_SUBSCRIBERS, Excluded.NOTHING);
        assertThat(stage.plans()).isEmpty();
        assertThat(stage.facts()).isEmpty();
        stage.answer(request, 1, OF_SUBSCRIBERS, Excluded.NOTHING);

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getSteps()).extracting(PricingStep::getResult)
                .allSatisfy(result -> assertThat(result).matches("[0-9.]*")); // numbers for every reader
        assertThat(plan.getModel()).isEqualTo(AllocationModel.USER_CENTRIC);
        assertThat(plan.getWeighting()).isEqualTo("SUBSCRIBERS");
        assertThat(plan.getVersion()).isEqualTo(1);
        assertThat(plan.getAmountMicros()).isEqualTo(micros("100"));
        assertThat(plan.getPlays()).isEqualTo(100);
        assertThat(plan.getRatePerPlay()).isEqualByComparingTo("1");
        assertThat(plan.getTotalWeight()).isEqualByComparingTo("4");
        assertThat(plan.getIdleWeight()).isEqualByComparingTo("0");
        assertPrefixes(plan, OF_SUBSCRIBERS);
        TestRecord<String, PeriodState> fact = only(stage.facts());
        assertThat(fact.key()).isEqualTo("acme/2026-05/POOL_PLANNED/" + POOL + "@v1");
        assertThat(fact.value().getKind()).isEqualTo(PeriodFact.POOL_PLANNED);
        assertThat(only(fact.value().getPools()).getStatus()).isEqualTo(PoolStatus.PLANNED);
        assertThat(stage.requests()).isEmpty();
    }

    @Test
    void shouldNotAskBeforeThereIsRevenue() {
        stage.agreement(bySubscriber());
        stage.usage(PREMIUM, MAY, PLAYS, 0);
        stage.end(DSP, MAY);
        assertThat(only(stage.total()).getStatus()).isEqualTo(PoolStatus.NO_REVENUE);
        assertThat(stage.requests()).isEmpty();

        stage.revenue(revenue("1000"));

        assertThat(stage.requests()).hasSize(1);
        TestRecord<String, PeriodState> fact = only(stage.facts());
        assertThat(fact.key()).isEqualTo("acme/2026-05/POOL_PLANNED/" + WAITING + "@v0");
        assertThat(only(fact.value().getPools()).getStatus()).isEqualTo(PoolStatus.WEIGHING);
    }

    @Test
    void shouldReuseTheAnswerForARestatedRevenue() {
        planned(bySubscriber(), OF_SUBSCRIBERS, Excluded.NOTHING);

        stage.revenue(revenue("700").setRevision(2));

        assertThat(stage.requests()).isEmpty();
        PoolPlan plan = only(stage.plans());
        assertThat(plan.getVersion()).isEqualTo(2);
        assertThat(plan.getReason()).isEqualTo("RESTATED_REVENUE");
        assertThat(plan.getAmountMicros()).isEqualTo(micros("70"));
        assertThat(plan.getPreviousAmountMicros()).isEqualTo(micros("100"));
        assertPrefixes(plan, OF_SUBSCRIBERS);
    }

    @Test
    void shouldAskOnceForSeveralRightsThatWeighAlike() {
        stage.agreement(bySubscriber());
        stage.agreement(bySubscriber().setRightType(RightType.RECORDING));
        stage.agreement(share("0.05").setRightType(RightType.PERFORMANCE));
        close();
        assertThat(only(stage.plans()).getRightType()).isEqualTo(RightType.PERFORMANCE);

        stage.answer(only(stage.requests()), OF_SUBSCRIBERS, Excluded.NOTHING);

        assertThat(stage.plans()).extracting(PoolPlan::getRightType)
                .containsExactly(RightType.MECHANICAL, RightType.RECORDING);
    }

    @Test
    void shouldHoldThePartOfIdleSubscribers() {
        stage.agreement(bySubscriber().setIdleSubscribers(IdleSubscribers.HOLD));
        stage.revenue(revenue("1000").setSubscribers(10L));
        stage.usage(PREMIUM, MAY, PLAYS, 0);
        stage.end(DSP, MAY);
        stage.answer(only(stage.requests()), OF_SUBSCRIBERS, Excluded.NOTHING);

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getTotalWeight()).isEqualByComparingTo("10");
        assertThat(plan.getIdleWeight()).isEqualByComparingTo("6");
        assertPrefixes(plan, OF_SUBSCRIBERS);
        assertThat(step(plan, "subscribers with plays").getResult()).isEqualTo("4");
        assertThat(step(plan, "idle subscribers, held").getResult()).isEqualTo("6");
        assertThat(step(plan, "total weight").getResult()).isEqualTo("10");
    }

    @Test
    void shouldHoldNothingWhenFewerSubscribersAreReportedThanPlayed() {
        stage.agreement(bySubscriber().setIdleSubscribers(IdleSubscribers.HOLD));
        stage.revenue(revenue("1000").setSubscribers(3L));
        stage.usage(PREMIUM, MAY, PLAYS, 0);
        stage.end(DSP, MAY);
        stage.answer(only(stage.requests()), OF_SUBSCRIBERS, Excluded.NOTHING);

        assertThat(only(stage.plans()).getIdleWeight()).isEqualByComparingTo("0");
    }

    @Test
    void shouldGiveAllToIdleSubscribersWhenNobodyPlayed() {
        stage.agreement(bySubscriber().setIdleSubscribers(IdleSubscribers.HOLD));
        stage.revenue(revenue("1000").setSubscribers(3L));
        stage.end(DSP, MAY);
        stage.answer(only(stage.requests()), Map.of(), Excluded.NOTHING);

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getTotalWeight()).isEqualByComparingTo("3");
        assertThat(plan.getIdleWeight()).isEqualByComparingTo("3");
        assertThat(plan.getPlays()).isZero();
    }

    @Test
    void shouldSayThatIdleSubscribersAreSpread() {
        stage.agreement(bySubscriber());
        stage.revenue(revenue("1000").setSubscribers(10L));
        stage.usage(PREMIUM, MAY, PLAYS, 0);
        stage.end(DSP, MAY);
        stage.answer(only(stage.requests()), OF_SUBSCRIBERS, Excluded.NOTHING);

        PoolPlan plan = only(stage.plans());
        assertThat(step(plan, "idle subscribers, spread").getResult()).isEqualTo("6");
        assertThat(step(plan, "subscribers with plays").getInputs()).isEqualTo(Map.of("subscribers_with_plays", "4"));
        assertThat(plan.getIdleWeight()).isEqualByComparingTo("0");
        assertThat(plan.getTotalWeight()).isEqualByComparingTo("4");
    }

    @Test
    void shouldLeaveOutRecordingsBelowTheMinimum() {
        stage.agreement(share("0.1").setMinimumTrackPlays(10L).setMinimumTrackWindow(1));
        close();
        WeightRequest request = only(stage.requests());
        assertThat(request.getRequest()).isEqualTo("acme/US/premium/2026-05@r0/PLAYS/10x1");
        assertThat(request.getMinimumTrackPlays()).isEqualTo(10);

        stage.answer(request, Map.of(0, "40", 7, "25", 255, "30"), new Excluded(5, 2, "5", 0));

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getWeighting()).isEqualTo("PLAYS");
        assertThat(plan.getMinimumTrackPlays()).isEqualTo(10);
        assertThat(plan.getMinimumTrackWindow()).isEqualTo(1);
        assertThat(plan.getTotalWeight()).isEqualByComparingTo("95");
        assertThat(plan.getPlays()).isEqualTo(100);
        assertThat(plan.getExcluded()).isEqualTo(Map.of("BELOW_MINIMUM", 5L, "SHORT", 9L));
        assertThat(plan.getRatePerPlay()).isEqualByComparingTo("1");
        PricingStep step = step(plan, "weight below the minimum");
        assertThat(step.getResult()).isEqualTo("5");
        assertThat(step.getInputs()).isEqualTo(Map.of(
                "minimum_track_plays", "10", "minimum_track_window", "1", "recordings_below_minimum", "2",
                "plays_below_minimum", "5"));
        assertThat(step.getApplies()).isFalse();
    }

    @Test
    void shouldLeaveOutSubscribersPlaysBelowTheMinimumButCountTheSubscribers() {
        stage.agreement(bySubscriber().setMinimumTrackPlays(10L).setIdleSubscribers(IdleSubscribers.HOLD));
        stage.revenue(revenue("1000").setSubscribers(7L));
        stage.usage(PREMIUM, MAY, PLAYS, 0);
        stage.end(DSP, MAY);
        stage.answer(only(stage.requests()), Map.of(0, "3.5"), new Excluded(5, 1, "0.5", 0));

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getIdleWeight()).isEqualByComparingTo("3");
        assertThat(plan.getTotalWeight()).isEqualByComparingTo("6.5");
    }

    @Test
    void shouldKeepTheAnswerOfAWindowWhateverComesToThePeriodsBefore() {
        stage.end(DSP, "2026-04");
        stage.agreement(share("0.1").setMinimumTrackPlays(10L));
        close();
        WeightRequest request = only(stage.requests());
        assertThat(request.getRequest()).isEqualTo("acme/US/premium/2026-05@r0/PLAYS/10x12");
        stage.answer(request, Map.of(0, "100"), Excluded.NOTHING);
        stage.plans();

        stage.end(DSP, "2026-04", 1);
        stage.revenue(revenue("700").setRevision(2));

        assertThat(stage.requests()).isEmpty();
        assertThat(only(stage.plans()).getTotalWeight()).isEqualByComparingTo("100");
    }

    @Test
    void shouldTreatAMinimumOfZeroAsNone() {
        stage.agreement(share("0.1").setMinimumTrackPlays(0L));
        close();

        assertThat(stage.requests()).isEmpty();
        assertThat(only(stage.plans()).getMinimumTrackPlays()).isNull();
    }

    @Test
    void shouldHoldThePoolWhenEveryRecordingIsBelowTheMinimum() {
        stage.agreement(share("0.1").setMinimumTrackPlays(1_000L));
        close();
        stage.answer(only(stage.requests()), Map.of(), new Excluded(100, 4, "100", 0));

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getTotalWeight()).isZero();
        assertThat(plan.getAmountMicros()).isEqualTo(micros("100"));
        assertThat(plan.getExcluded()).containsEntry("BELOW_MINIMUM", 100L);
    }

    @Test
    void shouldAskForOvertime() {
        stage.agreement(share("0.1")
                .setOvertime(List.of(
                        new OvertimeFactor(6, new BigDecimal("1.2")), new OvertimeFactor(7, new BigDecimal("1.40"))))
                .setOvertimeStep(new BigDecimal("0.2")));
        close();
        WeightRequest request = only(stage.requests());
        assertThat(request.getWeighting()).isEqualTo("OVERTIME(6=1.2,7=1.4,step=0.2)");

        stage.answer(request, Map.of(0, "48", 7, "25", 128, "5", 255, "30"), Excluded.NOTHING);

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getTotalWeight()).isEqualByComparingTo("108");
        assertThat(plan.getWeighting()).isEqualTo("OVERTIME(6=1.2,7=1.4,step=0.2)");
        assertThat(step(plan, "weighing").getInputs())
                .containsEntry("factor from 6 minutes", "1.2")
                .containsEntry("added by each further minute", "0.2");
    }

    @Test
    void shouldShowTheMinimaOfArtistsAndThatListenersAreExact() {
        stage.agreement(share("0.1")
                .setModel(AllocationModel.ARTIST_CENTRIC)
                .setArtistMinPlays(1_000L)
                .setArtistMinListeners(500L)
                .setArtistBoost(new BigDecimal("2"))
                .setActiveBoost(new BigDecimal("2"))
                .setSubscriberCap(new BigDecimal("1000")));
        close();
        WeightRequest request = only(stage.requests());
        assertThat(request.getWeighting())
                .isEqualTo("ARTIST(min_plays=1000,min_listeners=500,artist_boost=2,active_boost=2,cap=1000)");
        stage.answer(request, Map.of(0, "160", 7, "25"), Excluded.NOTHING);

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getModel()).isEqualTo(AllocationModel.ARTIST_CENTRIC);
        PricingStep step = step(plan, "weighing");
        assertThat(step.getResult()).isEqualTo("185");
        assertThat(step.getFormula()).contains("unique listeners are exact, not estimated", "scaled down to it");
        assertThat(step.getInputs())
                .containsEntry("artist_min_plays", "1000")
                .containsEntry("artist_min_listeners", "500")
                .containsEntry("subscriber_cap", "1000");
        assertThat(plan.getSteps()).filteredOn(PricingStep::getApplies).extracting(PricingStep::getName)
                .containsExactly("revenue share", "greatest of", "less performance royalties", "pool amount");
    }

    @Test
    void shouldNotPriceWhenWeightsAreMissing() {
        stage.agreement(bySubscriber());
        close();
        stage.facts();
        stage.answer(only(stage.requests()), Map.of(0, "1"), Excluded.missing(60));

        assertThat(stage.plans()).isEmpty();
        PoolFact fact = only(only(stage.facts()).value().getPools());
        assertThat(fact.getStatus()).isEqualTo(PoolStatus.NOT_PRICEABLE);
        assertThat(fact.getPool()).isEqualTo(WAITING);
        assertThat(fact.getReason()).contains("60 plays have no weight SUBSCRIBERS", "follow their subscribers");
    }

    @Test
    void shouldAskWithALateAgreement() {
        stage.revenue(revenue("1000"));
        stage.usage(PREMIUM, MAY, PLAYS, 0);
        stage.end(DSP, MAY);
        stage.facts();

        stage.agreement(bySubscriber());

        assertThat(stage.requests()).hasSize(1);
        assertThat(only(stage.facts()).key()).isEqualTo("acme/2026-05/POOL_PLANNED/" + WAITING + "@v0");
    }

    @Test
    void shouldStopAtAnswersThatContradict() {
        stage.agreement(bySubscriber());
        close();
        WeightRequest request = only(stage.requests());
        stage.answer(request, 0, OF_SUBSCRIBERS, Excluded.NOTHING);

        assertBroken("the task has answered before",
                () -> stage.answer(request, 0, OF_SUBSCRIBERS, Excluded.NOTHING));
        assertBroken("was not asked about acme/US/premium", () -> stage.answer(
                WeightRequest.newBuilder(request).setRequest("other").build(), 1, Map.of(), Excluded.NOTHING));
        assertBroken("the request is about 2026-05", () -> stage.answer(
                WeightRequest.newBuilder(request).setPeriod("2026-04").build(), 1, Map.of(), Excluded.NOTHING));
        assertBroken("a count is negative", () -> stage.answer(request, 1, Map.of(), Excluded.missing(-1)));
    }

    @Test
    void shouldStopWhenSubscribersAreLostOnTheWay() {
        stage.agreement(bySubscriber());
        close();

        assertBroken("each subscriber must weigh 1", () -> stage.answer(
                only(stage.requests()), Map.of(0, "0.333333333333333333333333"), Excluded.NOTHING));
    }

    @Test
    void shouldStopWhenPlaysAreLostOnTheWay() {
        stage.agreement(share("0.1").setMinimumTrackPlays(10L));
        close();

        assertBroken("each play must weigh 1", () -> stage.answer(
                only(stage.requests()), Map.of(0, "90"), new Excluded(5, 2, "5", 0)));
    }

    @Test
    void shouldStopAtWeightsWithoutAnAnswer() {
        PoolPartial empty = PoolPartial.newBuilder()
                .setKind(PartialKind.WEIGHTS)
                .setDsp(DSP)
                .setPeriod(MAY)
                .setSourcePartition(0)
                .build();

        assertBroken("its weights say nothing", () -> stage.raw(PREMIUM.toString(), empty));
    }

    @Test
    void shouldPlanAnyWeightsThatTheTallyAnswers() {
        Seeds.cases(150, random -> {
            String dsp = "dsp" + random.nextInt(Integer.MAX_VALUE);
            OfferingKey offering = new OfferingKey(dsp, "US", "premium");
            SortedMap<Integer, Long> plays = new TreeMap<>();
            Map<Integer, String> weights = new HashMap<>();
            long subscribers = 0;
            for (int bucket = 0; bucket < 256; bucket++) {
                if (random.nextInt(10) == 0) {
                    long count = random.nextLong(1, 1_000_000);
                    long ofBucket = random.nextLong(1, count + 1);
                    plays.put(bucket, count);
                    weights.put(bucket, String.valueOf(ofBucket));
                    subscribers += ofBucket;
                }
            }
            long idle = random.nextLong(0, 50);
            boolean hold = random.nextBoolean();
            stage.agreement(bySubscriber().setDsp(dsp)
                    .setIdleSubscribers(hold ? IdleSubscribers.HOLD : IdleSubscribers.SPREAD));
            stage.revenue(revenue("1000").setDsp(dsp).setSubscribers(subscribers + idle));
            stage.usage(offering, MAY, plays, 0);
            stage.end(dsp, MAY);
            WeightRequest request = only(stage.requests());
            List<Integer> tasks = new ArrayList<>(List.of(0, 1, 2));
            while (!tasks.isEmpty()) {
                stage.answer(request, tasks.remove(random.nextInt(tasks.size())), weights, Excluded.NOTHING);
            }

            PoolPlan plan = only(stage.plans());
            assertPrefixes(plan, weights);
            assertThat(plan.getIdleWeight()).isEqualByComparingTo(BigDecimal.valueOf(hold ? idle : 0));
            assertThat(plan.getTotalWeight())
                    .isEqualByComparingTo(BigDecimal.valueOf(subscribers + (hold ? idle : 0)));
        });
    }

    private static Agreement.Builder bySubscriber() {
        return share("0.1").setModel(AllocationModel.USER_CENTRIC);
    }

    private void close() {
        stage.revenue(revenue("1000"));
        stage.usage(PREMIUM, MAY, PLAYS, 9);
        stage.end(DSP, MAY);
    }

    private void planned(Agreement.Builder terms, Map<Integer, String> weights, Excluded excluded) {
        stage.agreement(terms);
        close();
        stage.answer(only(stage.requests()), weights, excluded);
        stage.plans();
        stage.facts();
    }

    private static PricingStep step(PoolPlan plan, String name) {
        return only(plan.getSteps().stream().filter(step -> step.getName().equals(name)).toList());
    }

    /** Walks the buckets in the pool's order with a reckoning of its own. */
    private static void assertPrefixes(PoolPlan plan, Map<Integer, String> weights) {
        CRC32 crc = new CRC32();
        crc.update(plan.getPool().getBytes(StandardCharsets.UTF_8));
        int first = (int) (crc.getValue() % 256);
        assertThat(plan.getFirstBucket()).isEqualTo(first);
        assertThat(plan.getBucketPrefixes()).hasSize(256);
        BigDecimal sum = BigDecimal.ZERO;
        for (int bucket = first; bucket < first + 256; bucket++) {
            assertThat(plan.getBucketPrefixes().get(bucket % 256)).isEqualByComparingTo(sum);
            sum = sum.add(new BigDecimal(weights.getOrDefault(bucket % 256, "0")));
        }
        assertThat(plan.getTotalWeight().subtract(plan.getIdleWeight())).isEqualByComparingTo(sum);
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
