package angklung.settlement;

import angklung.avro.Command;
import angklung.avro.DeductionChain;
import angklung.avro.Earning;
import angklung.avro.FxRate;
import angklung.avro.LedgerLine;
import angklung.avro.Party;
import angklung.avro.Statement;
import angklung.avro.TaxProfile;
import angklung.ledger.LedgerChain;
import angklung.ledger.LedgerHead;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The rules of settlement alone, without stores, jobs or Kafka: fast enough for thousands of histories. */
final class PaperSettlement implements PayoutReference {
    final List<LedgerLine> ledger = new ArrayList<>();
    final List<Statement> statements = new ArrayList<>();
    private final Scenario scenario;
    private final SettlementRules rules = new SettlementRules();
    private final LedgerChain chain = new LedgerChain(LedgerHead.empty(0));
    private final SortedMap<String, Account> accounts = new TreeMap<>();
    private final Map<String, String> lastLines = new HashMap<>();

    PaperSettlement(Scenario scenario) {
        this.scenario = scenario;
        scenario.parties.forEach(party -> account(party.getPartyId()).expect(
                party.getDeductionChain() != null, !party.getAdvances().isEmpty()));
        for (Scenario.Step step : scenario.steps) {
            if (step.command().getCommand() == Command.SETTLE) {
                step.allocations().forEach(allocation -> settle(step, allocation));
            } else {
                payout(PayoutOrder.of(step.command()));
            }
        }
    }

    private Account account(String party) {
        return accounts.computeIfAbsent(party, Account::new);
    }

    private void settle(Scenario.Step step, Allocation allocation) {
        PoolVersion pool =
                new PoolVersion(allocation.toSettle().getPool(), allocation.toSettle().getVersion());
        SortedMap<String, List<Earning>> byBeneficiary = new TreeMap<>();
        for (Earning earning : allocation.earnings()) {
            Beneficiary who = Beneficiary.of(earning);
            byBeneficiary
                    .computeIfAbsent((who.isHold() ? "1" : "0") + who.id(), w -> new ArrayList<>())
                    .add(earning);
        }
        byBeneficiary.forEach((who, earnings) -> {
            Entitlement sum = new Entitlement(new Beneficiary(who.startsWith("1"), who.substring(1)));
            for (Earning earning : earnings) {
                rules.add(sum, pool, earning.getIsrc(), "", Detail.of(earning));
            }
            String last = pool.pool() + who;
            rules.line(pool, sum, step.command(), allocation.toSettle().getReason(), lastLines.get(last))
                    .ifPresent(line -> {
                        write(line);
                        lastLines.put(last, line.getLineId());
                        chain(line).ifPresent(c -> DeductionRules.lines(line, c).forEach(this::write));
                    });
        });
    }

    private Optional<DeductionChain> chain(LedgerLine line) {
        if (line.getPartyId() == null || !account(line.getPartyId()).isDeducted()) {
            return Optional.empty();
        }
        LocalDate lastDay = YearMonth.parse(line.getOriginPeriod()).atEndOfMonth();
        return party(line.getPartyId(), LocalDate.ofInstant(line.getBookedAt(), ZoneOffset.UTC))
                .map(Party::getDeductionChain)
                .map(name -> newest(
                                scenario.chains,
                                c -> c.getChain().equals(name)
                                        && covers(lastDay, c.getValidFrom(), c.getValidTo()))
                        .orElseThrow());
    }

    private void payout(PayoutOrder order) {
        for (String id : List.copyOf(accounts.keySet())) {
            // through the store and back, so that nothing lives outside of what is kept
            Account account = there(account(id));
            accounts.put(id, account);
            Party party = party(id, order.date()).orElse(null);
            int before = ledger.size();
            statements.addAll(new PayoutRules(order, this, account, party, this::write).settle());
            if (ledger.size() > before && !account.isChanged()) {
                throw new AssertionError("Account " + id + " would not be stored");
            }
        }
    }

    private void write(LedgerLine draft) {
        LedgerLine line = chain.seal(draft);
        ledger.add(line);
        if (line.getPartyId() != null) {
            account(line.getPartyId()).add(line);
        }
    }

    static Account there(Account account) {
        return Account.serde()
                .deserializer()
                .deserialize("t", Account.serde().serializer().serialize("t", account));
    }

    private Optional<Party> party(String id, LocalDate date) {
        Party found = null;
        for (Party party : scenario.parties) {
            boolean applies = party.getPartyId().equals(id)
                    && !party.getEffectiveFrom().isAfter(date)
                    && (found == null || !party.getEffectiveFrom().isBefore(found.getEffectiveFrom()));
            found = applies ? party : found;
        }
        return Optional.ofNullable(found);
    }

    @Override
    public Optional<FxRate> rate(String base, String quote, LocalDate date) {
        return newest(
                scenario.fxRates,
                r -> r.getBase().equals(base)
                        && r.getQuote().equals(quote)
                        && !r.getDate().isAfter(date));
    }

    @Override
    public Optional<TaxProfile> taxProfile(String profile, LocalDate date) {
        return newest(
                scenario.taxProfiles,
                t -> t.getProfile().equals(profile) && covers(date, t.getValidFrom(), t.getValidTo()));
    }

    private static boolean covers(LocalDate date, LocalDate from, LocalDate to) {
        return !date.isBefore(from) && (to == null || date.isBefore(to));
    }

    private static <T> Optional<T> newest(List<T> records, Predicate<T> applies) {
        return records.stream().filter(applies).max((a, b) -> from(a).compareTo(from(b)));
    }

    private static LocalDate from(Object record) {
        return record instanceof FxRate rate
                ? rate.getDate()
                : record instanceof TaxProfile tax ? tax.getValidFrom() : ((DeductionChain) record).getValidFrom();
    }
}
