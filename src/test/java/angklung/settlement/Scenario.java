package angklung.settlement;

import angklung.avro.Advance;
import angklung.avro.Deduction;
import angklung.avro.DeductionChain;
import angklung.avro.FxRate;
import angklung.avro.Party;
import angklung.avro.PeriodControl;
import angklung.avro.RightType;
import angklung.avro.TaxProfile;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** A random history: parties and reference data that change over time, pools with several versions, payout runs. */
final class Scenario {
    private static final List<String> POOLS = List.of(
            "nada/ID/free/2026-10/RECORDING/IDR",
            "nada/ID/premium/2026-09/MECHANICAL/IDR",
            "nada/ID/premium/2026-10/PERFORMANCE/IDR",
            "nada/KR/premium/2026-10/RECORDING/KRW",
            "nada/SG/premium/2026-09/RECORDING/USD",
            "nada/SG/premium/2026-10/MECHANICAL/USD");
    private static final List<String> CURRENCIES = List.of("IDR", "USD", "KRW");
    private static final Instant START = Instant.parse("2026-11-10T08:00:00Z");
    private static final long MILLION = 1_000_000;

    /** A settlement with what is to be sent before it, or a payout with nothing. */
    record Step(List<Allocation> allocations, PeriodControl command) {}

    final List<Party> parties = new ArrayList<>();
    final List<DeductionChain> chains = new ArrayList<>();
    final List<TaxProfile> taxProfiles = new ArrayList<>();
    final List<FxRate> fxRates = new ArrayList<>();
    final List<Step> steps = new ArrayList<>();
    private final SplittableRandom random;
    private final Map<String, SortedMap<String, Long>> allocated = new TreeMap<>();
    private final Map<String, Integer> versions = new TreeMap<>();
    private final long scale;

    Scenario(SplittableRandom random) {
        this.random = random;
        this.scale = random.nextInt(4) == 0 ? 200 : random.nextInt(3) == 0 ? 5_000_000_000L : 6_000_000;
        reference();
        for (int p = 0; p < 8; p++) {
            int records = random.nextInt(4); // none: unknown
            for (int r = 0; r < records; r++) {
                parties.add(party("p" + p, r == 0 ? LocalDate.EPOCH : day(random.nextInt(60))));
            }
        }
        parties.add(party("p9-never-earns", LocalDate.EPOCH));
        int runs = 1 + random.nextInt(9);
        Instant bookedAt = START;
        YearMonth period = YearMonth.of(2026, 10);
        for (int run = 0; run < runs; run++) {
            if (random.nextInt(5) < 2) {
                String runId = "pay-" + run;
                steps.add(new Step(List.of(), Settlement.payoutCommand(runId, period.toString(), bookedAt)));
                period = period.plusMonths(random.nextInt(3));
            } else {
                steps.add(settlement("run-" + run, bookedAt));
            }
            bookedAt = bookedAt.plus(random.nextInt(20), ChronoUnit.DAYS);
        }
    }

    String lastRun() {
        return steps.get(steps.size() - 1).command().getRunId();
    }

    private static LocalDate day(int afterStart) {
        return LocalDate.parse("2026-11-10").plusDays(afterStart);
    }

    private void reference() {
        for (String chain : List.of("one", "two")) {
            chains.add(chain(chain, LocalDate.EPOCH, null));
            if (random.nextBoolean()) {
                chains.add(chain(chain, LocalDate.parse("2026-10-31"), null));
            }
            if (random.nextBoolean()) {
                chains.add(chain(chain, LocalDate.parse("2026-09-01"), LocalDate.parse("2026-10-31")));
            }
        }
        for (String profile : List.of("full", "reduced")) {
            taxProfiles.add(tax(profile, LocalDate.EPOCH, random.nextBoolean() ? null : day(30)));
            if (random.nextBoolean()) {
                taxProfiles.add(tax(profile, day(40), null));
            }
        }
        rate("USD", "IDR", "16250.123456789012");
        rate("IDR", "KRW", "0.089000000001");
        rate("KRW", "USD", "0.000700000000");
        rate("USD", "KRW", "1432.100000000000");
    }

    private DeductionChain chain(String name, LocalDate from, LocalDate to) {
        List<Deduction> steps = new ArrayList<>();
        int count = random.nextInt(4);
        for (int step = 0; step < count; step++) {
            steps.add(new Deduction("BODY" + step, "fee", part()));
        }
        return new DeductionChain(name, from, to, steps, "test");
    }

