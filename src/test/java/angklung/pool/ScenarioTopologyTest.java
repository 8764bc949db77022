package angklung.pool;

import static angklung.pool.PoolInputs.DSP;
import static angklung.pool.PoolInputs.MAY;
import static angklung.pool.PoolInputs.micros;
import static angklung.pool.PoolInputs.policy;
import static angklung.pool.PoolInputs.revenue;
import static angklung.pool.PoolInputs.share;
import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.Agreement;
import angklung.avro.AllocationModel;
import angklung.avro.AuthorshipEffect;
import angklung.avro.PoolPlan;
import angklung.avro.RightType;
import angklung.avro.Scenario;
import angklung.avro.ScenarioResult;
import angklung.avro.ScenarioResultKind;
import angklung.avro.ScreeningPolicy;
import angklung.avro.WeightRequest;
import angklung.model.OfferingKey;
import angklung.pool.PoolStage.Excluded;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What a closed period would have given under another agreement. */
class ScenarioTopologyTest {
    private static final OfferingKey PREMIUM = new OfferingKey("acme", "US", "premium");
    private static final SortedMap<Integer, Long> PLAYS = new TreeMap<>(Map.of(0, 40L, 7, 60L));
    private static final String POOL = "acme/US/premium/2026-05/MECHANICAL/USD";

    private PoolStage stage;

    @BeforeEach
    void start(TestInfo test) {
        stage = new PoolStage(test.getTestMethod().orElseThrow().getName(), 3);
    }

    @AfterEach
    void stop() {
        // Whatever was asked: nothing of it is paid, reported or remembered as published.
        assertThat(stage.plans()).isEmpty();
        assertThat(stage.facts()).isEmpty();
        stage.close();
    }

    @Test
    void shouldPlanAClosedPeriodUnderOtherTerms() {
        closed();

        ask("what-if", share("0.2"));

        ScenarioResult result = only(stage.results());
        assertThat(result.getKind()).isEqualTo(ScenarioResultKind.PLAN);
        PoolPlan plan = only(stage.scenarioPlans());
        assertThat(result.getPlan()).isEqualTo(plan);
        assertThat(plan.getScenario()).isEqualTo("what-if");
        assertThat(plan.getPool()).isEqualTo(POOL);
        assertThat(plan.getRateSheetId()).isEqualTo(POOL + "@scenario/what-if");
        assertThat(plan.getAmountMicros()).isEqualTo(micros("200"));
        assertThat(plan.getPreviousAmountMicros()).isZero();
        assertThat(plan.getTotalWeight()).isEqualByComparingTo("100");
        assertThat(plan.getReason()).isEqualTo("ORIGINAL");
    }

    @Test
    void shouldAnswerTheSameScenarioOnce() {
        closed();
        ask("what-if", share("0.2"));
        stage.results();
        stage.scenarioPlans();

        ask("what-if", share("0.3"));

        assertThat(stage.results()).isEmpty();
        assertThat(stage.scenarioPlans()).isEmpty();
        ask("another", share("0.3"));
        assertThat(stage.results()).hasSize(1);
        assertThat(stage.scenarioPlans()).hasSize(1);
    }

    @Test
    void shouldUseTheLatestRevenueAndUsage() {
        closed();
        stage.revenue(revenue("5000").setRevision(2));
        stage.usage(PREMIUM, MAY, 1, new TreeMap<>(Map.of(9, 11L)), 0);
        stage.end(DSP, MAY, 1);
        stage.plans();
        stage.facts();

        ask("what-if", share("0.2"));

        PoolPlan plan = only(stage.scenarioPlans());
        assertThat(plan.getAmountMicros()).isEqualTo(micros("1000"));
        assertThat(plan.getPlays()).isEqualTo(111);
        assertThat(plan.getUsageRevision()).isEqualTo(1);
        assertThat(plan.getRevenueRevision()).isEqualTo(2);
    }

