package angklung.settlement;

import angklung.avro.Advance;
import angklung.avro.Command;
import angklung.avro.Deduction;
import angklung.avro.DeductionChain;
import angklung.avro.Earning;
import angklung.avro.FxRate;
import angklung.avro.LedgerLine;
import angklung.avro.Party;
import angklung.avro.PeriodControl;
import angklung.avro.PoolToSettle;
import angklung.avro.RightType;
import angklung.avro.Statement;
import angklung.avro.TaxProfile;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What must come of a scenario, by the rules as they are written down: a double-entry book in decimals of currency
 * units that reads its own entries again for every question, and shares nothing with the code under test.
 */
final class Reckoning {
    private static final BigDecimal ZERO = BigDecimal.ZERO.setScale(6);
    private static final BigDecimal WHOLE = new BigDecimal(1_000_000);

    /** @param text as {@link #describe(LedgerLine)} writes it */
    private record Entry(
            String kind, String party, String currency, BigDecimal amount, String debit, String credit, String rule,
            String text) {}

    private record Kept(String party, String currency, YearMonth from, YearMonth due, BigDecimal amount) {}

    /** As {@link #describe(LedgerLine)} and {@link #describe(Statement)} write them. */
    final List<String> expectedLines = new ArrayList<>();

    final List<String> expectedStatements = new ArrayList<>();

    private final Scenario scenario;
    private final List<Entry> book = new ArrayList<>();
    private final List<Kept> kept = new ArrayList<>();
    private final Map<String, SortedMap<String, BigDecimal>> fresh = new HashMap<>();
    private final Map<String, Integer> stated = new HashMap<>();
    private final Map<String, BigDecimal> closing = new HashMap<>();
    private final Map<String, Map<String, Advance>> advances = new HashMap<>();
    private PeriodControl command;
    private Party party;
    private final Map<String, String> waits = new HashMap<>();

    Reckoning(Scenario scenario) {
        this.scenario = scenario;
        for (Scenario.Step step : scenario.steps) {
            command = step.command();
            if (command.getCommand() == Command.SETTLE) {
                step.allocations().forEach(this::settle);
            } else {
                payout();
            }
        }
    }

    /** By account and currency, those that are not zero. */
    SortedMap<String, BigDecimal> accounts() {
        SortedMap<String, BigDecimal> sums = new TreeMap<>();
        for (Entry entry : book) {
            sums.merge(entry.credit + " " + entry.currency, entry.amount, BigDecimal::add);
            sums.merge(entry.debit + " " + entry.currency, entry.amount.negate(), BigDecimal::add);
        }
        sums.values().removeIf(sum -> sum.signum() == 0);
        return sums;
    }

    private void settle(Allocation allocation) {
        PoolToSettle settled = allocation.toSettle();
        SortedMap<String, Long> sums = new TreeMap<>();
        for (Earning earning : allocation.earnings()) {
            String who = earning.getPartyId() != null ? "0" + earning.getPartyId() : "1" + earning.getHoldAccount();
            sums.merge(who, earning.getAmountMicros(), Long::sum);
        }
        sums.forEach((who, micros) -> {
            if (micros != 0) {
                accrue(settled, who.startsWith("0") ? who.substring(1) : null, who.substring(1), units(micros));
            }
        });
    }

