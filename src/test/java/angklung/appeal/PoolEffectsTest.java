package angklung.appeal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import angklung.avro.AllocationModel;
import angklung.avro.ClaimsPolicy;
import angklung.avro.PoolPlan;
import angklung.avro.RightType;
import angklung.avro.ScreeningPolicy;
import angklung.model.Weight;
import angklung.topic.AvroSerdes;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PoolEffectsTest {
    static {
        AvroSerdes.trustGeneratedClasses();
    }

    private static final Hit HIT = new Hit(
            HitsTest.hit("a", "F3", 0, 0),
            List.of(HitsTest.plays("IDABC2600001", 30), HitsTest.plays("IDABC2600002", 10)),
            Optional.empty());

    @Test
    void shouldPriceHeldPlaysAsThePoolDoes() {
        PoolEffects effects = new PoolEffects();
        effects.add(plan(1, RightType.RECORDING, ScreeningPolicy.HOLD, "PLAYS", 100, 0));

        // 1000 units over 100 plays, 40 of them
        assertThat(effects.of(HIT)).singleElement().satisfies(effect -> {
            assertThat(effect.amountMicros()).isEqualTo(400_000_000);
            assertThat(effect.plays()).isEqualTo(40);
            assertThat(effect.exact()).isTrue();
        });
    }

    @Test
    void shouldPriceExcludedPlaysAsIfTheyCounted() {
        PoolEffects effects = new PoolEffects();
        effects.add(plan(1, RightType.RECORDING, ScreeningPolicy.REBASE, "PLAYS", 60, 40));

        assertThat(effects.of(HIT)).singleElement()
                .satisfies(effect -> assertThat(effect.amountMicros()).isEqualTo(400_000_000));
    }

    @Test
    void shouldSayThatAPoolWithoutScreeningLosesNothing() {
        PoolEffects effects = new PoolEffects();
        effects.add(plan(1, RightType.RECORDING, ScreeningPolicy.NONE, "PLAYS", 100, 0));

        assertThat(effects.of(HIT)).singleElement()
                .satisfies(effect -> assertThat(effect.amountMicros()).isZero());
    }

    @Test
    void shouldUseTheRateWherePlaysWeighDifferently() {
        PoolEffects effects = new PoolEffects();
        effects.add(plan(1, RightType.RECORDING, ScreeningPolicy.HOLD, "SUBSCRIBERS", 3, 0));

        assertThat(effects.of(HIT)).singleElement().satisfies(effect -> {
            assertThat(effect.amountMicros()).isEqualTo(40 * 10_000_000L);
            assertThat(effect.exact()).isFalse();
        });
    }

    @Test
    void shouldTakeTheLastVersionOfEveryPool() {
        PoolEffects effects = new PoolEffects();
        effects.add(plan(2, RightType.RECORDING, ScreeningPolicy.REBASE, "PLAYS", 100, 100));
        effects.add(plan(1, RightType.RECORDING, ScreeningPolicy.HOLD, "PLAYS", 100, 0));
        effects.add(plan(1, RightType.MECHANICAL, ScreeningPolicy.HOLD, "PLAYS", 40, 0));
        PoolPlan scenario = plan(9, RightType.RECORDING, ScreeningPolicy.HOLD, "PLAYS", 1, 0);
        scenario.setScenario("what-if");
        effects.add(scenario);

        assertThat(effects.of(HIT)).extracting(PoolEffect::rateSheetId, PoolEffect::amountMicros)
                .containsExactly(
                        tuple("nada/ID/premium/2026-04/MECHANICAL/IDR@v1", 1_000_000_000L),
                        tuple("nada/ID/premium/2026-04/RECORDING/IDR@v2", 200_000_000L));
    }

    @Test
    void shouldNotDivideByNothing() {
        PoolEffects effects = new PoolEffects();
        effects.add(plan(1, RightType.RECORDING, ScreeningPolicy.REBASE, "PLAYS", 0, 0));

        assertThat(effects.of(HIT)).singleElement()
                .satisfies(effect -> assertThat(effect.amountMicros()).isZero());
    }

    private static PoolPlan plan(
            int version, RightType right, ScreeningPolicy policy, String weighting, long weight, long excluded) {
        String pool = "nada/ID/premium/2026-04/" + right + "/IDR";
        return PoolPlan.newBuilder()
                .setDsp("nada")
                .setTerritory("ID")
                .setOffering("premium")
                .setPeriod("2026-04")
                .setRightType(right)
                .setCurrency("IDR")
                .setPool(pool)
                .setVersion(version)
                .setRateSheetId(pool + "@v" + version)
                .setRevenueRevision(1)
                .setModel(AllocationModel.MARKET_CENTRIC)
                .setWeighting(weighting)
                .setScreening(policy)
                .setClaims(ClaimsPolicy.HOLD_ALL)
                .setAgreementValidFrom(LocalDate.EPOCH)
                .setSteps(List.of())
                .setAmountMicros(1_000_000_000)
                .setPlays(weight + excluded)
                .setExcluded(excluded == 0 ? Map.of() : Map.of("SCREENED", excluded))
                .setTotalWeight(Weight.toDecimal(Weight.ofPlays(weight)))
                .setRatePerPlay(new BigDecimal("10.000000000000"))
                .setBucketPrefixes(List.of())
                .setFirstBucket(0)
                .build();
    }
}
