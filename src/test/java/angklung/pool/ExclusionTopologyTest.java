package angklung.pool;

import static angklung.pool.PoolInputs.DSP;
import static angklung.pool.PoolInputs.MAY;
import static angklung.pool.PoolInputs.micros;
import static angklung.pool.PoolInputs.policy;
import static angklung.pool.PoolInputs.revenue;
import static angklung.pool.PoolInputs.share;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.Agreement;
import angklung.avro.AllocationModel;
import angklung.avro.Authorship;
import angklung.avro.AuthorshipEffect;
import angklung.avro.AuthorshipPolicy;
import angklung.avro.IdleSubscribers;
import angklung.avro.PolicyHolder;
import angklung.avro.PoolFact;
import angklung.avro.PoolPlan;
import angklung.avro.PoolStatus;
import angklung.avro.PricingStep;
import angklung.avro.RightType;
import angklung.avro.ScreeningPolicy;
import angklung.avro.WeightRequest;
import angklung.model.OfferingKey;
import angklung.pool.PoolStage.Excluded;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Plays that take no part in a pool: found artificial, or left to nobody by an authorship policy. */
class ExclusionTopologyTest {
    private static final OfferingKey PREMIUM = new OfferingKey("acme", "US", "premium");
    private static final String POOL = "acme/US/premium/2026-05/MECHANICAL/USD";
    private static final SortedMap<Integer, Long> PLAYS = new TreeMap<>(Map.of(0, 40L, 7, 60L));

    private PoolStage stage;

    @BeforeEach
    void start(TestInfo test) {
        stage = new PoolStage(test.getTestMethod().orElseThrow().getName(), 3);
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void shouldDivideARebasedPoolOverTheRest() {
        stage.agreement(share("0.1").setScreening(ScreeningPolicy.REBASE));
        close();
        WeightRequest request = only(stage.requests());
        assertThat(request.getRequest()).isEqualTo("acme/US/premium/2026-05@r0/PLAYS/REBASE");
        assertThat(request.getScreening()).isEqualTo(ScreeningPolicy.REBASE);
        assertThat(request.getRightType()).isNull();
        assertThat(request.getAuthorshipPolicies()).isEmpty();
        assertThat(stage.plans()).isEmpty();

        stage.answer(request, Map.of(0, "25", 7, "60"), Excluded.screened(15, 0));

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getScreening()).isEqualTo(ScreeningPolicy.REBASE);
        assertThat(plan.getPlays()).isEqualTo(100);
        assertThat(plan.getAmountMicros()).isEqualTo(micros("100"));
        assertThat(plan.getTotalWeight()).isEqualByComparingTo("85");
        assertThat(plan.getExcluded()).isEqualTo(Map.of("SCREENED", 15L, "SHORT", 9L));
        PricingStep step = step(plan, "screened plays, excluded");
        assertThat(step.getResult()).isEqualTo("15");
        assertThat(step.getInputs()).isEqualTo(Map.of("screening", "REBASE", "plays_excluded", "15"));
        assertThat(step.getApplies()).isFalse();
        assertThat(plan.getSteps()).extracting(PricingStep::getName).doesNotContain("screened plays, held");
        assertThat(step(plan, "weighing").getResult()).isEqualTo("85");
    }