    private void accrue(PoolToSettle pool, String earner, String beneficiary, BigDecimal amount) {
        String[] key = pool.getPool().split("/");
        boolean first = pool.getVersion() == 1;
        String account = earner == null ? beneficiary : "party:" + earner + ":payable";
        boolean released = earner == null && amount.signum() < 0;
        String kind = !first ? released ? "RELEASE" : "ADJUSTMENT" : earner == null ? "HOLD" : "ACCRUAL";
        String reason = first ? null : "RESTATED_REVENUE";
        String period = first ? key[3] : "2026-11";
        signed(kind, earner, "pool:" + pool.getPool(), account, amount, key[5], period, key[3], null, reason);
        if (earner == null) {
            return;
        }
        earn(earner, key[5], key[4], amount);
        Party owner = partyOn(earner, bookedOn());
        if (owner == null || owner.getDeductionChain() == null) {
            return;
        }
        LocalDate lastDay = YearMonth.parse(key[3]).atEndOfMonth();
        DeductionChain chain = newest(
                scenario.chains,
                c -> c.getChain().equals(owner.getDeductionChain()) && in(lastDay, c.getValidFrom(), c.getValidTo()),
                Comparator.comparing(DeductionChain::getValidFrom));
        BigDecimal left = amount.abs();
        for (int step = 0; step < chain.getSteps().size(); step++) {
            Deduction deduction = chain.getSteps().get(step);
            BigDecimal part = part(left, deduction.getRateMillionths()).setScale(6, RoundingMode.DOWN);
            left = left.subtract(part);
            BigDecimal taken = amount.signum() > 0 ? part : part.negate();
            signed(
                    "DEDUCTION",
                    earner,
                    account,
                    "deduction:" + deduction.getBody() + ":" + deduction.getName(),
                    taken,
                    key[5],
                    period,
                    key[3],
                    chain.getChain() + "/" + (step + 1) + "@" + chain.getValidFrom(),
                    reason);
            earn(earner, key[5], key[4], taken.negate());
        }
    }

    private void payout() {
        Set<String> everyone = new TreeSet<>();
        book.stream().map(Entry::party).filter(Objects::nonNull).forEach(everyone::add);
        scenario.parties.forEach(p -> everyone.add(p.getPartyId()));
        for (String id : everyone) {
            party = partyOn(id, bookedOn());
            waits.clear();
            if (party != null) {
                payout(id);
            }
            for (String currency : List.of("IDR", "KRW", "USD")) {
                state(id, currency);
            }
        }
    }

    private void payout(String id) {
        String own = party.getPayoutCurrency();
        for (Advance advance : party.getAdvances()) {
            Map<String, Advance> seen = advances.computeIfAbsent(id, i -> new LinkedHashMap<>());
            if (advance.getAmountMicros() > 0 && !seen.containsKey(advance.getAdvanceId())) {
                seen.put(advance.getAdvanceId(), advance);
                run("ADVANCE", id, "advance", "party:" + id + ":payout", units(advance.getAmountMicros()), own,
                        advance.getAdvanceId());
            }
        }
        YearMonth now = YearMonth.parse(command.getPeriod());
        for (String currency : List.of("IDR", "KRW", "USD")) {
            SortedMap<YearMonth, BigDecimal> due = new TreeMap<>();
            kept.stream()
                    .filter(k -> k.party.equals(id) && k.currency.equals(currency) && !k.due.isAfter(now))
                    .forEach(k -> due.merge(k.from, k.amount, BigDecimal::add));
            kept.removeIf(k -> k.party.equals(id) && k.currency.equals(currency) && !k.due.isAfter(now));
            due.forEach((from, amount) -> signed(
                    "RELEASE", id, "party:" + id + ":reserve", "party:" + id + ":payable", amount, currency,
                    command.getPeriod(), from.toString(), null, null));
        }
        for (String currency : List.of("IDR", "KRW", "USD")) {
            if (!currency.equals(own)) {
                recoup(id, currency);
                convert(id, currency, own);
            }
        }
        recoup(id, own);
        BigDecimal earned = fresh(id, own).values().stream().reduce(ZERO, BigDecimal::add);
        BigDecimal reserve = part(earned, party.getReserveMillionths())
                .setScale(6, RoundingMode.DOWN)
                .min(balance(id, own));
        if (earned.signum() > 0 && reserve.signum() > 0) {
            run("RESERVE", id, "payable", "party:" + id + ":reserve", reserve, own, null);
            kept.add(new Kept(id, own, now, now.plusMonths(party.getReservePeriods()), reserve));
        }
        fresh(id, own).clear();
        pay(id, own);
    }

