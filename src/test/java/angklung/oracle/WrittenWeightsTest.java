package angklung.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.money.Apportion;
import angklung.money.Apportion.Precision;
import java.math.BigInteger;
import java.time.YearMonth;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Weights are written down with 24 decimals. Divided by them, every recording gets what the exact weights give it: the
 * claim that the rounding rule of prefixes rests on.
 */
class WrittenWeightsTest {

    @Test
    void shouldGiveEveryRecordingWhatExactWeightsGiveIt() {
        Seeds.cases(60, random -> {
            RandomInput input = new RandomInput(random, 400, List.of(YearMonth.of(2026, 3)), EnumSet.of(
                    RandomInput.Feature.MODELS, RandomInput.Feature.THRESHOLDS, RandomInput.Feature.OFFERINGS));
            input.latePlays.clear();
            Agreements agreements = new Agreements(input.agreements);
            PlayLog log = new PlayLog(agreements);
            input.plays.forEach(play -> log.count(play, Map.of()));
            Known known = Known.of(log.usage, new Shares(input.rights));
            for (Map<String, String> report : input.revenue) {
                YearMonth period = YearMonth.parse(report.get("period"));
                for (Map<String, String> agreement : agreements.pricing(Group.of(report), period)) {
                    Pool pool = new Pool(report, agreement, period, known);
                    Weights weights = Weights.of(agreement, report, period, known);
                    if (!weights.days().isEmpty()) {
                        assertThat(byWrittenWeights(pool, weights)).isEqualTo(byRecording(pool));
                    }
                }
            }
        });
    }

    private static Map<String, Long> byRecording(Pool pool) {
        Map<String, Long> amounts = new HashMap<>();
        pool.earnings.forEach((key, amount) -> amounts.merge(key.isrc(), amount.micros(), Long::sum));
        return amounts;
    }

    private static Map<String, Long> byWrittenWeights(Pool pool, Weights weights) {
        SortedMap<String, BigInteger> units = new TreeMap<>();
        weights.days().forEach((isrc, days) -> days.values().forEach(day ->
                units.merge(isrc, day.units(), BigInteger::add)));
        BigInteger idle = weights.idle().times(Fraction.of(Weights.UNIT)).floor();
        BigInteger total = units.values().stream().reduce(idle, BigInteger::add);
        Apportion apportion = new Apportion(pool.amount, total, BigInteger.ZERO,
                weights.bySubscriber() ? Precision.ROUNDED : Precision.EXACT);
        Map<String, Long> amounts = new HashMap<>();
        for (String isrc : pool.inOrder(units.keySet())) {
            amounts.put(isrc, apportion.next(units.get(isrc)));
        }
        amounts.put("", apportion.next(idle));
        amounts.values().removeIf(amount -> amount == 0);
        return amounts;
    }
}
