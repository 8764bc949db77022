package angklung.appeal;

import angklung.avro.PoolPlan;
import angklung.avro.ScreeningPolicy;
import angklung.model.Weight;
import angklung.money.Micros;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * What plays found artificial are about in one pool.
 *
 * @param pool pool identifier
 * @param rateSheetId the version of the plan that was looked at
 * @param policy what the pool's agreement does with their money; NONE: nothing, so the effect is 0
 * @param plays royalty-bearing plays
 * @param amountMicros what they would have earned as honest plays, in millionths of the currency unit, rounded down
 * @param exact whether the amount is exact; else it is the plays times the pool's rate per play, because what a
 *     subscriber's single play weighs is in no record
 */
public record PoolEffect(
        String pool,
        String rateSheetId,
        ScreeningPolicy policy,
        String currency,
        long plays,
        long amountMicros,
        boolean exact) {
    private static final String PLAYS = "PLAYS";

    /**
     * Among all royalty-bearing plays, excluded ones counted as if they were honest, each play of a pool that is divided
     * by plays has the same part.
     */
    static PoolEffect of(PoolPlan plan, long plays) {
        boolean exact = plan.getWeighting().equals(PLAYS);
        long amount = plan.getScreening() == ScreeningPolicy.NONE
                ? 0
                : exact ? byPlays(plan, plays) : byRate(plan, plays);
        return new PoolEffect(
                plan.getPool(), plan.getRateSheetId(), plan.getScreening(), plan.getCurrency(), plays, amount, exact);
    }

    private static long byPlays(PoolPlan plan, long plays) {
        BigInteger excluded = Weight.ofPlays(plan.getExcluded().getOrDefault("SCREENED", 0L));
        BigInteger all = Weight.toUnits(plan.getTotalWeight()).add(excluded);
        return all.signum() == 0
                ? 0
                : BigInteger.valueOf(plan.getAmountMicros())
                        .multiply(Weight.ofPlays(plays))
                        .divide(all)
                        .longValueExact();
    }

    private static long byRate(PoolPlan plan, long plays) {
        return plan.getRatePerPlay()
                .multiply(BigDecimal.valueOf(plays))
                .movePointRight(Micros.SCALE)
                .setScale(0, RoundingMode.FLOOR)
                .longValueExact();
    }
}