    private void convert(String id, String currency, String own) {
        BigDecimal balance = balance(id, currency);
        if (balance.signum() <= 0) {
            return;
        }
        FxRate direct = rate(currency, own);
        FxRate inverse = rate(own, currency);
        if (direct == null && inverse == null) {
            waits.put(currency, "NO_FX_RATE: " + currency + "/" + own);
            return;
        }
        FxRate used = direct != null ? direct : inverse;
        BigDecimal converted = exchange(balance, used, direct == null);
        if (converted.signum() == 0) {
            waits.put(currency, "BELOW_PAYOUT_UNIT");
            return;
        }
        String pair = "fx:" + used.getBase() + "/" + used.getQuote();
        String rate = used.getRate().toPlainString() + " " + used.getDate() + " " + used.getSource();
        enter("FX", id, "party:" + id + ":payable", pair, balance, currency, command.getPeriod(), command.getPeriod(),
                null, null, rate);
        enter("FX", id, pair, "party:" + id + ":payable", converted, own, command.getPeriod(), command.getPeriod(),
                null, null, rate);
        BigDecimal total = ZERO;
        for (Map.Entry<String, BigDecimal> right : fresh(id, currency).entrySet()) {
            BigDecimal before = exchange(total, used, direct == null);
            total = total.add(right.getValue());
            earn(id, own, right.getKey(), exchange(total, used, direct == null).subtract(before));
        }
        fresh(id, currency).clear();
    }

    /** Rounded down. */
    private static BigDecimal exchange(BigDecimal amount, FxRate rate, boolean inverse) {
        return inverse
                ? amount.divide(rate.getRate(), 6, RoundingMode.FLOOR)
                : amount.multiply(rate.getRate()).setScale(6, RoundingMode.FLOOR);
    }

    private void recoup(String id, String currency) {
        Map<String, List<Advance>> groups = new LinkedHashMap<>();
        book.stream()
                .filter(e -> e.kind.equals("ADVANCE") && e.party.equals(id) && e.currency.equals(currency))
                .map(e -> advances.get(id).get(e.rule))
                .forEach(a -> groups.computeIfAbsent(a.getGroup(), g -> new ArrayList<>()).add(a));
        groups.values().forEach(group -> recoup(id, currency, group));
    }

    private void recoup(String id, String currency, List<Advance> group) {
        boolean all = group.stream().anyMatch(a -> a.getRightTypes().isEmpty());
        Set<String> rights = new HashSet<>();
        group.forEach(a -> a.getRightTypes().stream().map(RightType::name).forEach(rights::add));
        SortedMap<String, BigDecimal> earned = fresh(id, currency);
        BigDecimal covered = ZERO;
        for (String right : earned.keySet()) {
            covered = all || rights.contains(right) ? covered.add(earned.get(right)) : covered;
        }
        BigDecimal left = covered.min(balance(id, currency)).min(debt(id, group));
        if (left.signum() <= 0) {
            return;
        }
        BigDecimal used = left;
        for (String right : earned.keySet()) {
            if ((all || rights.contains(right)) && earned.get(right).signum() > 0) {
                BigDecimal part = used.min(earned.get(right));
                earned.put(right, earned.get(right).subtract(part));
                used = used.subtract(part);
            }
        }
        for (Advance advance : group) {
            BigDecimal part = left.min(debt(id, List.of(advance)));
            left = left.subtract(part);
            run("RECOUPMENT", id, "payable", "party:" + id + ":advance", part, currency, advance.getAdvanceId());
        }
    }

    private BigDecimal debt(String id, List<Advance> group) {
        BigDecimal debt = ZERO;
        for (Advance advance : group) {
            for (Entry entry : book) {
                if (id.equals(entry.party) && advance.getAdvanceId().equals(entry.rule)) {
                    debt = entry.kind.equals("ADVANCE") ? debt.add(entry.amount) : debt.subtract(entry.amount);
                }
            }
        }
        return debt;
    }

