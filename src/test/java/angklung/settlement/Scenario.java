package angklung.settlement;

import angklung.avro.Party;
import angklung.avro.PeriodControl;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A random history of pools, versions and payouts, and what must come of it, computed on maps alone by the rules as
 * they are written down.
 */
final class Scenario {
    private static final List<String> POOLS = List.of(
            "nada/ID/free/2026-10/RECORDING/IDR",
            "nada/ID/premium/2026-10/MECHANICAL/IDR",
            "nada/ID/premium/2026-10/RECORDING/IDR",
            "nada/SG/premium/2026-10/RECORDING/USD");
    private static final Map<String, Integer> SCALES = Map.of("IDR", 0, "USD", 2);

    /** A settlement with what is to be sent before it, or a payout with nothing. */
    record Step(List<Allocation> allocations, PeriodControl command) {}

    /** As {@link #describe} writes it. */
    final List<String> expectedLines = new ArrayList<>();

    /** By party and currency, those that are not zero. */
    final SortedMap<String, Long> expectedBalances = new TreeMap<>();

    /** By pool. */
    final SortedMap<String, Long> expectedPools = new TreeMap<>();

    final List<Party> parties = new ArrayList<>();
    final List<Step> steps = new ArrayList<>();
    private final SplittableRandom random;
    private final Map<String, SortedMap<String, Long>> allocated = new TreeMap<>();
    private final Map<String, Integer> versions = new TreeMap<>();

    Scenario(SplittableRandom random) {
        this.random = random;
        for (int p = 0; p < 8; p++) {
            String currency = random.nextBoolean() ? "IDR" : "USD";
            parties.add(Party.newBuilder()
                    .setPartyId("p" + p)
                    .setName("")
                    .setEffectiveFrom(LocalDate.EPOCH)
                    .setPayoutCurrency(currency)
                    .setPayoutScale(SCALES.get(currency))
                    .setPayoutThresholdMicros(random.nextLong(3) * 2_500_000)
                    .build());
        }
        int runs = 1 + random.nextInt(6);
        for (int run = 0; run < runs; run++) {
            if (random.nextInt(3) == 0) {
                steps.add(payout("pay-" + run));
            } else {
                steps.add(settlement("run-" + run));
            }
        }
    }

    String lastRun() {
        return steps.get(steps.size() - 1).command().getRunId();
    }

    private Step settlement(String runId) {
        List<Allocation> allocations = new ArrayList<>();
        for (String pool : POOLS) {
            int more = random.nextInt(3);
            for (int v = 0; v < more; v++) {
                allocations.add(nextVersion(pool));
            }
        }
        return new Step(
                allocations,
                Settlement.settleCommand(
                        runId, allocations.stream().map(Allocation::toSettle).toList()));
    }

    /** Everything is allocated anew, and the differences are sent. */
    private Allocation nextVersion(String pool) {
        int version = versions.merge(pool, 1, Integer::sum);
        SortedMap<String, Long> before = allocated.getOrDefault(pool, new TreeMap<>());
        SortedMap<String, Long> after = new TreeMap<>();
        int details = random.nextInt(12);
        for (int d = 0; d < details; d++) {
            after.put(detailKey(pool), 1 + random.nextLong(6_000_000));
        }
        allocated.put(pool, after);
        SortedMap<String, Long> differences = new TreeMap<>(after);
        before.forEach((key, amount) -> differences.merge(key, -amount, Long::sum));
        differences.values().removeIf(amount -> amount == 0);

        int sources = 1 + random.nextInt(3);
        long previous = before.values().stream().mapToLong(Long::longValue).sum();
        Allocation allocation = new Allocation(pool, version, sources, previous);
        SortedMap<String, Long> byBeneficiary = new TreeMap<>();
        differences.forEach((key, amount) -> {
            String[] parts = key.split(" ");
            int source = Integer.parseInt(parts[1].substring(parts[1].length() - 1)) % sources;
            if (parts[0].startsWith("0")) {
                allocation.party(source, parts[0].substring(1), parts[1], 3, amount);
            } else {
                allocation.hold(source, parts[0].substring(1), parts[1], 3, amount);
            }
            byBeneficiary.merge(parts[0], amount, Long::sum);
        });
        byBeneficiary.forEach((beneficiary, amount) -> expect(pool, version, beneficiary, amount));
        expectedPools.merge(pool, allocation.difference(), Long::sum);
        return allocation;
    }

    /** Starts with 0 for a party and 1 for a hold, so that parties sort first. */
    private String detailKey(String pool) {
        String beneficiary = random.nextInt(5) == 0 ? "1hold:unmatched:" + pool : "0p" + random.nextInt(10);
        return beneficiary + " IDA10260000" + random.nextInt(10);
    }

    private void expect(String pool, int version, String beneficiary, long amount) {
        if (amount == 0) {
            return;
        }
        boolean party = beneficiary.startsWith("0");
        String name = beneficiary.substring(1);
        String account = party ? "party:" + name + ":payable" : name;
        String kind = version > 1 ? "ADJUSTMENT" : party ? "ACCRUAL" : "HOLD";
        String currency = pool.substring(pool.length() - 3);
        expectedLines.add(describe(
                kind,
                amount > 0 ? "pool:" + pool : account,
                amount > 0 ? account : "pool:" + pool,
                Math.abs(amount),
                currency,
                version > 1 ? "2026-11" : "2026-10"));
        if (party) {
            owe(name + " " + currency, amount);
        }
    }

    private Step payout(String runId) {
        for (Map.Entry<String, Long> balance : new TreeMap<>(expectedBalances).entrySet()) {
            String[] key = balance.getKey().split(" ");
            parties.stream()
                    .filter(party -> party.getPartyId().equals(key[0]))
                    .filter(party -> party.getPayoutCurrency().equals(key[1]))
                    .filter(party -> balance.getValue() >= party.getPayoutThresholdMicros())
                    .filter(party -> balance.getValue() > 0)
                    .forEach(party -> pay(key[0], key[1], balance.getValue()));
        }
        return new Step(List.of(), Settlement.payoutCommand(runId, Settlement.BOOKED_AT));
    }

    private void pay(String party, String currency, long balance) {
        long paid = BigDecimal.valueOf(balance, 6)
                .setScale(SCALES.get(currency), RoundingMode.DOWN)
                .setScale(6)
                .unscaledValue()
                .longValueExact();
        if (paid > 0) {
            String account = "party:" + party;
            expectedLines.add(
                    describe("PAYOUT", account + ":payable", account + ":payout", paid, currency, "2026-10"));
            owe(party + " " + currency, -paid);
        }
    }

    private void owe(String key, long amount) {
        if (expectedBalances.merge(key, amount, Long::sum) == 0) {
            expectedBalances.remove(key);
        }
    }

    static String describe(String kind, String debit, String credit, long amount, String currency, String period) {
        return kind + " " + amount + " " + currency + " " + debit + " > " + credit + " in " + period;
    }
}
