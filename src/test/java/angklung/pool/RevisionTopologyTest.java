package angklung.pool;

import static angklung.pool.PoolInputs.DSP;
import static angklung.pool.PoolInputs.MAY;
import static angklung.pool.PoolInputs.micros;
import static angklung.pool.PoolInputs.policy;
import static angklung.pool.PoolInputs.revenue;
import static angklung.pool.PoolInputs.share;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.AllocationModel;
import angklung.avro.AuthorshipEffect;
import angklung.avro.PeriodState;
import angklung.avro.PoolFact;
import angklung.avro.PoolPlan;
import angklung.avro.PoolStatus;
import angklung.avro.RightType;
import angklung.avro.ScreeningPolicy;
import angklung.avro.WeightRequest;
import angklung.model.OfferingKey;
import angklung.pool.PoolStage.Excluded;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Rights, authorship policies and screening of a closed period: each reaches its pools by a revision and only so. */
class RevisionTopologyTest {
    private static final int TASKS = 3;
    private static final OfferingKey PREMIUM = new OfferingKey("acme", "US", "premium");
    private static final OfferingKey FAMILY = new OfferingKey("acme", "US", "family");
    private static final String POOL = "acme/US/premium/2026-05/MECHANICAL/USD";
    private static final SortedMap<Integer, Long> PLAYS = new TreeMap<>(Map.of(0, 40L, 7, 60L));
    private static final SortedMap<Integer, Long> LATE = new TreeMap<>(Map.of(7, 10L, 9, 15L));
    private static final Map<Integer, String> OF_SUBSCRIBERS = Map.of(0, "3", 7, "1");

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
    void shouldCopyTheLastPlanWhereOnlyRightsWereChanged() {
        stage.policy(policy("TERRITORY/US", AuthorshipEffect.TAG));
        stage.agreement(share("0.1").setPerPlayMinimum(BigDecimal.ONE));
        PoolPlan first = closed();

        changedRights(1, RightType.MECHANICAL);

        PoolPlan second = only(stage.plans());
        assertThat(second).isEqualTo(PoolPlan.newBuilder(first)
                .setVersion(2)
                .setRateSheetId(POOL + "@v2")
                .setReason("CHANGED_RIGHTS")
                .setRightsOnly(true)
                .setPreviousAmountMicros(first.getAmountMicros())
                .build());
        assertThat(stage.requests()).isEmpty();
        List<TestRecord<String, PeriodState>> facts = stage.facts();
        assertThat(facts).extracting(TestRecord::key).containsExactly(
                "acme/2026-05/POOL_PLANNED/" + POOL + "@v2", "acme/2026-05+1/POOL_TOTAL/0");
        PoolFact fact = only(facts.get(0).value().getPools());
        assertThat(fact.getPlanReason()).isEqualTo("CHANGED_RIGHTS");
        assertThat(fact.getAmountMicros()).isEqualTo(fact.getPreviousAmountMicros()).isEqualTo(micros("100"));
        assertThat(facts.get(1).value().getPools()).containsExactly(fact);

        changedRights(2, RightType.MECHANICAL);
        assertThat(only(stage.plans())).isEqualTo(
                PoolPlan.newBuilder(second).setVersion(3).setRateSheetId(POOL + "@v3").build());
    }

    @Test
    void shouldReachOnlyThePoolsOfTheRightThatWasChanged() {
        stage.agreement(share("0.1"));
        stage.agreement(share("0.5").setRightType(RightType.RECORDING));
        stage.agreement(share("0.1").setOffering("family"));
        stage.revenue(revenue("1000").setOffering("family"));
        stage.usage(FAMILY, MAY, PLAYS, 0);
        stage.revenue(revenue("1000"));
        stage.usage(PREMIUM, MAY, PLAYS, 0);
        stage.end(DSP, MAY);
        forget();

        changedRights(1, RightType.RECORDING, RightType.PERFORMANCE);

        assertThat(only(stage.plans()).getPool()).isEqualTo("acme/US/premium/2026-05/RECORDING/USD");
    }