    @Test
    void shouldAskForWeightsInItsOwnName() {
        closed();

        ask("what-if", bySubscriber());

        WeightRequest request = only(stage.requests());
        assertThat(request.getRequest()).isEqualTo("what-if:acme/US/premium/2026-05@r0/SUBSCRIBERS");
        assertThat(stage.results()).isEmpty();
        stage.answer(request, Map.of(0, "3", 7, "1"), Excluded.NOTHING);
        assertThat(only(stage.results()).getKind()).isEqualTo(ScenarioResultKind.PLAN);
        PoolPlan plan = only(stage.scenarioPlans());
        assertThat(plan.getModel()).isEqualTo(AllocationModel.USER_CENTRIC);
        assertThat(plan.getTotalWeight()).isEqualByComparingTo("4");
    }

    @Test
    void shouldReuseTheWeightsThatAPoolAskedFor() {
        stage.agreement(bySubscriber());
        stage.revenue(revenue("1000"));
        stage.usage(PREMIUM, MAY, PLAYS, 0);
        stage.end(DSP, MAY);
        stage.answer(only(stage.requests()), Map.of(0, "3", 7, "1"), Excluded.NOTHING);
        stage.plans();
        stage.facts();

        ask("what-if", share("0.3").setModel(AllocationModel.USER_CENTRIC));

        assertThat(stage.requests()).isEmpty();
        assertThat(only(stage.scenarioPlans()).getAmountMicros()).isEqualTo(micros("300"));
        stage.results();
    }

    @Test
    void shouldAskAgainWhenLatePlaysCameMeanwhile() {
        closed();
        ask("what-if", bySubscriber());
        WeightRequest first = only(stage.requests());
        stage.usage(PREMIUM, MAY, 1, new TreeMap<>(Map.of(9, 11L)), 0);
        stage.end(DSP, MAY, 1);
        stage.plans();
        stage.facts();

        stage.answer(first, Map.of(0, "3", 7, "1"), Excluded.NOTHING);

        assertThat(stage.results()).isEmpty();
        WeightRequest second = only(stage.requests());
        assertThat(second.getRevision()).isEqualTo(1);
        stage.answer(second, Map.of(0, "3", 7, "1", 9, "1"), Excluded.NOTHING);
        assertThat(only(stage.scenarioPlans()).getTotalWeight()).isEqualByComparingTo("5");
        stage.results();
    }

    @Test
    void shouldRefuseWhatWasNotClosedOrNeverPlanned() {
        ask("early", share("0.2"));
        assertThat(refusal()).contains("2026-05 of acme is not closed");

        stage.end(DSP, MAY);
        stage.facts();
        ask("poor", share("0.2"));
        assertThat(refusal()).contains("no revenue was reported");

        stage.revenue(revenue("1000"));
        stage.facts();
        ask("strange", share("0.2"));
        assertThat(refusal()).contains("was never planned");
    }

    @Test
    void shouldRefuseAnotherRightThanThoseOfThePeriod() {
        closed();

        ask("what-if", share("0.2").setRightType(RightType.RECORDING));

        assertThat(refusal()).contains("the pool of RECORDING of acme/US/premium in 2026-05 was never planned");
    }

    @Test
    void shouldRefuseTermsThatCannotBePriced() {
        closed();

        ask("what-if", share("0.2").setScreening(ScreeningPolicy.UNKNOWN));

        assertThat(refusal()).contains("does not know the agreement's screening");
    }

    @Test
    void shouldScreenAsTheScenarioSays() {
        closed();

        ask("what-if", share("0.2").setScreening(ScreeningPolicy.REBASE));

        WeightRequest request = only(stage.requests());
        assertThat(request.getRequest()).isEqualTo("what-if:acme/US/premium/2026-05@r0/PLAYS/REBASE");
        stage.answer(request, Map.of(0, "40", 7, "50"), Excluded.screened(10, 0));
        PoolPlan plan = only(stage.scenarioPlans());
        assertThat(plan.getScreening()).isEqualTo(ScreeningPolicy.REBASE);
        assertThat(plan.getExcluded()).isEqualTo(Map.of("SCREENED", 10L));
        assertThat(plan.getAmountMicros()).isEqualTo(micros("200"));
        stage.results();
    }