    private void pay(String id, String own) {
        BigDecimal balance = balance(id, own);
        if (balance.signum() <= 0) {
            return;
        }
        if (balance.compareTo(units(party.getPayoutThresholdMicros())) < 0) {
            waits.put(own, "BELOW_THRESHOLD");
            return;
        }
        BigDecimal gross = balance.setScale(party.getPayoutScale(), RoundingMode.DOWN);
        BigDecimal tax = ZERO;
        String account = null;
        String rule = null;
        if (gross.signum() > 0 && party.getTaxProfile() != null) {
            TaxProfile profile = newest(
                    scenario.taxProfiles,
                    t -> t.getProfile().equals(party.getTaxProfile())
                            && in(bookedOn(), t.getValidFrom(), t.getValidTo()),
                    Comparator.comparing(TaxProfile::getValidFrom));
            if (profile == null) {
                waits.put(own, "NO_TAX_PROFILE: " + party.getTaxProfile());
                return;
            }
            tax = part(part(gross, profile.getBaseMillionths()), profile.getRateMillionths())
                    .setScale(profile.getScale(), RoundingMode.DOWN);
            account = "tax:" + profile.getCountry() + ":" + profile.getKind();
            rule = profile.getProfile() + "@" + profile.getValidFrom();
        }
        BigDecimal net = gross.subtract(tax).setScale(party.getPayoutScale(), RoundingMode.DOWN);
        if (net.signum() == 0 && tax.compareTo(gross) < 0 || gross.signum() == 0) {
            waits.put(own, "BELOW_PAYOUT_UNIT");
            return;
        }
        run("WITHHOLDING", id, "payable", account, tax, own, rule);
        run("PAYOUT", id, "payable", "party:" + id + ":payout", net, own, null);
    }

    private void state(String id, String currency) {
        String key = id + " " + currency;
        List<Entry> lines = book.subList(stated.getOrDefault(key, 0), book.size()).stream()
                .filter(e -> id.equals(e.party) && e.currency.equals(currency))
                .toList();
        BigDecimal balance = balance(id, currency);
        if (lines.isEmpty() && balance.signum() == 0) {
            return;
        }
        boolean paid = lines.stream().anyMatch(e -> e.kind.equals("PAYOUT"));
        String wait = party == null && balance.signum() > 0 ? "UNKNOWN_PARTY" : waits.get(currency);
        BigDecimal in = ZERO;
        BigDecimal out = ZERO;
        for (Entry e : lines) {
            in = e.kind.equals("FX") && e.debit.startsWith("fx:") ? in.add(e.amount) : in;
            out = e.kind.equals("FX") && e.credit.startsWith("fx:") ? out.add(e.amount) : out;
        }
        expectedStatements.add(String.join(
                " ",
                id,
                currency,
                command.getRunId(),
                command.getPeriod(),
                plain(closing.getOrDefault(key, ZERO)),
                plain(net(lines, id, "ACCRUAL")),
                plain(net(lines, id, "ADJUSTMENT")),
                plain(net(lines, id, "DEDUCTION").negate()),
                plain(net(lines, id, "RECOUPMENT").negate()),
                plain(net(lines, id, "RESERVE").negate()),
                plain(net(lines, id, "RELEASE")),
                plain(in),
                plain(out),
                plain(net(lines, id, "WITHHOLDING").negate()),
                plain(net(lines, id, "PAYOUT").negate()),
                plain(balance),
                plain(sum("party:" + id + ":advance", currency).negate()),
                plain(sum("party:" + id + ":reserve", currency)),
                String.valueOf(lines.size()),
                paid ? command.getRunId() + "/" + currency : "null",
                String.valueOf(wait)));
        closing.put(key, balance);
        stated.put(key, book.size());
    }

    private static BigDecimal net(List<Entry> lines, String id, String kind) {
        String payable = "party:" + id + ":payable";
        BigDecimal net = ZERO;
        for (Entry entry : lines) {
            if (entry.kind.equals(kind)) {
                net = entry.credit.equals(payable) ? net.add(entry.amount) : net.subtract(entry.amount);
            }
        }
        return net;
    }

    private BigDecimal balance(String id, String currency) {
        return sum("party:" + id + ":payable", currency);
    }

    private BigDecimal sum(String account, String currency) {
        BigDecimal sum = ZERO;
        for (Entry entry : book) {
            if (entry.currency.equals(currency)) {
                sum = entry.credit.equals(account) ? sum.add(entry.amount) : sum;
                sum = entry.debit.equals(account) ? sum.subtract(entry.amount) : sum;
            }
        }
        return sum;
    }

    private SortedMap<String, BigDecimal> fresh(String id, String currency) {
        return fresh.computeIfAbsent(id + " " + currency, k -> new TreeMap<>());
    }

    private void earn(String id, String currency, String right, BigDecimal amount) {
        fresh(id, currency).merge(right, amount, BigDecimal::add);
    }

    private LocalDate bookedOn() {
        return command.getBookedAt().atZone(ZoneOffset.UTC).toLocalDate();
    }