    @Test
    void shouldKeepTheWeightsOfTheVersionBefore() {
        stage.agreement(share("0.1").setModel(AllocationModel.USER_CENTRIC));
        stage.revenue(revenue("1000"));
        stage.usage(PREMIUM, MAY, PLAYS, 0);
        stage.end(DSP, MAY);
        stage.answer(only(stage.requests()), OF_SUBSCRIBERS, Excluded.NOTHING);
        forget();

        changedRights(1, RightType.MECHANICAL);

        assertThat(stage.requests()).isEmpty();
        PoolPlan plan = only(stage.plans());
        assertThat(plan.getRightsOnly()).isTrue();
        assertThat(plan.getUsageRevision()).isZero();
        assertThat(plan.getTotalWeight()).isEqualByComparingTo("4");

        // What comes next is divided by all that is known, and not called a change of rights again.
        stage.revenue(revenue("700").setRevision(2));
        WeightRequest request = only(stage.requests());
        assertThat(request.getRevision()).isEqualTo(1);
        stage.answer(request, OF_SUBSCRIBERS, Excluded.NOTHING);
        PoolPlan next = only(stage.plans());
        assertThat(next.getVersion()).isEqualTo(3);
        assertThat(next.getReason()).isEqualTo("RESTATED_REVENUE");
        assertThat(next.getRightsOnly()).isFalse();
    }

    @Test
    void shouldWeighAnewWhereAPolicyExcludes() {
        stage.policy(policy("TERRITORY/US", AuthorshipEffect.EXCLUDE));
        stage.agreement(share("0.1"));
        stage.revenue(revenue("1000"));
        stage.usage(PREMIUM, MAY, PLAYS, 0);
        stage.end(DSP, MAY);
        stage.answer(only(stage.requests()), Map.of(0, "40", 7, "40"), Excluded.authorship(20, "20"));
        forget();

        changedRights(1, RightType.MECHANICAL);

        assertThat(stage.plans()).isEmpty();
        WeightRequest request = only(stage.requests());
        assertThat(request.getRevision()).isEqualTo(1);
        assertThat(request.getAuthorshipPolicies()).hasSize(1);
        stage.answer(request, Map.of(0, "40", 7, "60"), Excluded.NOTHING);
        PoolPlan plan = only(stage.plans());
        assertThat(plan.getReason()).isEqualTo("CHANGED_RIGHTS");
        assertThat(plan.getRightsOnly()).isFalse();
        assertThat(plan.getUsageRevision()).isEqualTo(1);
        assertThat(plan.getTotalWeight()).isEqualByComparingTo("100");
        assertThat(plan.getExcluded()).isEmpty();
    }