    @Test
    void shouldKeepTheWeightOfHeldPlays() {
        stage.agreement(share("0.1").setScreening(ScreeningPolicy.HOLD));
        close();
        WeightRequest request = only(stage.requests());
        assertThat(request.getRequest()).isEqualTo("acme/US/premium/2026-05@r0/PLAYS/HOLD");

        stage.answer(request, Map.of(0, "35", 7, "60"), Excluded.screened(5, 12));

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getTotalWeight()).isEqualByComparingTo("95");
        assertThat(plan.getExcluded()).isEqualTo(Map.of("SCREENED", 5L, "SHORT", 9L));
        assertThat(step(plan, "screened plays, excluded").getResult()).isEqualTo("5");
        assertThat(step(plan, "screened plays, held").getResult()).isEqualTo("12");
        assertThat(step(plan, "screened plays, held").getInputs())
                .isEqualTo(Map.of("screening", "HOLD", "plays_held", "12"));
    }

    @Test
    void shouldAskApartForEveryWayToScreen() {
        stage.agreement(bySubscriber().setScreening(ScreeningPolicy.HOLD));
        stage.agreement(bySubscriber().setScreening(ScreeningPolicy.REBASE).setRightType(RightType.RECORDING));
        stage.agreement(bySubscriber().setRightType(RightType.PERFORMANCE));
        close();

        assertThat(stage.requests()).extracting(WeightRequest::getRequest).containsExactly(
                "acme/US/premium/2026-05@r0/SUBSCRIBERS/HOLD",
                "acme/US/premium/2026-05@r0/SUBSCRIBERS",
                "acme/US/premium/2026-05@r0/SUBSCRIBERS/REBASE");
    }

    @Test
    void shouldCountASubscriberWithoutAnHonestPlayAsIdle() {
        stage.agreement(bySubscriber()
                .setScreening(ScreeningPolicy.REBASE).setIdleSubscribers(IdleSubscribers.HOLD));
        stage.revenue(revenue("1000").setSubscribers(5L));
        stage.usage(PREMIUM, MAY, PLAYS, 0);
        stage.end(DSP, MAY);
        stage.answer(only(stage.requests()), Map.of(0, "3"), Excluded.screened(60, 0));

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getIdleWeight()).isEqualByComparingTo("2");
        assertThat(step(plan, "subscribers with plays").getFormula()).contains("not excluded as artificial");
    }

    @Test
    void shouldSayWhatToDoWhenScreenedWeightsAreMissing() {
        stage.agreement(bySubscriber().setScreening(ScreeningPolicy.HOLD));
        close();
        stage.facts();

        stage.answer(only(stage.requests()), Map.of(), Excluded.missing(100));

        PoolFact fact = only(only(stage.facts()).value().getPools());
        assertThat(fact.getStatus()).isEqualTo(PoolStatus.NOT_PRICEABLE);
        assertThat(fact.getReason()).contains("100 plays have no weight SUBSCRIBERS/HOLD", "revise the period");
    }

    @Test
    void shouldPlanAtOnceWithPoliciesThatExcludeNothing() {
        stage.policy(policy("SOCIETY/KOMCA", AuthorshipEffect.HOLD));
        stage.policy(policy("TERRITORY/US", AuthorshipEffect.TAG).setSource("https://example.org/act"));
        stage.agreement(share("0.1"));
        close();

        PoolPlan plan = only(stage.plans());
        assertThat(stage.requests()).isEmpty();
        assertThat(plan.getAuthorshipPolicies()).extracting(AuthorshipPolicy::getHolder).containsExactly("KOMCA", "US");
        assertThat(plan.getAuthorshipPolicies().get(1).getSource()).isEqualTo("https://example.org/act");
        PricingStep step = step(plan, "plays excluded by authorship");
        assertThat(step.getResult()).isEqualTo("0");
        assertThat(step.getInputs()).isEqualTo(Map.of(
                "SOCIETY KOMCA@2025-01-01 AI_GENERATED", "HOLD",
                "TERRITORY US@2025-01-01 AI_GENERATED", "TAG"));
        assertThat(plan.getSteps()).extracting(PricingStep::getResult)
                .allSatisfy(result -> assertThat(result).matches("[0-9.]*")); // numbers for every reader
    }

    @Test
    void shouldAskWhichPlaysAPolicyLeavesNobody() {
        stage.policy(policy("SOCIETY/KOMCA", AuthorshipEffect.EXCLUDE));
        stage.policy(policy("TERRITORY/US", AuthorshipEffect.TAG));
        stage.agreement(share("0.1"));
        stage.agreement(share("0.5").setRightType(RightType.RECORDING).setScreening(ScreeningPolicy.REBASE)
                .setMinimumTrackPlays(10L).setMinimumTrackWindow(1));
        close();
        List<WeightRequest> requests = stage.requests();
        assertThat(requests.get(0).getRequest())
                .matches("acme/US/premium/2026-05@r0/PLAYS/policies:[0-9a-f]{8}/MECHANICAL");
        assertThat(requests.get(0).getRightType()).isEqualTo(RightType.MECHANICAL);
        assertThat(requests.get(0).getAuthorshipPolicies()).extracting(AuthorshipPolicy::getEffect)
                .containsExactly(AuthorshipEffect.EXCLUDE, AuthorshipEffect.TAG);
        assertThat(requests.get(1).getRequest())
                .matches("acme/US/premium/2026-05@r0/PLAYS/10x1/REBASE/policies:[0-9a-f]{8}/RECORDING");

        stage.answer(requests.get(0), Map.of(0, "40", 7, "40"), Excluded.authorship(20, "20"));
        stage.answer(requests.get(1), Map.of(0, "20", 7, "40"), new Excluded(4, 1, "4", 0, 6, 0, 30, "30"));

        List<PoolPlan> plans = stage.plans();
        assertThat(plans.get(0).getExcluded()).isEqualTo(Map.of("AUTHORSHIP", 20L, "SHORT", 9L));
        assertThat(plans.get(0).getTotalWeight()).isEqualByComparingTo("80");
        assertThat(plans.get(0).getPlays()).isEqualTo(100);
        assertThat(step(plans.get(0), "plays excluded by authorship").getResult()).isEqualTo("20");
        assertThat(plans.get(1).getExcluded())
                .isEqualTo(Map.of("AUTHORSHIP", 30L, "BELOW_MINIMUM", 4L, "SCREENED", 6L, "SHORT", 9L));
        assertThat(plans.get(1).getTotalWeight()).isEqualByComparingTo("60");
    }

    /** Whoever heard nothing but excluded recordings has listened. */
    @Test
    void shouldNotTakeASubscriberOfExcludedPlaysForIdle() {
        stage.policy(policy("TERRITORY/US", AuthorshipEffect.EXCLUDE));
        stage.agreement(bySubscriber().setIdleSubscribers(IdleSubscribers.HOLD));
        stage.revenue(revenue("1000").setSubscribers(7L));
        stage.usage(PREMIUM, MAY, PLAYS, 0);
        stage.end(DSP, MAY);
        stage.answer(only(stage.requests()), Map.of(0, "3.25"), Excluded.authorship(20, "1.75"));

        PoolPlan plan = only(stage.plans());
        assertThat(step(plan, "subscribers with plays").getResult()).isEqualTo("5");
        assertThat(plan.getIdleWeight()).isEqualByComparingTo("2");
        assertThat(plan.getTotalWeight()).isEqualByComparingTo("5.25");
    }

    @Test
    void shouldHoldThePoolWhenEverythingIsExcluded() {
        stage.agreement(share("0.1").setScreening(ScreeningPolicy.REBASE));
        close();
        stage.answer(only(stage.requests()), Map.of(), Excluded.screened(100, 0));

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getTotalWeight()).isZero();
        assertThat(plan.getAmountMicros()).isEqualTo(micros("100"));
    }

    @Test
    void shouldStopAtAnswersThatLoseExcludedPlays() {
        stage.agreement(share("0.1").setScreening(ScreeningPolicy.REBASE));
        stage.agreement(share("0.1").setScreening(ScreeningPolicy.HOLD).setRightType(RightType.RECORDING));
        stage.agreement(bySubscriber().setRightType(RightType.PERFORMANCE));
        stage.policy(policy("TERRITORY/US", AuthorshipEffect.EXCLUDE).setRightType(RightType.PERFORMANCE));
        close();
        List<WeightRequest> requests = stage.requests(); // in order of right type

        assertBroken("each play must weigh 1", () -> stage.answer(
                requests.get(0), Map.of(0, "25", 7, "60"), Excluded.screened(14, 0)));
        assertBroken("each subscriber must weigh 1", () -> stage.answer(
                requests.get(1), Map.of(0, "3.25"), Excluded.authorship(20, "1.5")));
        assertBroken("a count is negative", () -> stage.answer(
                requests.get(2), 0, Map.of(), Excluded.screened(-1, 0)));
        assertBroken("more plays are left out than there are", () -> stage.answer(
                requests.get(2), Map.of(0, "40", 7, "50"), Excluded.screened(10, 91)));
    }

    @Test
    void shouldWaitForAPolicyThatItDoesNotKnow() {
        stage.policy(policy("SOCIETY/KOMCA", AuthorshipEffect.UNKNOWN));
        stage.policy(policy("SOCIETY/WAMI", AuthorshipEffect.UNKNOWN).setRightType(RightType.RECORDING));
        stage.agreement(share("0.1"));
        close();
        PoolFact waiting = only(stage.total());
        assertThat(waiting.getStatus()).isEqualTo(PoolStatus.NOT_PRICEABLE);
        assertThat(waiting.getReason()).contains(
                "does not know the effect of the authorship policy SOCIETY KOMCA@2025-01-01 AI_GENERATED");
        assertThat(waiting.getReason()).doesNotContain("WAMI");

        stage.policy(policy("SOCIETY/KOMCA", AuthorshipEffect.HOLD));

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getVersion()).isEqualTo(1);
        assertThat(only(plan.getAuthorshipPolicies()).getEffect()).isEqualTo(AuthorshipEffect.HOLD);
        assertThat(only(stage.facts()).key()).isEqualTo("acme/2026-05/POOL_PLANNED/" + POOL + "@v1");
    }

    @Test
    void shouldPriceAWaitingPoolByThePoliciesOfThatMoment() {
        stage.agreement(share("0.1"));
        stage.usage(PREMIUM, MAY, PLAYS, 0);
        stage.end(DSP, MAY);
        stage.facts();
        stage.policy(policy("TERRITORY/US", AuthorshipEffect.TAG));
        assertThat(stage.facts()).isEmpty();

        stage.revenue(revenue("1000"));

        assertThat(only(stage.plans()).getAuthorshipPolicies()).hasSize(1);
    }

    @Test
    void shouldAskAgainWhenPoliciesChangeBeforeTheFirstPlan() {
        stage.policy(policy("TERRITORY/US", AuthorshipEffect.EXCLUDE));
        stage.agreement(share("0.1"));
        close();
        WeightRequest first = only(stage.requests());
        stage.policy(policy("SOCIETY/KOMCA", AuthorshipEffect.PAY));

        stage.answer(first, Map.of(0, "40", 7, "40"), Excluded.authorship(20, "20"));

        assertThat(stage.plans()).isEmpty();
        stage.answer(only(stage.requests()), Map.of(0, "40", 7, "50"), Excluded.authorship(10, "10"));
        assertThat(only(stage.plans()).getTotalWeight()).isEqualByComparingTo("90");
    }

    @Test
    void shouldStopAtAPolicyUnderAForeignKey() {
        AuthorshipPolicy policy = policy("SOCIETY/KOMCA", AuthorshipEffect.TAG).build();

        assertBroken("must use holder_kind/holder as the key", () -> stage.policy("TERRITORY/KOMCA", policy));
        assertBroken("has no value", () -> stage.policy("SOCIETY/KOMCA", null));
    }

    /** A kind that a later release has lies under a key that nobody can check here. */
    @Test
    void shouldWaitForAKindOfHolderThatItDoesNotKnow() {
        AuthorshipPolicy policy = policy("SOCIETY/KOMCA", AuthorshipEffect.TAG)
                .setHolderKind(PolicyHolder.UNKNOWN).build();
        stage.policy("LABEL/KOMCA", policy);
        stage.agreement(share("0.1"));
        close();

        assertThat(only(stage.total()).getReason()).contains("does not know the kind of holder");
    }

    @Test
    void shouldReplaceAPolicyOfTheSameHolderRightAuthorshipAndDay() {
        stage.policy(policy("TERRITORY/US", AuthorshipEffect.EXCLUDE));
        stage.policy(policy("TERRITORY/US", AuthorshipEffect.HOLD).setAuthorship(Authorship.AI_ASSISTED));
        stage.policy(policy("TERRITORY/US", AuthorshipEffect.HOLD).setValidFrom(LocalDate.parse("2025-06-01")));
        stage.policy(policy("TERRITORY/US", AuthorshipEffect.HOLD).setRightType(RightType.MECHANICAL));
        stage.policy(policy("TERRITORY/US", AuthorshipEffect.TAG));
        stage.agreement(share("0.1"));
        close();

        assertThat(only(stage.plans()).getAuthorshipPolicies()).extracting(PolicyRules::name).containsExactly(
                "TERRITORY US@2025-01-01 MECHANICAL AI_GENERATED",
                "TERRITORY US@2025-06-01 AI_GENERATED",
                "TERRITORY US@2025-01-01 AI_ASSISTED",
                "TERRITORY US@2025-01-01 AI_GENERATED");
    }

    private static Agreement.Builder bySubscriber() {
        return share("0.1").setModel(AllocationModel.USER_CENTRIC);
    }

    private void close() {
        stage.revenue(revenue("1000"));
        stage.usage(PREMIUM, MAY, PLAYS, 9);
        stage.end(DSP, MAY);
    }

    private static PricingStep step(PoolPlan plan, String name) {
        return only(plan.getSteps().stream().filter(step -> step.getName().equals(name)).toList());
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