    private Party partyOn(String id, LocalDate date) {
        return newest(
                scenario.parties,
                p -> p.getPartyId().equals(id) && !p.getEffectiveFrom().isAfter(date),
                Comparator.comparing(Party::getEffectiveFrom));
    }

    private FxRate rate(String base, String quote) {
        return newest(
                scenario.fxRates,
                r -> r.getBase().equals(base)
                        && r.getQuote().equals(quote)
                        && !r.getDate().isAfter(bookedOn()),
                Comparator.comparing(FxRate::getDate));
    }

    /** The greatest; of equals the one that was sent last. */
    private static <T> T newest(List<T> records, Predicate<T> applies, Comparator<T> order) {
        return records.stream().filter(applies).reduce(null, (a, b) -> a == null || order.compare(b, a) >= 0 ? b : a);
    }

    private static boolean in(LocalDate date, LocalDate from, LocalDate to) {
        return !date.isBefore(from) && (to == null || date.isBefore(to));
    }

    private static BigDecimal part(BigDecimal amount, long millionths) {
        return amount.multiply(new BigDecimal(millionths)).divide(WHOLE);
    }

    /** A line of the payout run from one of the party's own accounts. */
    private void run(String kind, String id, String from, String to, BigDecimal amount, String currency, String rule) {
        signed(kind, id, "party:" + id + ":" + from, to, amount, currency, command.getPeriod(), command.getPeriod(),
                rule, null);
    }

    private void signed(
            String kind, String id, String from, String to, BigDecimal amount, String currency, String period,
            String origin, String rule, String reason) {
        boolean positive = amount.signum() > 0;
        enter(kind, id, positive ? from : to, positive ? to : from, amount.abs(), currency, period, origin, rule,
                reason, null);
    }

    private void enter(
            String kind, String id, String debit, String credit, BigDecimal amount, String currency, String period,
            String origin, String rule, String reason, String fx) {
        if (amount.signum() == 0) {
            return;
        }
        boolean batch = kind.equals("WITHHOLDING") || kind.equals("PAYOUT");
        String text = kind + " " + plain(amount) + " " + currency + " " + debit + " > " + credit + " in " + period
                + " of " + origin + " for " + id + " rule " + rule + " reason " + reason + " fx " + fx + " batch "
                + (batch ? command.getRunId() + "/" + currency : null);
        book.add(new Entry(kind, id, currency, amount.setScale(6), debit, credit, rule, text));
        expectedLines.add(text);
    }

    static String describe(LedgerLine line) {
        String fx = line.getFxRate() == null
                ? null
                : line.getFxRate().toPlainString() + " " + line.getFxDate() + " " + line.getFxSource();
        return line.getKind() + " " + plain(line.getAmount()) + " " + line.getCurrency() + " " + line.getDebitAccount()
                + " > " + line.getCreditAccount() + " in " + line.getPeriod() + " of " + line.getOriginPeriod()
                + " for " + line.getPartyId() + " rule " + line.getRule() + " reason " + line.getReason() + " fx " + fx
                + " batch " + line.getBatchId();
    }

    static String describe(Statement s) {
        return String.join(
                " ",
                s.getPartyId(),
                s.getCurrency(),
                s.getRunId(),
                s.getPeriod(),
                plain(units(s.getOpeningMicros())),
                plain(units(s.getEarningsMicros())),
                plain(units(s.getAdjustmentsMicros())),
                plain(units(s.getDeductionsMicros())),
                plain(units(s.getRecoupedMicros())),
                plain(units(s.getReservedMicros())),
                plain(units(s.getReleasedMicros())),
                plain(units(s.getConvertedInMicros())),
                plain(units(s.getConvertedOutMicros())),
                plain(units(s.getTaxMicros())),
                plain(units(s.getPaymentsMicros())),
                plain(units(s.getClosingMicros())),
                plain(units(s.getAdvanceMicros())),
                plain(units(s.getReserveMicros())),
                String.valueOf(s.getLines()),
                String.valueOf(s.getBatchId()),
                String.valueOf(s.getWaits()));
    }

    private static BigDecimal units(long micros) {
        return BigDecimal.valueOf(micros, 6);
    }

    private static String plain(BigDecimal amount) {
        return amount.setScale(6).toPlainString();
    }
}
