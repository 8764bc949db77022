package angklung.replay;

import angklung.avro.Earning;
import angklung.avro.EarningKind;
import angklung.avro.PolicyEffect;
import angklung.model.PoolKey;
import angklung.money.Micros;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What authorship policies did to each version of a pool, summed over the tally tasks that divided it. */
public final class PolicyEffects implements Consumer<Earning> {
    private final SortedMap<RateSheets.Sheet, SortedMap<String, Effect>> bySheet = new TreeMap<>();
    private final Set<Source> seen = new HashSet<>();

    /** A task tells every settlement partition of its effects. */
    private record Source(RateSheets.Sheet sheet, int partition) {}

    private record Effect(long plays, long amountMicros) {
        Effect plus(Effect other) {
            return new Effect(
                    Math.addExact(plays, other.plays), Math.addExact(amountMicros, other.amountMicros));
        }
    }

    @Override
    public void accept(Earning earning) {
        if (earning.getKind() != EarningKind.MARK || earning.getMark() == null) {
            return;
        }
        RateSheets.Sheet sheet = new RateSheets.Sheet(earning.getPool(), earning.getVersion());
        if (!seen.add(new Source(sheet, earning.getSourcePartition()))) {
            return;
        }
        for (PolicyEffect effect : earning.getMark().getPolicyEffects()) {
            bySheet.computeIfAbsent(sheet, s -> new TreeMap<>())
                    .merge(effect.getPolicy(), new Effect(effect.getPlays(), effect.getAmountMicros()), Effect::plus);
        }
    }

    /** Micros by policy and currency, over the last version of every pool. */
    public SortedMap<String, SortedMap<String, Long>> amounts() {
        Map<String, RateSheets.Sheet> last = new HashMap<>();
        bySheet.keySet().forEach(sheet ->
                last.merge(sheet.pool(), sheet, (a, b) -> a.version() < b.version() ? b : a));
        SortedMap<String, SortedMap<String, Long>> amounts = new TreeMap<>();
        last.values().forEach(sheet -> bySheet.get(sheet).forEach((policy, effect) -> amounts
                .computeIfAbsent(policy, p -> new TreeMap<>())
                .merge(PoolKey.parse(sheet.pool()).currency(), effect.amountMicros(), Math::addExact)));
        return amounts;
    }

    /** In words, by policy: {@code POLICY=AMOUNT of N plays}, several joined by semicolons; empty for none. */
    String text(RateSheets.Sheet sheet) {
        Map<String, Effect> effects = bySheet.getOrDefault(sheet, new TreeMap<>());
        return effects.entrySet().stream()
                .map(e -> e.getKey() + "=" + Micros.toPlain(e.getValue().amountMicros()) + " of "
                        + e.getValue().plays() + " plays")
                .collect(Collectors.joining("; "));
    }
}
