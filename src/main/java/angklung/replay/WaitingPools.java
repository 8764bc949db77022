package angklung.replay;

import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.PoolFact;
import angklung.avro.PoolStatus;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The pools that a closed period could not price, and why. */
public final class WaitingPools implements Consumer<PeriodState> {
    private final SortedMap<String, PoolFact> waiting = new TreeMap<>();

    @Override
    public void accept(PeriodState fact) {
        if (fact.getKind() == PeriodFact.POOL_TOTAL) {
            fact.getPools().stream()
                    .filter(pool -> pool.getStatus() != PoolStatus.PLANNED)
                    .forEach(pool -> waiting.put(pool.getPool(), pool));
        }
    }

    /** Those that no later plan has priced, by pool. */
    public List<PoolFact> notIn(RateSheets sheets) {
        return waiting.values().stream()
                .filter(pool -> !sheets.hasPool(pool.getPool()))
                .toList();
    }
}
