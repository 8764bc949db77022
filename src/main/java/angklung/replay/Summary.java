package angklung.replay;

import angklung.avro.PoolFact;
import angklung.avro.PoolPlan;
import angklung.ledger.AuditReport;
import angklung.ledger.LedgerHead;
import angklung.ledger.TrialBalance;
import angklung.money.Micros;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The content of {@code summary.json}, and what did not add up. Amounts are texts: a JSON number loses digits in
 * many readers.
 *
 * @param content by key, in order
 * @param problems what is broken, in words; empty if everything was conserved
 */
public record Summary(Map<String, Object> content, List<String> problems) {

    /** Whether every check held. */
    public boolean conserved() {
        return problems.isEmpty();
    }

    /** Checks the books and puts them into words. */
    public static Summary of(RunFacts run, Books books) {
        return new Maker(
                        run, books.plays(), books.sheets(), books.ledger(), books.earnings(), books.statements(),
                        books.waiting(), books.registrations(), books.screening(), books.audit())
                .make();
    }

    private record Maker(
            RunFacts run, PlayCounts plays, RateSheets sheets, LedgerBook ledger, EarningsBook earnings,
            StatementBook statements, WaitingPools waiting, RegistrationCounts registrations, ScreeningBook screening,
            AuditReport audit) {

        Summary make() {
            List<String> problems = new ArrayList<>();
            plays.problems().forEach((what, problem) -> problems.add(what + ": " + problem));
            SortedMap<String, Object> pools = pools(problems);
            checkTrialBalance(problems);
            checkAudit(problems);
            problems.addAll(statements.problems());
            Map<String, Object> content = new LinkedHashMap<>();
            content.put("conserved", problems.isEmpty());
            content.put("problems", problems);
            content.put("input", new TreeMap<>(run.rows()));
            content.put("plays", playCounts());
            content.put("registrations", registrationCounts());
            content.put("screening", screening.counts());
            content.put("control_totals", controlTotals());
            content.put("pools", pools);
            content.put("waiting", waitingPools());
            content.put("waiting_balances", waitingBalances());
            content.put("open_periods", openPeriods());
            content.put("ledger", ledgerHeads());
            content.put("versions", new TreeMap<>(run.versions()));
            return new Summary(content, List.copyOf(problems));
        }

        private Map<String, Object> playCounts() {
            Map<String, Object> counts = new LinkedHashMap<>();
            counts.put("received", plays.received());
            counts.put("accepted", plays.accepted());
            counts.put("royalty_bearing", plays.accepted() - plays.shortPlays());
            counts.put("short", plays.shortPlays());
            counts.put("late", plays.late());
            counts.put("duplicates", plays.duplicates());
            counts.put("rejected", plays.rejectedTotal());
            counts.put("rejected_by_reason", plays.rejected());
            return counts;
        }

        private Map<String, Object> registrationCounts() {
            Map<String, Object> counts = new LinkedHashMap<>();
            counts.put("received", registrations.received());
            counts.put("accepted", registrations.accepted());
            counts.put("rejected", registrations.rejectedTotal());
            counts.put("rejected_by_reason", registrations.rejected());
            return counts;
        }

        /** The plan says what a pool has; accounts and, on another path, earnings say where it went. */
        private SortedMap<String, Object> pools(List<String> problems) {
            SortedMap<String, LedgerBook.PoolSums> earned = earnedByPool();
            SortedMap<String, Object> pools = new TreeMap<>();
            sheets.latest().forEach((pool, plan) -> {
                LedgerBook.PoolSums booked = ledger.pool(pool);
                LedgerBook.PoolSums earning = earned.getOrDefault(pool, LedgerBook.PoolSums.NONE);
                BigInteger amount = BigInteger.valueOf(plan.getAmountMicros());
                boolean conserved = amount.equals(booked.total()) && booked.equals(earning);
                if (!conserved) {
                    problems.add("pool " + pool + ": amount " + Exporter.plain(amount) + ", distributed "
                            + Exporter.plain(booked.distributed()) + " and held " + Exporter.plain(booked.held())
                            + " in the ledger, distributed " + Exporter.plain(earning.distributed()) + " and held "
                            + Exporter.plain(earning.held()) + " in the earnings");
                }
                pools.put(pool, pool(plan, booked, conserved));
            });
            for (String pool : ledger.pools().keySet()) {
                if (!pools.containsKey(pool)) {
                    problems.add("pool " + pool + ": the ledger has lines of it, but it has no rate sheet");
                }
            }
            return pools;
        }

        private SortedMap<String, LedgerBook.PoolSums> earnedByPool() {
            SortedMap<String, LedgerBook.PoolSums> sums = new TreeMap<>();
            earnings.parties().values().forEach(net -> sums.merge(
                    net.pool(),
                    new LedgerBook.PoolSums(BigInteger.valueOf(net.amountMicros()), BigInteger.ZERO), Maker::add));
            earnings.holds().values().forEach(net -> sums.merge(
                    net.pool(),
                    new LedgerBook.PoolSums(BigInteger.ZERO, BigInteger.valueOf(net.amountMicros())), Maker::add));
            return sums;
        }

        private static LedgerBook.PoolSums add(LedgerBook.PoolSums a, LedgerBook.PoolSums b) {
            return new LedgerBook.PoolSums(a.distributed().add(b.distributed()), a.held().add(b.held()));
        }

        private static Map<String, Object> pool(PoolPlan plan, LedgerBook.PoolSums booked, boolean conserved) {
            Map<String, Object> pool = new LinkedHashMap<>();
            pool.put("version", plan.getVersion());
            pool.put("plays", plan.getPlays());
            pool.put("amount", Micros.toPlain(plan.getAmountMicros()));
            pool.put("distributed", Exporter.plain(booked.distributed()));
            pool.put("held", Exporter.plain(booked.held()));
            pool.put("conserved", conserved);
            return pool;
        }

        private SortedMap<String, Object> controlTotals() {
            SortedMap<String, Object> totals = new TreeMap<>();
            SortedMap<String, BigInteger> amounts = new TreeMap<>();
            SortedMap<String, LedgerBook.PoolSums> booked = new TreeMap<>();
            SortedMap<String, LedgerBook.Totals> moved = ledger.currencies();
            moved.keySet().forEach(currency -> amounts.put(currency, BigInteger.ZERO));
            sheets.latest().values().forEach(plan -> {
                amounts.merge(plan.getCurrency(), BigInteger.valueOf(plan.getAmountMicros()), BigInteger::add);
                booked.merge(plan.getCurrency(), ledger.pool(plan.getPool()), Maker::add);
            });
            SortedMap<String, BigInteger> payable = payable();
            amounts.forEach((currency, amount) -> {
                LedgerBook.PoolSums sums = booked.getOrDefault(currency, LedgerBook.PoolSums.NONE);
                LedgerBook.Totals lines = moved.getOrDefault(currency, LedgerBook.Totals.NONE);
                Map<String, Object> total = new LinkedHashMap<>();
                total.put("pools", Exporter.plain(amount));
                total.put("distributed", Exporter.plain(sums.distributed()));
                total.put("held", Exporter.plain(sums.held()));
                lines.flows().forEach((flow, sum) -> total.put(flow.label(), Exporter.plain(sum)));
                total.put("paid", Exporter.plain(lines.paid()));
                total.put("payable", Exporter.plain(payable.getOrDefault(currency, BigInteger.ZERO)));
                total.put("payments", lines.payments());
                total.put("ledger_lines", lines.lines());
                totals.put(currency, total);
            });
            return totals;
        }

        /** What all rightsholders' accounts hold, less what some of them owe; by currency. */
        private SortedMap<String, BigInteger> payable() {
            SortedMap<String, BigInteger> payable = new TreeMap<>();
            for (TrialBalance.Row row : audit.trialBalance()) {
                if (row.account().startsWith("party:") && row.account().endsWith(":payable")) {
                    payable.merge(row.currency(), row.balance(), BigInteger::add);
                }
            }
            return payable;
        }

        private List<Object> waitingBalances() {
            List<Object> balances = new ArrayList<>();
            for (StatementBook.Waiting waits : statements.waiting()) {
                Map<String, Object> balance = new LinkedHashMap<>();
                balance.put("currency", waits.currency());
                balance.put("reason", waits.reason());
                balance.put("parties", waits.parties());
                balance.put("amount", Exporter.plain(waits.amount()));
                balances.add(balance);
            }
            return balances;
        }

        private List<Object> waitingPools() {
            List<Object> pools = new ArrayList<>();
            for (PoolFact fact : waiting.notIn(sheets)) {
                Map<String, Object> pool = new LinkedHashMap<>();
                pool.put("pool", fact.getPool());
                pool.put("status", fact.getStatus().name());
                pool.put("plays", fact.getPlays());
                pool.put("reason", fact.getReason() == null ? "" : fact.getReason());
                pools.add(pool);
            }
            return pools;
        }

        private List<Object> openPeriods() {
            List<Object> periods = new ArrayList<>();
            for (Schedule.OpenPeriod open : run.periods()) {
                Map<String, Object> period = new LinkedHashMap<>();
                period.put("dsp", open.dsp());
                period.put("period", open.period().toString());
                period.put("reason", open.reason());
                periods.add(period);
            }
            return periods;
        }

        private Map<String, Object> ledgerHeads() {
            Map<String, Object> ledgerPart = new LinkedHashMap<>();
            List<Object> heads = new ArrayList<>();
            for (LedgerHead head : audit.heads()) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("partition", head.partition());
                one.put("lines", head.seq() + 1);
                one.put("hash", head.hash());
                heads.add(one);
            }
            ledgerPart.put("lines", audit.lines());
            ledgerPart.put("lines_by_kind", ledger.kinds());
            ledgerPart.put("statements", statements.count());
            ledgerPart.put("heads", heads);
            return ledgerPart;
        }

        private void checkTrialBalance(List<String> problems) {
            SortedMap<String, BigInteger> totals = new TreeMap<>();
            audit.trialBalance().forEach(row -> totals.merge(row.currency(), row.balance(), BigInteger::add));
            totals.forEach((currency, total) -> {
                if (total.signum() != 0) {
                    problems.add("trial balance of " + currency + ": " + Exporter.plain(total) + ", expected 0");
                }
            });
        }

        private void checkAudit(List<String> problems) {
            audit.findings().forEach(finding -> problems.add("ledger partition " + finding.partition() + " offset "
                    + finding.offset() + ": " + finding.rule() + ": " + finding.reason()));
            if (audit.findingCount() > audit.findings().size()) {
                problems.add("ledger: " + (audit.findingCount() - audit.findings().size()) + " more findings");
            }
        }
    }
}
