package angklung.demo;

import angklung.appeal.Hit;
import angklung.avro.Party;
import angklung.avro.PoolPlan;
import angklung.avro.ScreeningHit;
import angklung.close.PayoutResult;
import angklung.ledger.LedgerHead;
import angklung.ledger.TrialBalance;
import angklung.model.Accounts;
import angklung.model.Period;
import angklung.money.Micros;
import angklung.replay.LedgerBook;
import angklung.replay.MoneyText;
import angklung.replay.PlayCounts;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The flow of the money of a demo month, from plays to payouts, for people. */
public final class DemoReport {
    private static final int TOP = 5;
    private static final int HASH_SHOWN = 16;
    private static final String HOLD = "hold:";

    private final DemoRun.Result result;
    private final Period month;
    private final Optional<DemoProof> proof;
    private final Map<String, String> namesByAccount = new HashMap<>();
    private final StringBuilder text = new StringBuilder();

    /** @param proof of one statement, if there is one that can be proved */
    public DemoReport(DemoRun.Result result, Period month, List<Party> parties, Optional<DemoProof> proof) {
        this.result = result;
        this.month = month;
        this.proof = proof;
        parties.forEach(party -> namesByAccount.put(Accounts.payable(party.getPartyId()), party.getName()));
    }

    /** Lines, each ended by LF. */
    public String text() {
        plays();
        pools();
        holds();
        screening();
        authorship();
        rightsholders();
        payouts();
        trialBalance();
        ledger();
        verdict();
        return text.append(new ProofReport(proof).text()).toString();
    }

    private void plays() {
        PlayCounts plays = result.books().plays();
        line("Plays of %s", month);
        count("received", plays.received(), "");
        count("accepted", plays.accepted(), "");
        count("  earning", plays.accepted() - plays.shortPlays(), "at least 30 s, or the whole track");
        count("  too short", plays.shortPlays(), "");
        count("  late", plays.late(), "sent when " + month + " was closed: they count in " + month.next());
        count("duplicates", plays.duplicates(), "dropped: each play counts once");
        count("rejected", plays.rejectedTotal(), "kept with their bytes and a reason:");
        plays.rejected().forEach((reason, number) -> count("  " + reason, number, ""));
    }

    private void pools() {
        line("");
        line("Pools: amount = distributed + held, each shown rounded down");
        line("  %-37s %-11s %9s %19s %17s %15s %14s", "pool", "divided by", "plays", "amount", "distributed", "held",
                "rate per play");
        for (PoolPlan plan : result.books().sheets().latest().values()) {
            LedgerBook.PoolSums sums = result.books().ledger().pool(plan.getPool());
            String currency = plan.getCurrency();
            String name = plan.getDsp() + " " + plan.getTerritory() + " " + plan.getOffering() + " "
                    + plan.getRightType().name().toLowerCase(Locale.ROOT);
            line("  %-37s %-11s %9s %15s %3s %17s %15s %14s", name, basis(plan), MoneyText.count(plan.getPlays()),
                    MoneyText.of(Micros.toDecimal(plan.getAmountMicros()), currency), currency,
                    MoneyText.of(sums.distributed(), currency), MoneyText.of(sums.held(), currency),
                    plan.getRatePerPlay().setScale(Micros.SCALE, RoundingMode.DOWN).toPlainString());
        }
        result.books().waiting().notIn(result.books().sheets()).forEach(pool ->
                line("  %s waits: %s %s", pool.getPool(), pool.getStatus(), pool.getReason()));
    }

    private void holds() {
        SortedMap<String, SortedMap<String, BigInteger>> held = new TreeMap<>();
        for (TrialBalance.Row row : result.books().audit().trialBalance()) {
            if (row.account().startsWith(HOLD)) {
                String reason = row.account().split(":", 3)[1];
                held.computeIfAbsent(reason, r -> new TreeMap<>())
                        .merge(row.currency(), row.balance(), BigInteger::add);
            }
        }
        line("");
        line("Held, and why");
        held.forEach((reason, sums) -> sums.forEach((currency, sum) ->
                line("  %-15s %15s %3s", reason, MoneyText.of(sum, currency), currency)));
    }