    @Test
    void shouldUseThePoliciesKnown() {
        closed();
        stage.policy(policy("TERRITORY/US", AuthorshipEffect.TAG));

        ask("tagged", share("0.2"));

        assertThat(only(stage.scenarioPlans()).getAuthorshipPolicies()).hasSize(1);
        stage.results();
        stage.policy(policy("TERRITORY/US", AuthorshipEffect.EXCLUDE));
        ask("excluded", share("0.2"));
        WeightRequest request = only(stage.requests());
        assertThat(request.getRequest())
                .matches("excluded:acme/US/premium/2026-05@r0/PLAYS/policies:[0-9a-f]{8}/MECHANICAL");
        stage.answer(request, Map.of(0, "40", 7, "57"), Excluded.authorship(3, "3"));
        assertThat(only(stage.scenarioPlans()).getExcluded()).isEqualTo(Map.of("AUTHORSHIP", 3L));
        stage.results();
    }

    @Test
    void shouldRefuseWeightsThatWereNotKept() {
        closed();
        ask("user", bySubscriber());
        stage.answer(only(stage.requests()), Map.of(), Excluded.missing(100));
        assertThat(refusal()).contains("weights by subscriber were not kept");

        ask("artist", share("0.1").setModel(AllocationModel.ARTIST_CENTRIC).setArtistMinPlays(1L));
        stage.answer(only(stage.requests()), Map.of(), Excluded.missing(100));
        assertThat(refusal()).contains("only if an agreement of the offering weighed alike");

        ask("screened", bySubscriber().setScreening(ScreeningPolicy.HOLD));
        stage.answer(only(stage.requests()), Map.of(), Excluded.missing(100));
        assertThat(refusal()).contains("100 plays have no weight SUBSCRIBERS/HOLD", "weighed and screened alike");
    }

    @Test
    void shouldRefuseAScenarioThatIsAboutSomethingElse() {
        closed();

        ask("foreign", share("0.2").setOffering("family"));
        assertThat(refusal()).contains("its agreement is about acme/US/family");

        stage.scenario(PREMIUM, new Scenario("may", "May 2026", share("0.2").build()));
        assertThat(refusal()).contains("'May 2026' is not a period");
    }

    @Test
    void shouldRefuseWhenTheCurrencyChanged() {
        closed();
        stage.revenue(revenue("5000").setCurrency("EUR").setRevision(2));
        stage.facts();

        ask("what-if", share("0.2"));

        assertThat(refusal()).contains("the last revenue report is in EUR, but the pool is in USD");
    }

    private static Agreement.Builder bySubscriber() {
        return share("0.1").setModel(AllocationModel.USER_CENTRIC);
    }

    private void closed() {
        stage.agreement(share("0.1"));
        stage.revenue(revenue("1000"));
        stage.usage(PREMIUM, MAY, PLAYS, 0);
        stage.end(DSP, MAY);
        stage.plans();
        stage.facts();
    }

    private void ask(String scenario, Agreement.Builder terms) {
        stage.scenario(PREMIUM, new Scenario(scenario, MAY, terms.build()));
    }

    /** The reason of the one answer since the last call. */
    private String refusal() {
        ScenarioResult result = only(stage.results());
        assertThat(result.getKind()).isEqualTo(ScenarioResultKind.REFUSED);
        assertThat(result.getPlan()).isNull();
        assertThat(stage.scenarioPlans()).isEmpty();
        return result.getReason();
    }

    private static <T> T only(List<T> list) {
        assertThat(list).hasSize(1);
        return list.get(0);
    }
}