    private TaxProfile tax(String name, LocalDate from, LocalDate to) {
        long base = random.nextBoolean() ? MILLION : 400_000;
        return new TaxProfile(name, from, to, "ID", "PPh23", base, part(), random.nextInt(7), "test");
    }

    private void rate(String base, String quote, String rate) {
        if (random.nextInt(3) > 0) {
            fxRates.add(new FxRate(day(-5), base, quote, new BigDecimal(rate), "bank"));
        }
        if (random.nextBoolean()) {
            BigDecimal later = new BigDecimal(rate).add(new BigDecimal("0.000100000000"));
            fxRates.add(new FxRate(day(15), base, quote, later, "bank"));
        }
    }

    /** Millionths: all, nothing, or something uneven. */
    private long part() {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> MILLION;
            default -> 1 + random.nextLong(400_000);
        };
    }

    private Party party(String id, LocalDate from) {
        long reserve = random.nextInt(3) == 0 ? part() : 0;
        String currency = random.nextInt(3) > 0 ? "IDR" : CURRENCIES.get(random.nextInt(3));
        List<Advance> advances = new ArrayList<>();
        for (int a = random.nextInt(4); a > 1; a--) {
            advances.add(advance("a" + random.nextInt(5)));
        }
        advances.removeIf(a -> advances.stream()
                .anyMatch(b -> a != b && a.getAdvanceId().equals(b.getAdvanceId())));
        return Party.newBuilder()
                .setPartyId(id)
                .setName("")
                .setEffectiveFrom(from)
                .setPayoutCurrency(currency)
                .setPayoutScale(currency.equals("USD") ? 2 : random.nextInt(7))
                .setPayoutThresholdMicros(random.nextLong(3) * scale / 2)
                .setTaxProfile(random.nextInt(3) == 0 ? (random.nextBoolean() ? "full" : "reduced") : null)
                .setDeductionChain(random.nextInt(3) == 0 ? (random.nextBoolean() ? "one" : "two") : null)
                .setReserveMillionths(reserve)
                .setReservePeriods(reserve > 0 ? 1 + random.nextInt(3) : 0)
                .setAdvances(advances)
                .build();
    }

    private Advance advance(String id) {
        List<RightType> rights = new ArrayList<>();
        for (RightType right : List.of(RightType.RECORDING, RightType.MECHANICAL)) {
            if (random.nextInt(3) == 0) {
                rights.add(right);
            }
        }
        return new Advance(id, random.nextLong(3 * scale), random.nextBoolean() ? "" : "g" + id.charAt(1) % 2, rights);
    }

    private Step settlement(String runId, Instant bookedAt) {
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
                        runId, allocations.stream().map(Allocation::toSettle).toList(), bookedAt));
    }

    /** Everything is allocated anew, and the differences are sent. */
    private Allocation nextVersion(String pool) {
        int version = versions.merge(pool, 1, Integer::sum);
        SortedMap<String, Long> before = allocated.getOrDefault(pool, new TreeMap<>());
        SortedMap<String, Long> after = new TreeMap<>();
        int details = random.nextInt(12);
        for (int d = 0; d < details; d++) {
            after.put(detailKey(pool), 1 + random.nextLong(scale));
        }
        allocated.put(pool, after);
        SortedMap<String, Long> differences = new TreeMap<>(after);
        before.forEach((key, amount) -> differences.merge(key, -amount, Long::sum));
        differences.values().removeIf(amount -> amount == 0);

        int sources = 1 + random.nextInt(3);
        long previous = before.values().stream().mapToLong(Long::longValue).sum();
        Allocation allocation = new Allocation(pool, version, sources, previous);
        differences.forEach((key, amount) -> {
            String[] parts = key.split(" ");
            int source = Integer.parseInt(parts[1].substring(parts[1].length() - 1)) % sources;
            if (parts[0].startsWith("0")) {
                allocation.party(source, parts[0].substring(1), parts[1], 3, amount);
            } else {
                allocation.hold(source, parts[0].substring(1), parts[1], 3, amount);
            }
        });
        return allocation;
    }

    /** Starts with 0 for a party and 1 for a hold, so that parties sort first. */
    private String detailKey(String pool) {
        String beneficiary = random.nextInt(5) == 0 ? "1hold:unmatched:" + pool : "0p" + random.nextInt(9);
        return beneficiary + " IDA10260000" + random.nextInt(10);
    }
}
