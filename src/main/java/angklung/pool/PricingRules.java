package angklung.pool;

import angklung.avro.Agreement;
import angklung.avro.PricingStep;
import angklung.avro.RevenueReport;
import angklung.money.Micros;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The price of a pool: (1) the greatest of the agreed prongs, (2) less performance royalties, not below 0,
 * (3) not below the floor. That is the shape of 37 CFR 385.21 and 385.22 and, without steps 2 and 3, of KOMCA's
 * article 23.
 *
 * <p>Terms and inputs are decimals and only multiplied, subtracted and compared, so every step is exact; the
 * amount is rounded down to micros once, at the end.
 */
public final class PricingRules {
    /** Decimal places of the informational rate per play. */
    static final int RATE_SCALE = 12;

    private PricingRules() {}

    /**
     * @param terms the agreement that covers the period
     * @param report the revenue report of the same offering and period
     * @param plays royalty-bearing plays of the pool, not negative
     */
    public static Pricing price(Agreement terms, RevenueReport report, long plays) {
        List<String> obstacles = PriceabilityRules.obstacles(terms, report);
        if (!obstacles.isEmpty()) {
            return new Pricing.NotPriceable(String.join("; ", obstacles));
        }
        BigDecimal subscribers = report.getSubscribers() == null ? null : BigDecimal.valueOf(report.getSubscribers());
        List<Prong> prongs = List.of(
                CohortRules.revenueShare(terms, report),
                Prong.of("label payments share", "label_payments_share",
                        share(terms.getLabelPaymentsShareMillionths()),
                        "label_payments", units(report.getLabelPaymentsMicros())),
                Prong.of("per-play minimum", "per_play_minimum", terms.getPerPlayMinimum(),
                        "plays", BigDecimal.valueOf(plays)),
                Prong.of("per-subscriber minimum", "per_subscriber_minimum", terms.getPerSubscriberMinimum(),
                        "subscribers", subscribers));
        Prong floor = Prong.of("floor", "floor_per_subscriber", terms.getFloorPerSubscriber(),
                "subscribers", subscribers);
        BigDecimal royalties = units(report.getPerformanceRoyaltiesMicros());
        return price(CohortRules.cohorts(terms, report), prongs, royalties, floor, plays);
    }

    private static Pricing price(
            List<Prong> cohorts, List<Prong> prongs, BigDecimal royalties, Prong floor, long plays) {
        List<Prong> agreed = prongs.stream().filter(Prong::agreed).toList();
        Prong winner = greatest(agreed);
        BigDecimal deducted = royalties == null ? BigDecimal.ZERO : royalties;
        BigDecimal net = winner.result().subtract(deducted).max(BigDecimal.ZERO);
        boolean floorWins = floor.agreed() && floor.result().compareTo(net) > 0;
        BigDecimal exact = floorWins ? floor.result() : net;
        BigInteger micros = exact.movePointRight(Micros.SCALE).setScale(0, RoundingMode.FLOOR).toBigInteger();
        if (micros.bitLength() >= Long.SIZE) {
            return new Pricing.NotPriceable("the pool amount of " + Prong.plain(exact) + " exceeds the most that a pool"
                    + " can hold, " + Micros.toPlain(Long.MAX_VALUE) + ": check the terms and the revenue report");
        }
        long amount = micros.longValueExact();
        List<PricingStep> steps = new ArrayList<>();
        boolean cohortsApply = winner == prongs.get(0) && !floorWins;
        cohorts.forEach(cohort -> steps.add(cohort.step(cohortsApply)));
        prongs.forEach(prong -> steps.add(prong.step(prong == winner && !floorWins)));
        steps.add(greatestOf(agreed, winner, !floorWins));
        steps.add(lessRoyalties(winner, deducted, net, !floorWins));
        steps.add(floor.step(floorWins));
        steps.add(poolAmount(net, floor, amount));
        return new Pricing.Priced(amount, ratePerPlay(amount, plays), steps);
    }

    /** The first of those with the greatest result. */
    private static Prong greatest(List<Prong> agreed) {
        Prong greatest = agreed.get(0);
        for (Prong prong : agreed) {
            if (prong.result().compareTo(greatest.result()) > 0) {
                greatest = prong;
            }
        }
        return greatest;
    }

    private static PricingStep greatestOf(List<Prong> agreed, Prong winner, boolean applies) {
        Map<String, String> inputs = new LinkedHashMap<>();
        agreed.forEach(prong -> inputs.put(prong.name(), Prong.plain(prong.result())));
        String formula = "max(" + String.join(", ", inputs.keySet()) + ")";
        return new PricingStep("greatest of", formula, inputs, Prong.plain(winner.result()), applies);
    }

    private static PricingStep lessRoyalties(Prong winner, BigDecimal deducted, BigDecimal net, boolean applies) {
        Map<String, String> inputs = new LinkedHashMap<>();
        inputs.put("greatest of", Prong.plain(winner.result()));
        inputs.put("performance_royalties", Prong.plain(deducted));
        String formula = "max(greatest of - performance_royalties, 0)";
        return new PricingStep("less performance royalties", formula, inputs, Prong.plain(net), applies);
    }

    private static PricingStep poolAmount(BigDecimal net, Prong floor, long amount) {
        Map<String, String> inputs = new LinkedHashMap<>();
        inputs.put("less performance royalties", Prong.plain(net));
        if (floor.agreed()) {
            inputs.put(floor.name(), Prong.plain(floor.result()));
        }
        String formula = "max(" + String.join(", ", inputs.keySet()) + ") rounded down to 6 decimals";
        return new PricingStep("pool amount", formula, inputs, Prong.plain(Micros.toDecimal(amount)), true);
    }

    private static BigDecimal ratePerPlay(long amount, long plays) {
        BigDecimal units = Micros.toDecimal(amount);
        return plays == 0
                ? BigDecimal.ZERO.setScale(RATE_SCALE)
                : units.divide(BigDecimal.valueOf(plays), RATE_SCALE, RoundingMode.FLOOR);
    }

    private static BigDecimal share(Long millionths) {
        return units(millionths); // a millionth of the whole, as micros are millionths of the unit
    }

    private static BigDecimal units(Long micros) {
        return micros == null ? null : Micros.toDecimal(micros);
    }
}
