package angklung.pool;

import static angklung.pool.PoolInputs.agreement;
import static angklung.pool.PoolInputs.micros;
import static angklung.pool.PoolInputs.revenue;
import static angklung.pool.PoolInputs.share;
import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.avro.Agreement;
import angklung.avro.AllocationModel;
import angklung.avro.ClaimsPolicy;
import angklung.avro.CohortRate;
import angklung.avro.CohortRevenue;
import angklung.avro.IdleSubscribers;
import angklung.avro.LatePlays;
import angklung.avro.OvertimeFactor;
import angklung.avro.PricingStep;
import angklung.avro.RevenueReport;
import angklung.avro.RightType;
import angklung.avro.ScreeningPolicy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PricingRulesTest {
    private static final BigInteger TRILLION = BigInteger.TEN.pow(12);
    private static final BigInteger MILLION = BigInteger.TEN.pow(6);

    @Test
    void shouldPriceTheExampleOfTheUnitedStatesRates() {
        // 37 CFR 385 with the rates of 2022, standalone portable: 91,000 dollars, 0.00091 a play.
        Agreement terms = share("0.151")
                .setLabelPaymentsShareMillionths(262_000L)
                .setFloorPerSubscriber(new BigDecimal("0.50"))
                .build();
        RevenueReport report = revenue("1000000")
                .setLabelPaymentsMicros(micros("550000"))
                .setSubscribers(100_000L)
                .setPerformanceRoyaltiesMicros(micros("60000"))
                .build();

        Pricing.Priced priced = priced(terms, report, 100_000_000);

        assertThat(priced.amountMicros()).isEqualTo(91_000_000_000L);
        assertThat(priced.ratePerPlay()).isEqualByComparingTo("0.00091");
        assertThat(priced.steps()).extracting(PricingStep::getName).containsExactly(
                "revenue share", "label payments share", "per-play minimum", "per-subscriber minimum",
                "greatest of", "less performance royalties", "floor", "pool amount");
        assertThat(priced.steps()).extracting(PricingStep::getResult).containsExactly(
                "151000", "144100", "", "", "151000", "91000", "50000", "91000");
        assertThat(priced.steps()).extracting(PricingStep::getApplies).containsExactly(
                true, false, false, false, true, true, false, true);
        assertThat(priced.steps().get(0).getFormula()).isEqualTo("revenue_share * net_revenue");
        assertThat(priced.steps().get(0).getInputs())
                .isEqualTo(Map.of("revenue_share", "0.151", "net_revenue", "1000000"));
        assertThat(priced.steps().get(2).getInputs()).isEqualTo(Map.of("plays", "100000000")); // not agreed
        assertThat(priced.steps().get(4).getFormula()).isEqualTo("max(revenue share, label payments share)");
        assertThat(priced.steps().get(5).getInputs())
                .isEqualTo(Map.of("greatest of", "151000", "performance_royalties", "60000"));
        assertThat(priced.steps().get(6).getInputs())
                .isEqualTo(Map.of("floor_per_subscriber", "0.5", "subscribers", "100000"));
    }

    @Test
    void shouldTakeTheGreatestAsTheKoreanTariffDoes() {
        // KOMCA article 23: 0.7 won a play or 700 won a subscriber against 10.5 % of revenue.
        Agreement terms = share("0.105")
                .setPerPlayMinimum(new BigDecimal("0.7"))
                .setPerSubscriberMinimum(new BigDecimal("700"))
                .build();
        RevenueReport report = revenue("790000000")
                .setCurrency("KRW")
                .setSubscribers(100_000L)
                .build();

        assertThat(priced(terms, report, 120_000_000).amountMicros()).isEqualTo(micros("84000000"));
        assertThat(applying(terms, report, 120_000_000)).isEqualTo("per-play minimum");
        assertThat(priced(terms, report, 110_000_000).amountMicros()).isEqualTo(micros("82950000"));
        assertThat(applying(terms, report, 110_000_000)).isEqualTo("revenue share");
        RevenueReport many = RevenueReport.newBuilder(report).setSubscribers(130_000L).build();
        assertThat(priced(terms, many, 120_000_000).amountMicros()).isEqualTo(micros("91000000"));
        assertThat(applying(terms, many, 120_000_000)).isEqualTo("per-subscriber minimum");
    }

    @Test
    void shouldNotDeductBelowZero() {
        Agreement terms = share("0.1").build();
        RevenueReport report = revenue("1000").setPerformanceRoyaltiesMicros(micros("100.000001")).build();

        Pricing.Priced priced = priced(terms, report, 5);

        assertThat(priced.amountMicros()).isZero();
        assertThat(priced.ratePerPlay()).isEqualByComparingTo("0");
        assertThat(priced.steps().get(5).getResult()).isEqualTo("0");
    }

    @Test
    void shouldTakeTheFloorWhenItIsHigher() {
        Agreement terms = share("0.1").setFloorPerSubscriber(new BigDecimal("0.6")).build();
        RevenueReport report = revenue("1000")
                .setPerformanceRoyaltiesMicros(micros("100000"))
                .setSubscribers(300L)
                .build();

        assertThat(priced(terms, report, 7).amountMicros()).isEqualTo(micros("180"));
        assertThat(priced(terms, report, 7).ratePerPlay()).isEqualByComparingTo("25.714285714285");
        assertThat(applying(terms, report, 7)).isEqualTo("floor");
    }

    @Test
    void shouldLetTheFirstProngWinATie() {
        Agreement terms = share("0.5").setPerPlayMinimum(new BigDecimal("0.5")).build();

        assertThat(applying(terms, revenue("100").build(), 100)).isEqualTo("revenue share");
    }

    @Test
    void shouldRoundDownOnceAtTheEnd() {
        // 0.333333 * 0.000002 = 0.000000666666 of revenue against three plays of a third of a millionth.
        Agreement terms = share("0.333333").setPerPlayMinimum(new BigDecimal("0.000000333333")).build();

        Pricing.Priced priced = priced(terms, revenue("0.000002").build(), 6);

        assertThat(priced.steps().get(0).getResult()).isEqualTo("0.000000666666");
        assertThat(priced.steps().get(2).getResult()).isEqualTo("0.000001999998");
        assertThat(priced.amountMicros()).isEqualTo(1);
        assertThat(priced.steps().get(7).getResult()).isEqualTo("0.000001");
    }

    @Test
    void shouldHaveNoRateWithoutPlays() {
        Pricing.Priced priced = priced(share("0.5").build(), revenue("10").build(), 0);

        assertThat(priced.amountMicros()).isEqualTo(micros("5"));
        assertThat(priced.ratePerPlay()).isEqualByComparingTo("0");
    }

    @Test
    void shouldPriceTheLargestAmountAndRefuseTheNext() {
        Agreement whole = share("1").build();
        RevenueReport most = revenue("0").setNetRevenueMicros(Long.MAX_VALUE).build();

        assertThat(priced(whole, most, 1).amountMicros()).isEqualTo(Long.MAX_VALUE);

        Agreement perPlay = agreement().setPerPlayMinimum(new BigDecimal("0.000001")).build();
        assertThat(priced(perPlay, most, Long.MAX_VALUE).amountMicros()).isEqualTo(Long.MAX_VALUE);
        Agreement more = agreement().setPerPlayMinimum(new BigDecimal("0.000002")).build();
        assertThat(reason(more, most, Long.MAX_VALUE))
                .contains("18446744073709.551614", "9223372036854.775807");
    }

    @Test
    void shouldWaitForTheInputsOfEveryAgreedTerm() {
        RevenueReport bare = revenue("10").build();

        assertThat(reason(share("0.1").setLabelPaymentsShareMillionths(1L).build(), bare, 1))
                .contains("label_payments_share is agreed", "report label_payments");
        assertThat(reason(share("0.1").setPerSubscriberMinimum(BigDecimal.ONE).build(), bare, 1))
                .contains("per_subscriber_minimum is agreed", "report subscribers");
        assertThat(reason(share("0.1").setFloorPerSubscriber(BigDecimal.ONE).build(), bare, 1))
                .contains("floor_per_subscriber is agreed", "report subscribers");
    }

    @Test
    void shouldNotPriceWithoutAnyProng() {
        RevenueReport report = revenue("10").setSubscribers(1L).build();

        assertThat(reason(agreement().build(), report, 1)).contains("none of revenue_share");
        assertThat(reason(agreement().setFloorPerSubscriber(BigDecimal.ONE).build(), report, 1))
                .contains("none of revenue_share");
    }

    @Test
    void shouldNotPriceWhatThisReleaseDoesNotKnow() {
        for (Consumer<Agreement.Builder> unknown : List.<Consumer<Agreement.Builder>>of(
                terms -> terms.setModel(AllocationModel.UNKNOWN),
                terms -> terms.setClaims(ClaimsPolicy.UNKNOWN),
                terms -> terms.setScreening(ScreeningPolicy.UNKNOWN),
                terms -> terms.setIdleSubscribers(IdleSubscribers.UNKNOWN),
                terms -> terms.setLatePlays(LatePlays.UNKNOWN),
                terms -> terms.setRightType(RightType.UNKNOWN))) {
            assertRefused("does not know", unknown);
        }
    }

    @Test
    void shouldPriceAlikeWhateverIsFoundArtificial() {
        for (ScreeningPolicy screening : List.of(ScreeningPolicy.REBASE, ScreeningPolicy.HOLD)) {
            Agreement terms = share("0.1").setScreening(screening).build();

            assertThat(priced(terms, revenue("10").build(), 3).amountMicros()).isEqualTo(micros("1"));
        }
    }

    @Test
    void shouldPriceEveryModelAlike() {
        Agreement user = share("0.1").setModel(AllocationModel.USER_CENTRIC).build();
        Agreement artist = share("0.1").setModel(AllocationModel.ARTIST_CENTRIC)
                .setArtistMinPlays(1_000L)
                .setArtistMinListeners(500L)
                .setArtistBoost(new BigDecimal("2"))
                .setActiveBoost(new BigDecimal("2"))
                .setSubscriberCap(new BigDecimal("1000"))
                .setMinimumTrackPlays(1_000L)
                .setLatePlays(LatePlays.RESTATE)
                .build();

        assertThat(priced(user, revenue("10").build(), 3).amountMicros()).isEqualTo(micros("1"));
        assertThat(priced(artist, revenue("10").build(), 3).amountMicros()).isEqualTo(micros("1"));
    }

    @Test
    void shouldRefuseTermsThatTheModelHasNoUseFor() {
        for (Consumer<Agreement.Builder> foreign : List.<Consumer<Agreement.Builder>>of(
                terms -> terms.setArtistMinPlays(1L),
                terms -> terms.setArtistMinListeners(1L),
                terms -> terms.setArtistBoost(new BigDecimal("2")),
                terms -> terms.setActiveBoost(new BigDecimal("0.5")),
                terms -> terms.setSubscriberCap(new BigDecimal("1000")))) {
            assertRefused("belongs to the model ARTIST_CENTRIC, not to MARKET_CENTRIC", foreign);
        }
        assertRefused("overtime, which belongs to the model MARKET_CENTRIC, not to USER_CENTRIC", terms -> terms
                .setModel(AllocationModel.USER_CENTRIC)
                .setOvertime(List.of(new OvertimeFactor(6, new BigDecimal("1.2")))));
    }

    @Test
    void shouldRefuseTermsOfDivisionOutOfRange() {
        assertRefused("minimum_track_plays -1, which is negative", terms -> terms.setMinimumTrackPlays(-1L));
        assertRefused("minimum_track_window of 0", terms -> terms.setMinimumTrackWindow(0));
        assertRefused("minimum_track_window of 1201", terms -> terms.setMinimumTrackWindow(1201));
        assertRefused("artist_min_plays -1", terms -> terms.setArtistMinPlays(-1L));
        assertRefused("artist_min_listeners -1", terms -> terms.setArtistMinListeners(-1L));
        assertRefused("artist_boost 0, which is not above 0", terms -> terms.setArtistBoost(BigDecimal.ZERO));
        assertRefused("active_boost -2", terms -> terms.setActiveBoost(new BigDecimal("-2")));
        assertRefused("subscriber_cap 0, which is below 0.000001", terms -> terms.setSubscriberCap(BigDecimal.ZERO));
        assertRefused("subscriber_cap 0.000000999999, which is below 0.000001",
                terms -> terms.setSubscriberCap(new BigDecimal("0.000000999999")));
    }

    @Test
    void shouldRefuseOvertimeThatDoesNotAscend() {
        assertRefused("none is due below 6", terms -> terms.setOvertime(overtime(5, "1.2")));
        assertRefused("has the overtime factor for 6 minutes 0", terms -> terms.setOvertime(overtime(6, "0")));
        assertRefused("rows must ascend", terms -> {
            List<OvertimeFactor> rows = new ArrayList<>(overtime(7, "1.4"));
            rows.addAll(overtime(7, "1.2"));
            terms.setOvertime(rows);
        });
        assertRefused("overtime_step of -0.2 is negative",
                terms -> terms.setOvertime(overtime(6, "1.2")).setOvertimeStep(new BigDecimal("-0.2")));
        assertRefused("no overtime that it could add to", terms -> terms.setOvertimeStep(new BigDecimal("0.2")));
    }

    private static List<OvertimeFactor> overtime(int minutes, String factor) {
        return List.of(new OvertimeFactor(minutes, new BigDecimal(factor)));
    }

    @Test
    void shouldNeedSubscribersToHoldThePartOfIdleOnes() {
        Agreement terms = share("0.1")
                .setModel(AllocationModel.USER_CENTRIC)
                .setIdleSubscribers(IdleSubscribers.HOLD)
                .build();

        assertThat(reason(terms, revenue("10").build(), 1))
                .contains("idle_subscribers HOLD is agreed", "report subscribers");
        assertThat(priced(terms, revenue("10").setSubscribers(3L).build(), 1).amountMicros()).isEqualTo(micros("1"));
    }

    @Test
    void shouldPriceEachCohortByItsOwnRate() {
        // Korea, authors: 10 % for subscriptions from before 2019 that were renewed since, 10.5 % for all others.
        Agreement terms = share("0.105")
                .setCohortRates(List.of(new CohortRate("legacy", 100_000L), new CohortRate("trial", 0L)))
                .build();
        RevenueReport report = revenue("1000000")
                .setCohorts(List.of(
                        new CohortRevenue("legacy", micros("400000")),
                        new CohortRevenue("student", micros("100000"))))
                .build();

        Pricing.Priced priced = priced(terms, report, 1);

        // 400,000 x 0.1 + (1,000,000 - 400,000) x 0.105
        assertThat(priced.amountMicros()).isEqualTo(micros("103000"));
        assertThat(priced.steps()).extracting(PricingStep::getName).startsWith(
                "revenue share of cohort legacy", "revenue share of cohort trial", "revenue share");
        assertThat(priced.steps()).extracting(PricingStep::getResult).startsWith("40000", "0", "103000");
        assertThat(priced.steps()).extracting(PricingStep::getApplies).startsWith(true, true, true, false);
        assertThat(priced.steps().get(0).getInputs())
                .isEqualTo(Map.of("cohort_revenue_share", "0.1", "cohort_net_revenue", "400000"));
        assertThat(priced.steps().get(2).getInputs()).isEqualTo(Map.of(
                "revenue_share", "0.105", "net_revenue", "1000000", "revenue of cohorts", "400000",
                "shares of cohorts", "40000"));
    }

    @Test
    void shouldNotApplyCohortsWhenAnotherProngWins() {
        Agreement terms = share("0.1")
                .setCohortRates(List.of(new CohortRate("legacy", 100_000L)))
                .setPerPlayMinimum(BigDecimal.ONE)
                .build();

        Pricing.Priced priced = priced(terms, revenue("10").build(), 100);

        assertThat(priced.steps().get(0).getApplies()).isFalse();
        assertThat(priced.amountMicros()).isEqualTo(micros("100"));
    }

    @Test
    void shouldNeedAShareForRevenueOfNoCohortOnlyIfThereIsAny() {
        Agreement terms = agreement().setCohortRates(List.of(new CohortRate("legacy", 100_000L))).build();
        RevenueReport all = revenue("10").setCohorts(List.of(new CohortRevenue("legacy", micros("10")))).build();
        RevenueReport part = revenue("10").setCohorts(List.of(new CohortRevenue("legacy", micros("9")))).build();

        assertThat(priced(terms, all, 1).amountMicros()).isEqualTo(micros("1"));
        assertThat(reason(terms, part, 1)).contains("has 1 of no cohort that a rate is agreed for");
    }

    @Test
    void shouldRefuseCohortsThatContradictTheReport() {
        Agreement terms = share("0.1").build();
        CohortRevenue eleven = new CohortRevenue("legacy", micros("11"));

        assertThat(reason(terms, revenue("10").setCohorts(List.of(eleven)).build(), 1))
                .contains("have 11000000 micros together, more than the net_revenue_micros of 10000000");
        assertThat(reason(terms, revenue("30").setCohorts(List.of(eleven, eleven)).build(), 1))
                .contains("the cohort legacy twice");
        assertThat(reason(terms, revenue("30").setCohorts(List.of(new CohortRevenue("x", -1L))).build(), 1))
                .contains("net_revenue_micros of cohort x of -1");
        assertRefused("two rates for the cohort legacy", agreed -> agreed.setCohortRates(
                List.of(new CohortRate("legacy", 1L), new CohortRate("legacy", 2L))));
        assertRefused("not within 0 to 1", agreed -> agreed.setCohortRates(List.of(new CohortRate("x", 1_000_001L))));
    }

    @Test
    void shouldShareRevenueOfCohortsAsAReferenceInWholeTrillionths() {
        Seeds.cases(5_000, random -> {
            List<CohortRate> rates = new ArrayList<>();
            List<CohortRevenue> revenue = new ArrayList<>();
            BigInteger net = BigInteger.ZERO;
            BigInteger expected = BigInteger.ZERO;
            long share = random.nextLong(1_000_001);
            for (int cohort = 0; cohort < 5; cohort++) {
                boolean rated = random.nextBoolean();
                boolean reported = random.nextBoolean();
                long rate = random.nextLong(1_000_001);
                long amount = amount(random) >>> 3;
                if (rated) {
                    rates.add(new CohortRate("c" + cohort, rate));
                }
                if (reported) {
                    revenue.add(new CohortRevenue("c" + cohort, amount));
                    net = net.add(BigInteger.valueOf(amount));
                    expected = expected.add(product(rated ? rate : share, amount));
                }
            }
            long rest = amount(random) >>> 3;
            net = net.add(BigInteger.valueOf(rest));
            expected = expected.add(product(share, rest));
            Agreement terms = agreement().setRevenueShareMillionths(share).setCohortRates(rates).build();
            RevenueReport report =
                    revenue("0").setNetRevenueMicros(net.longValueExact()).setCohorts(revenue).build();

            assertThat(priced(terms, report, 1).amountMicros())
                    .isEqualTo(expected.divide(MILLION).longValueExact());
        });
    }

    @Test
    void shouldPriceTermsWithoutEffect() {
        Agreement terms = share("0.1")
                .setActiveBoost(new BigDecimal("1.0"))
                .setArtistBoost(BigDecimal.ONE)
                .setArtistMinPlays(0L)
                .setIdleSubscribers(IdleSubscribers.HOLD) // of no meaning where plays count
                .setClaims(ClaimsPolicy.PAY_UNDISPUTED)
                .build();

        assertThat(priced(terms, revenue("10").build(), 1).amountMicros()).isEqualTo(micros("1"));
    }

    @Test
    void shouldNotPriceFromValuesOutOfRange() {
        assertRefused("not within 0 to 1", terms -> terms.setRevenueShareMillionths(1_000_001L));
        assertRefused("not within 0 to 1", terms -> terms.setRevenueShareMillionths(-1L));
        assertRefused("is negative", terms -> terms.setPerPlayMinimum(new BigDecimal("-0.1")));
        Agreement terms = share("0.1").build();
        assertThat(reason(terms, revenue("-1").build(), 1)).contains("net_revenue_micros of -1000000");
        assertThat(reason(terms, revenue("1").setRevision(0).build(), 1)).contains("revision 0");
        assertThat(reason(terms, revenue("1").setCurrency("US/D").build(), 1)).contains("ISO 4217");
        assertThat(reason(terms, revenue("1").setPerformanceRoyaltiesMicros(-5L).build(), 1))
                .contains("performance_royalties_micros of -5");
    }

    @Test
    void shouldNameEveryObstacleAtOnce() {
        Agreement terms = agreement().setScreening(ScreeningPolicy.UNKNOWN).build();

        assertThat(reason(terms, revenue("1").setRevision(0).build(), 1))
                .contains("agreement's screening", "none of revenue_share", "revision 0");
    }

    @Test
    void shouldAgreeWithAReferenceInWholeTrillionths() {
        Seeds.cases(20_000, random -> {
            Agreement.Builder terms = agreement();
            RevenueReport.Builder report = revenue("0")
                    .setNetRevenueMicros(amount(random))
                    .setLabelPaymentsMicros(amount(random))
                    .setSubscribers(count(random))
                    .setPerformanceRoyaltiesMicros(random.nextBoolean() ? null : amount(random));
            long plays = count(random);
            terms.setRevenueShareMillionths(random.nextInt(0, 1_000_001) + 0L);
            if (random.nextBoolean()) {
                terms.setLabelPaymentsShareMillionths(random.nextInt(0, 1_000_001) + 0L);
            }
            if (random.nextBoolean()) {
                terms.setPerPlayMinimum(term(random));
            }
            if (random.nextBoolean()) {
                terms.setPerSubscriberMinimum(term(random));
            }
            if (random.nextBoolean()) {
                terms.setFloorPerSubscriber(term(random));
            }
            BigInteger expected = reference(terms.build(), report.build(), plays);
            Pricing pricing = PricingRules.price(terms.build(), report.build(), plays);
            if (expected.bitLength() > 63) {
                assertThat(pricing).isInstanceOf(Pricing.NotPriceable.class);
                return;
            }
            Pricing.Priced priced = (Pricing.Priced) pricing;
            assertThat(priced.amountMicros()).isEqualTo(expected.longValueExact());
            BigInteger rate = plays == 0
                    ? BigInteger.ZERO
                    : expected.multiply(MILLION).divide(BigInteger.valueOf(plays));
            assertThat(priced.ratePerPlay().unscaledValue()).isEqualTo(rate);
            assertThat(priced.ratePerPlay().scale()).isEqualTo(12);
            assertThat(priced.steps().subList(0, 4).stream().filter(PricingStep::getApplies).count()
                    + (priced.steps().get(6).getApplies() ? 1 : 0)).isEqualTo(1);
        });
    }

    /** All in integers: a share in millionths times micros, and a term's unscaled value, count trillionths. */
    private static BigInteger reference(Agreement terms, RevenueReport report, long plays) {
        List<BigInteger> prongs = new ArrayList<>();
        prongs.add(product(terms.getRevenueShareMillionths(), report.getNetRevenueMicros()));
        if (terms.getLabelPaymentsShareMillionths() != null) {
            prongs.add(product(terms.getLabelPaymentsShareMillionths(), report.getLabelPaymentsMicros()));
        }
        if (terms.getPerPlayMinimum() != null) {
            prongs.add(trillionths(terms.getPerPlayMinimum()).multiply(BigInteger.valueOf(plays)));
        }
        if (terms.getPerSubscriberMinimum() != null) {
            prongs.add(trillionths(terms.getPerSubscriberMinimum())
                    .multiply(BigInteger.valueOf(report.getSubscribers())));
        }
        BigInteger result = prongs.stream().max(BigInteger::compareTo).orElseThrow();
        if (report.getPerformanceRoyaltiesMicros() != null) {
            result = result.subtract(MILLION.multiply(BigInteger.valueOf(report.getPerformanceRoyaltiesMicros())));
        }
        result = result.max(BigInteger.ZERO);
        if (terms.getFloorPerSubscriber() != null) {
            result = result.max(
                    trillionths(terms.getFloorPerSubscriber()).multiply(BigInteger.valueOf(report.getSubscribers())));
        }
        return result.divide(MILLION);
    }

    private static BigInteger product(long a, long b) {
        return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
    }

    private static BigInteger trillionths(BigDecimal term) {
        return term.multiply(new BigDecimal(TRILLION)).toBigIntegerExact();
    }

    private static long amount(SplittableRandom random) {
        return random.nextLong(Long.MAX_VALUE) >>> random.nextInt(0, 63);
    }

    private static long count(SplittableRandom random) {
        return random.nextInt(0, 5) == 0 ? 0 : random.nextLong(1L << 40) >>> random.nextInt(0, 40);
    }

    private static BigDecimal term(SplittableRandom random) {
        return BigDecimal.valueOf(random.nextLong(1L << 50) >>> random.nextInt(0, 50), random.nextInt(0, 13));
    }

    private static void assertRefused(String why, Consumer<Agreement.Builder> change) {
        Agreement.Builder terms = share("0.1");
        change.accept(terms);
        assertThat(reason(terms.build(), revenue("10").build(), 1)).contains(why);
    }

    private static Pricing.Priced priced(Agreement terms, RevenueReport report, long plays) {
        Pricing pricing = PricingRules.price(terms, report, plays);
        assertThat(pricing).isInstanceOf(Pricing.Priced.class);
        return (Pricing.Priced) pricing;
    }

    private static String reason(Agreement terms, RevenueReport report, long plays) {
        Pricing pricing = PricingRules.price(terms, report, plays);
        assertThat(pricing).isInstanceOf(Pricing.NotPriceable.class);
        return ((Pricing.NotPriceable) pricing).reason();
    }

    /** The one prong, or the floor, that the amount rests on. */
    private static String applying(Agreement terms, RevenueReport report, long plays) {
        List<PricingStep> steps = new ArrayList<>(priced(terms, report, plays).steps());
        steps.removeIf(step -> !step.getApplies()
                || List.of("greatest of", "less performance royalties", "pool amount").contains(step.getName()));
        assertThat(steps).hasSize(1);
        return steps.get(0).getName();
    }
}