    private void screening() {
        line("");
        line("Found artificial, each with its evidence; an appeal is decided by 'screening release' or 'confirm'");
        for (Hit hit : result.books().screening().hits()) {
            ScreeningHit evidence = hit.evidence();
            line("  %s  %s %s  %s plays of %s recordings: %s", hit.id().substring(0, HASH_SHOWN), evidence.getRule(),
                    evidence.getSubjectKind(), MoneyText.count(hit.plays()), MoneyText.count(hit.recordings()),
                    evidence.getEvidence().stream()
                            .map(o -> o.getName() + " " + plain(o.getObserved()) + " against " + plain(o.getThreshold()))
                            .collect(Collectors.joining(", ")));
        }
    }

    private static String plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString();
    }

    private void authorship() {
        line("");
        line("What authorship policies did: EXCLUDE went to the other claims, HOLD is held, TAG was paid and says so");
        result.books().effects().amounts().forEach((policy, sums) -> sums.forEach((currency, micros) ->
                line("  %-50s %15s %3s", policy, MoneyText.of(Micros.toDecimal(micros), currency), currency)));
    }

    private static String basis(PoolPlan plan) {
        return switch (plan.getModel()) {
            case MARKET_CENTRIC -> "plays";
            case USER_CENTRIC -> "subscribers";
            case ARTIST_CENTRIC -> "artists";
            case UNKNOWN -> "";
        };
    }

    private void rightsholders() {
        SortedMap<String, List<TrialBalance.Row>> byCurrency = new TreeMap<>();
        for (TrialBalance.Row row : result.books().audit().trialBalance()) {
            if (namesByAccount.containsKey(row.account())) {
                byCurrency.computeIfAbsent(row.currency(), c -> new ArrayList<>()).add(row);
            }
        }
        byCurrency.forEach((currency, rows) -> {
            line("");
            line("Earned most in %s, of %s rightsholders; what was changed into it is included", currency, MoneyText.count(rows.size()));
            rows.sort(Comparator.comparing(TrialBalance.Row::credit).reversed().thenComparing(TrialBalance.Row::account));
            rows.stream().limit(TOP).forEach(row -> line("  %17s  %s", MoneyText.of(row.credit(), currency),
                    namesByAccount.get(row.account())));
        });
    }

    private void payouts() {
        PayoutResult paid = result.payments();
        line("");
        line("Paid out for %s: %s payments, rounded down to what is paid in; the rest stays in the balance", month,
                MoneyText.count(paid.payments()));
        paid.paidMicros().forEach((currency, micros) ->
                line("  %3s %17s", currency, MoneyText.of(Micros.toDecimal(micros), currency)));
        result.books().ledger().currencies().forEach((currency, totals) -> totals.flows().forEach((flow, sum) ->
                line("  %3s %17s %s", currency, MoneyText.of(sum, currency), flow.text())));
    }

    private void trialBalance() {
        SortedMap<String, BigInteger> debits = new TreeMap<>();
        SortedMap<String, BigInteger> balances = new TreeMap<>();
        for (TrialBalance.Row row : result.books().audit().trialBalance()) {
            debits.merge(row.currency(), row.debit(), BigInteger::add);
            balances.merge(row.currency(), row.balance(), BigInteger::add);
        }
        line("");
        line("Trial balance");
        debits.forEach((currency, debit) -> line("  %3s %17s debited and credited, difference %s", currency,
                MoneyText.of(debit, currency), balances.get(currency)));
    }

    private void ledger() {
        line("");
        line("Ledger: %s lines, each chained to the one before", MoneyText.count(result.books().audit().lines()));
        for (LedgerHead head : result.books().audit().heads()) {
            line("  partition %d: %9s lines, head %s", head.partition(), MoneyText.count(head.seq() + 1),
                    head.hash().substring(0, HASH_SHOWN));
        }
    }

    private void verdict() {
        line("");
        if (result.summary().conserved()) {
            line("Conserved: every play is explained, every pool distributed or held to the last micro, every line"
                    + " chained.");
        } else {
            line("NOT CONSERVED:");
            result.summary().problems().forEach(problem -> line("  %s", problem));
        }
    }

    private void count(String what, long number, String remark) {
        line("  %-28s %12s  %s", what, MoneyText.count(number), remark);
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
