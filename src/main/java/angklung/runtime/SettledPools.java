package angklung.runtime;

import angklung.avro.Command;
import angklung.avro.PeriodControl;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.PoolPlan;
import angklung.avro.PoolToSettle;
import angklung.ledger.AuditReport.PoolNet;
import angklung.ledger.LedgerHead;
import angklung.runtime.PoolVerdict.Status;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the ledger must hold of every pool, from what the closer ordered, what the settlement partitions reported and
 * what the pools were priced at. Does no reading itself.
 */
final class SettledPools {
    private final int settlementPartitions;
    private final Map<String, List<PoolToSettle>> ordered = new HashMap<>();
    private final Map<String, Set<Integer>> answered = new HashMap<>();
    private final Map<String, BigInteger> planned = new HashMap<>();
    private final Map<String, String> currencies = new HashMap<>();

    SettledPools(int settlementPartitions) {
        this.settlementPartitions = settlementPartitions;
    }

    /** The heads of the ledger that are on record in the facts of settlement and payout runs. */
    static List<LedgerHead> heads(Collection<PeriodState> facts) {
        return facts.stream()
                .filter(fact -> fact.getLedgerSeq() != null)
                .map(fact -> new LedgerHead(fact.getPartition(), fact.getLedgerSeq(), fact.getLedgerHash()))
                .toList();
    }

    void addCommand(PeriodControl command) {
        if (command.getCommand() == Command.SETTLE) {
            ordered.put(command.getRunId(), command.getPools());
        }
    }

    void addFact(PeriodState fact) {
        if (fact.getKind() == PeriodFact.SETTLED) {
            answered.computeIfAbsent(fact.getRunId(), run -> new HashSet<>()).add(fact.getPartition());
        }
    }

    void addPlan(PoolPlan plan) {
        planned.put(plan.getRateSheetId(), BigInteger.valueOf(plan.getAmountMicros()));
        currencies.put(plan.getPool(), plan.getCurrency());
    }

    /** One verdict for each pool that was ordered to be settled or has ledger lines, by pool. */
    List<PoolVerdict> judge(List<PoolNet> posted) {
        Map<String, Integer> settled = new HashMap<>();
        Set<String> settling = new HashSet<>();
        ordered.forEach((run, pools) -> {
            boolean complete = answered.getOrDefault(run, Set.of()).size() == settlementPartitions;
            for (PoolToSettle pool : pools) {
                if (complete) {
                    settled.merge(pool.getPool(), pool.getVersion(), Math::max);
                } else {
                    settling.add(pool.getPool());
                }
            }
        });
        SortedSet<String> all = new TreeSet<>(settled.keySet());
        all.addAll(settling);
        posted.forEach(net -> all.add(net.pool()));
        return all.stream()
                .flatMap(pool -> judge(pool, settled.getOrDefault(pool, 0), settling.contains(pool), posted).stream())
                .toList();
    }

    /** A pool has one currency; lines in another are a verdict of their own, against nothing planned. */
    private List<PoolVerdict> judge(String pool, int version, boolean settling, List<PoolNet> posted) {
        String currency = currencies.getOrDefault(pool, "");
        BigInteger plan = planned.get(pool + "@v" + version);
        BigInteger net = posted.stream()
                .filter(row -> row.pool().equals(pool) && row.currency().equals(currency))
                .map(PoolNet::amount)
                .findFirst()
                .orElse(BigInteger.ZERO);
        List<PoolVerdict> verdicts = new ArrayList<>();
        BigInteger amount = plan == null ? BigInteger.ZERO : plan;
        boolean conserved = plan != null && plan.equals(net);
        Status status = settling ? Status.SETTLING : conserved ? Status.CONSERVED : Status.BROKEN;
        verdicts.add(new PoolVerdict(pool, version, currency, amount, net, status));
        posted.stream()
                .filter(row -> row.pool().equals(pool) && !row.currency().equals(currency))
                .map(row -> new PoolVerdict(pool, 0, row.currency(), BigInteger.ZERO, row.amount(), Status.BROKEN))
                .forEach(verdicts::add);
        return verdicts;
    }
}