    @Test
    void shouldPriceAnewWhenPlaysCameWithTheRights() {
        stage.agreement(share("0.1"));
        closed();

        stage.partial(PREMIUM, MAY, 1, 0, sub(9), 0, List.of(), false);
        stage.partial(PREMIUM, MAY, 1, 1, sub(7), 0, List.of(RightType.MECHANICAL), true);
        stage.end(DSP, MAY, 1);

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getReason()).isEqualTo("CHANGED_RIGHTS+LATE_PLAYS");
        assertThat(plan.getRightsOnly()).isFalse();
        assertThat(plan.getPlays()).isEqualTo(125);
    }

    @Test
    void shouldNotCareWhatIsFoundArtificialWhereNothingIsScreened() {
        stage.agreement(share("0.1"));
        stage.agreement(share("0.5").setRightType(RightType.RECORDING).setScreening(ScreeningPolicy.HOLD));
        stage.revenue(revenue("1000"));
        stage.usage(PREMIUM, MAY, PLAYS, 0);
        stage.end(DSP, MAY);
        stage.answer(only(stage.requests()), Map.of(0, "40", 7, "60"), Excluded.screened(0, 12));
        forget();

        stage.news(PREMIUM, 1, 2, List.of(), true);
        stage.end(DSP, MAY, 1);

        assertThat(stage.plans()).isEmpty();
        WeightRequest request = only(stage.requests());
        assertThat(request.getRequest()).isEqualTo("acme/US/premium/2026-05@r1/PLAYS/HOLD");
        PoolFact weighing = only(stage.total());
        assertThat(weighing.getStatus()).isEqualTo(PoolStatus.WEIGHING);
        assertThat(weighing.getVersion()).isEqualTo(2);
        stage.answer(request, Map.of(0, "40", 7, "60"), Excluded.NOTHING);
        PoolPlan plan = only(stage.plans());
        assertThat(plan.getReason()).isEqualTo("SCREENING");
        assertThat(plan.getRightType()).isEqualTo(RightType.RECORDING);
        assertThat(plan.getUsageRevision()).isEqualTo(1);
        assertThat(plan.getPreviousAmountMicros()).isEqualTo(plan.getAmountMicros());
    }

    @Test
    void shouldTakeInAPolicyOnlyWhenThePeriodIsRevised() {
        stage.agreement(share("0.1"));
        closed();

        stage.policy(policy("TERRITORY/US", AuthorshipEffect.HOLD));
        assertThat(stage.plans()).isEmpty();
        assertThat(stage.facts()).isEmpty();

        stage.end(DSP, MAY, 1);
        PoolPlan plan = only(stage.plans());
        assertThat(plan.getReason()).isEqualTo("CHANGED_POLICY");
        assertThat(plan.getRightsOnly()).isFalse();
        assertThat(only(plan.getAuthorshipPolicies()).getEffect()).isEqualTo(AuthorshipEffect.HOLD);
        List<TestRecord<String, PeriodState>> facts = stage.facts();
        assertThat(facts).extracting(TestRecord::key).containsExactly(
                "acme/2026-05/POOL_PLANNED/" + POOL + "@v2", "acme/2026-05+1/POOL_TOTAL/0");
        assertThat(facts.get(1).value().getPools()).isEqualTo(facts.get(0).value().getPools());

        stage.end(DSP, MAY, 2);
        assertThat(stage.plans()).isEmpty();
        assertThat(only(stage.facts()).value().getPools()).isEmpty();
    }

    @Test
    void shouldRestateRevenueByThePoliciesOfThePlan() {
        stage.agreement(share("0.1"));
        closed();
        stage.policy(policy("TERRITORY/US", AuthorshipEffect.EXCLUDE));

        stage.revenue(revenue("2000").setRevision(2));

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getReason()).isEqualTo("RESTATED_REVENUE");
        assertThat(plan.getAuthorshipPolicies()).isEmpty();
        assertThat(stage.requests()).isEmpty();
        stage.end(DSP, MAY, 1);
        assertThat(only(stage.requests()).getAuthorshipPolicies()).hasSize(1);
    }

    /** Not even what the policy was when the version was made may be lost for it. */
    @Test
    void shouldRestateByAPolicyAsItWasThen() {
        stage.policy(policy("TERRITORY/US", AuthorshipEffect.TAG));
        stage.agreement(share("0.1"));
        closed();
        stage.policy(policy("TERRITORY/US", AuthorshipEffect.HOLD));
        stage.policy(policy("TERRITORY/US", AuthorshipEffect.PAY));
        stage.policy(policy("TERRITORY/US", AuthorshipEffect.HOLD));

        stage.revenue(revenue("2000").setRevision(2));
        assertThat(only(only(stage.plans()).getAuthorshipPolicies()).getEffect()).isEqualTo(AuthorshipEffect.TAG);

        stage.policy(policy("TERRITORY/US", AuthorshipEffect.TAG));
        stage.end(DSP, MAY, 1);
        assertThat(stage.plans()).isEmpty(); // back to what it was
    }

    @Test
    void shouldWeighWithoutAPolicyThatWasWithdrawn() {
        stage.policy(policy("TERRITORY/US", AuthorshipEffect.EXCLUDE));
        stage.agreement(share("0.1"));
        stage.revenue(revenue("1000"));
        stage.usage(PREMIUM, MAY, PLAYS, 0);
        stage.end(DSP, MAY);
        stage.answer(only(stage.requests()), Map.of(0, "40", 7, "40"), Excluded.authorship(20, "20"));
        forget();

        stage.policy(policy("TERRITORY/US", AuthorshipEffect.PAY));
        changedRights(1, RightType.MECHANICAL);

        PoolPlan plan = only(stage.plans());
        assertThat(stage.requests()).isEmpty();
        assertThat(plan.getReason()).isEqualTo("CHANGED_POLICY+CHANGED_RIGHTS");
        assertThat(plan.getRightsOnly()).isFalse();
        assertThat(plan.getAuthorshipPolicies()).isEmpty();
        assertThat(plan.getTotalWeight()).isEqualByComparingTo("100");
    }

    @Test
    void shouldNotReviseByAPolicyThatChangesNothingInThePeriod() {
        stage.policy(policy("TERRITORY/US", AuthorshipEffect.TAG));
        stage.agreement(share("0.1"));
        closed();

        stage.policy(policy("TERRITORY/US", AuthorshipEffect.TAG).setValidTo(LocalDate.parse("2026-06-01")));
        stage.policy(policy("TERRITORY/US", AuthorshipEffect.TAG).setValidTo(LocalDate.parse("2026-06-01"))
                .setSource("https://example.org"));
        stage.policy(policy("TERRITORY/US", AuthorshipEffect.HOLD).setValidFrom(LocalDate.parse("2026-06-01")));
        stage.policy(policy("TERRITORY/KR", AuthorshipEffect.HOLD));
        stage.policy(policy("SOCIETY/KOMCA", AuthorshipEffect.HOLD).setRightType(RightType.RECORDING));
        stage.policy(policy("TERRITORY/US", AuthorshipEffect.PAY).setRightType(RightType.PERFORMANCE));
        stage.end(DSP, MAY, 1);
        assertThat(stage.plans()).isEmpty();

        stage.policy(policy("TERRITORY/US", AuthorshipEffect.TAG).setValidTo(LocalDate.parse("2026-05-31")));
        stage.end(DSP, MAY, 2);
        assertThat(only(stage.plans()).getReason()).isEqualTo("CHANGED_POLICY");
    }

    @Test
    void shouldKeepAPlanThatCannotBePricedByAPolicyItDoesNotKnow() {
        stage.agreement(share("0.1"));
        closed();
        stage.policy(policy("TERRITORY/US", AuthorshipEffect.UNKNOWN));
        stage.end(DSP, MAY, 1);
        PoolFact waiting = only(stage.total());
        assertThat(waiting.getStatus()).isEqualTo(PoolStatus.NOT_PRICEABLE);
        assertThat(waiting.getVersion()).isEqualTo(2);

        stage.policy(policy("TERRITORY/US", AuthorshipEffect.HOLD));
        assertThat(stage.plans()).isEmpty();
        stage.end(DSP, MAY, 2);
        assertThat(only(stage.plans()).getReason()).isEqualTo("CHANGED_POLICY");
    }

    @Test
    void shouldDivideAnewAPoolWhoseAgreementIsGone() {
        stage.agreement(share("0.1"));
        closed();
        stage.agreement(share("0.1").setValidTo(LocalDate.parse("2026-05-01")));

        changedRights(1, RightType.MECHANICAL);

        assertThat(only(stage.plans()).getRightsOnly()).isTrue();
    }

    /** A revision sends the weights of the whole period again, so that they may be there now. */
    @Test
    void shouldAskAgainForMissingWeights() {
        stage.agreement(share("0.1").setModel(AllocationModel.USER_CENTRIC));
        stage.revenue(revenue("1000"));
        stage.usage(PREMIUM, MAY, PLAYS, 0);
        stage.end(DSP, MAY);
        stage.answer(only(stage.requests()), OF_SUBSCRIBERS, Excluded.NOTHING);
        forget();
        stage.agreement(share("0.1").setModel(AllocationModel.USER_CENTRIC).setScreening(ScreeningPolicy.HOLD));
        stage.answer(only(stage.requests()), Map.of(), Excluded.missing(100));
        assertThat(stage.plans()).isEmpty();
        stage.facts();

        stage.end(DSP, MAY, 1);

        WeightRequest request = only(stage.requests());
        assertThat(request.getRequest()).isEqualTo("acme/US/premium/2026-05@r1/SUBSCRIBERS/HOLD");
        stage.answer(request, OF_SUBSCRIBERS, Excluded.screened(0, 7));
        assertThat(only(stage.plans()).getReason()).isEqualTo("CHANGED_TERMS");
    }

    /** As with late plays: the weights of the last revision count, and the answer to an older question is no news. */
    @Test
    void shouldAskAnewWhenARevisionComesWhileWeightsAreAskedFor() {
        stage.agreement(share("0.1").setScreening(ScreeningPolicy.REBASE));
        stage.revenue(revenue("1000"));
        stage.usage(PREMIUM, MAY, PLAYS, 0);
        stage.end(DSP, MAY);
        stage.answer(only(stage.requests()), Map.of(0, "40", 7, "60"), Excluded.NOTHING);
        forget();
        stage.news(PREMIUM, 1, 0, List.of(), true);
        stage.end(DSP, MAY, 1);
        WeightRequest first = only(stage.requests());
        stage.answer(first, 0, Map.of(0, "30"), Excluded.screened(10, 0));

        changedRights(2, RightType.MECHANICAL);

        WeightRequest second = only(stage.requests());
        assertThat(second.getRevision()).isEqualTo(2);
        stage.facts();
        stage.answer(first, 1, Map.of(7, "60"), Excluded.NOTHING);
        stage.answer(first, 2, Map.of(), Excluded.NOTHING);
        assertThat(stage.plans()).isEmpty();
        assertThat(stage.facts()).isEmpty();
        stage.answer(second, Map.of(0, "20", 7, "60"), Excluded.screened(20, 0));
        PoolPlan plan = only(stage.plans());
        assertThat(plan.getVersion()).isEqualTo(2);
        assertThat(plan.getReason()).isEqualTo("CHANGED_RIGHTS+SCREENING");
        assertThat(plan.getRightsOnly()).isFalse();
        assertThat(plan.getTotalWeight()).isEqualByComparingTo("80");
    }

    @Test
    void shouldTakeNewsOfAPoolThatStillWaitsWithItsFirstPlan() {
        stage.agreement(share("0.1"));
        stage.usage(PREMIUM, MAY, PLAYS, 0);
        stage.end(DSP, MAY);
        stage.news(PREMIUM, 1, 0, List.of(RightType.MECHANICAL), true);
        stage.end(DSP, MAY, 1);
        forget();

        stage.revenue(revenue("1000"));

        PoolPlan plan = only(stage.plans());
        assertThat(plan.getReason()).isEqualTo("ORIGINAL");
        assertThat(plan.getRightsOnly()).isFalse();
        stage.end(DSP, MAY, 2);
        assertThat(stage.plans()).isEmpty();
    }

    @Test
    void shouldStopAtChangedRightsThatItDoesNotKnow() {
        stage.agreement(share("0.1"));
        closed();

        assertThatThrownBy(() -> changedRights(1, RightType.UNKNOWN))
                .rootCause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("changed claims of a right that this release does not know");
    }

    private void changedRights(int revision, RightType... rights) {
        stage.news(PREMIUM, revision, 1, List.of(rights), false);
        stage.end(DSP, MAY, revision);
    }

    /** Closes May and forgets what was published but for its one plan. */
    private PoolPlan closed() {
        stage.revenue(revenue("1000"));
        stage.usage(PREMIUM, MAY, PLAYS, 9);
        stage.end(DSP, MAY);
        PoolPlan plan = only(stage.plans());
        forget();
        return plan;
    }

    private void forget() {
        stage.plans();
        stage.facts();
        stage.requests();
    }

    private static SortedMap<Integer, Long> sub(int bucket) {
        return new TreeMap<>(Map.of(bucket, LATE.get(bucket)));
    }

    private static <T> T only(List<T> list) {
        assertThat(list).hasSize(1);
        return list.get(0);
    }
}
