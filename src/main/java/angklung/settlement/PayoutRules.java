package angklung.settlement;

import angklung.avro.Advance;
import angklung.avro.FxRate;
import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.avro.Party;
import angklung.avro.Statement;
import angklung.avro.TaxProfile;
import angklung.ledger.LineId;
import angklung.model.Accounts;
import angklung.model.Period;
import angklung.money.Micros;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One party in one payout run, in this order: new advances, reserves that are due, conversion to the payout currency,
 * recoupment, reserve, payment less withholding, statements. Each is a ledger line of its own.
 *
 * <p>One object serves one party once.
 */
final class PayoutRules {
    private static final int RATE_SCALE = 12;

    private final PayoutOrder order;
    private final PayoutReference reference;
    private final Account account;
    private final Party party;
    private final Consumer<LedgerLine> ledger;
    private final Map<String, String> waits = new TreeMap<>();
    private String paidIn;

    /**
     * @param party as it is on the booking date; null if unknown
     * @param ledger seals and writes a line and adds it to {@code account}
     */
    PayoutRules(
            PayoutOrder order,
            PayoutReference reference,
            Account account,
            Party party,
            Consumer<LedgerLine> ledger) {
        this.order = order;
        this.reference = reference;
        this.account = account;
        this.party = party;
        this.ledger = ledger;
    }

    /** Writes the lines; returns a statement for each currency with a balance or anything that happened. */
    List<Statement> settle() {
        if (party != null) {
            bookAdvances();
            account.currencies().forEach(this::release);
            account.currencies().forEach(this::convert);
            recoup(party.getPayoutCurrency());
            reserve();
            pay();
        }
        List<Statement> statements = new ArrayList<>();
        account.currencies().forEach(currency -> state(currency).ifPresent(statements::add));
        account.dropBlank();
        return statements;
    }

    /** An advance counts once, by its identifier, as it was when it was first seen. */
    private void bookAdvances() {
        for (Advance advance : party.getAdvances()) {
            if (advance.getAmountMicros() > 0 && !account.hasAdvance(advance.getAdvanceId())) {
                OpenAdvance open = OpenAdvance.of(advance, party.getPayoutCurrency());
                LedgerLine line = draft(
                        LineKind.ADVANCE,
                        Accounts.advance(account.partyId()),
                        Accounts.payout(account.partyId()),
                        open.outstanding(),
                        open.currency());
                line.setRule(open.id());
                post(line);
                account.keep(open);
            }
        }
    }

    private void release(String currency) {
        Map<Period, Long> due = account.balance(currency).takeDue(order.period());
        due.forEach((from, amount) -> {
            LedgerLine line = draft(
                    LineKind.RELEASE,
                    Accounts.reserve(account.partyId()),
                    Accounts.payable(account.partyId()),
                    amount,
                    currency);
            line.setOriginPeriod(from.toString());
            post(line);
        });
    }

    /** Advances that were given in a currency are recouped in it before the rest is converted. */
    private void convert(String currency) {
        if (currency.equals(party.getPayoutCurrency())) {
            return;
        }
        recoup(currency);
        long amount = account.balance(currency).payable();
        if (amount <= 0) {
            return;
        }
        Optional<Conversion> conversion = conversion(currency, party.getPayoutCurrency());
        if (conversion.isEmpty()) {
            waits.put(currency, "NO_FX_RATE: " + currency + "/" + party.getPayoutCurrency());
            return;
        }
        long converted = conversion.get().floor(amount);
        if (converted == 0) {
            waits.put(currency, "BELOW_PAYOUT_UNIT");
            return;
        }
        String payable = Accounts.payable(account.partyId());
        String pair = conversion.get().account();
        post(converting(draft(LineKind.FX, payable, pair, amount, currency), conversion.get()));
        post(converting(
                draft(LineKind.FX, pair, payable, converted, party.getPayoutCurrency()), conversion.get()));
        convertEarned(currency, conversion.get());
    }

    /** The pair itself if any of its rates is known, else the pair the other way round. */
    private Optional<Conversion> conversion(String from, String to) {
        return reference
                .rate(from, to, order.date())
                .map(rate -> new Conversion(rate, false))
                .or(() -> reference.rate(to, from, order.date()).map(rate -> new Conversion(rate, true)));
    }

    private static LedgerLine converting(LedgerLine line, Conversion conversion) {
        FxRate rate = conversion.published();
        line.setFxRate(rate.getRate().setScale(RATE_SCALE));
        line.setFxDate(rate.getDate());
        line.setFxSource(rate.getSource());
        return line;
    }

    /**
     * What was earned in another currency recoups advances and is reserved once it is converted: all that the balance
     * converted to, if all of it was earned.
     */
    private void convertEarned(String currency, Conversion conversion) {
        Balance to = account.balance(party.getPayoutCurrency());
        Balance from = account.balance(currency);
        conversion.parts(from.earned()).forEach(to::earn);
        from.forgetEarned();
    }

    private void recoup(String currency) {
        List<OpenAdvance> advances = account.advances(currency);
        if (advances.isEmpty()) {
            return;
        }
        Balance balance = account.balance(currency);
        RecoupmentRules.Result result = RecoupmentRules.recoup(advances, balance.earned(), balance.payable());
        balance.forgetEarned();
        result.earned().forEach(balance::earn);
        for (RecoupmentRules.Part part : result.parts()) {
            LedgerLine line = draft(
                    LineKind.RECOUPMENT,
                    Accounts.payable(account.partyId()),
                    Accounts.advance(account.partyId()),
                    part.amount(),
                    currency);
            line.setRule(part.advance().id());
            post(line);
            account.keep(part.advance().recouped(part.amount()));
        }
    }

    /** A part of what this run's earnings left after recoupment; from then on they count as carried. */
    private void reserve() {
        String currency = party.getPayoutCurrency();
        Balance balance = account.balance(currency);
        long earned = balance.earned().values().stream().reduce(0L, Math::addExact);
        if (earned > 0 && balance.payable() > 0) {
            long amount = Math.min(Millionths.floor(earned, party.getReserveMillionths()), balance.payable());
            if (amount > 0) {
                post(draft(
                        LineKind.RESERVE,
                        Accounts.payable(account.partyId()),
                        Accounts.reserve(account.partyId()),
                        amount,
                        currency));
                Period due = new Period(order.period().month().plusMonths(party.getReservePeriods()));
                balance.keep(new Reserve(order.period(), due, amount));
            }
        }
        account.forgetEarned(currency);
    }

    private void pay() {
        String currency = party.getPayoutCurrency();
        long balance = account.balance(currency).payable();
        if (balance <= 0) {
            return;
        }
        if (balance < party.getPayoutThresholdMicros()) {
            waits.put(currency, "BELOW_THRESHOLD");
            return;
        }
        long gross = Micros.floorToScale(balance, party.getPayoutScale());
        if (gross == 0) {
            waits.put(currency, "BELOW_PAYOUT_UNIT");
            return;
        }
        if (party.getTaxProfile() == null) {
            transfer(gross);
            return;
        }
        reference
                .taxProfile(party.getTaxProfile(), order.date())
                .ifPresentOrElse(
                        profile -> payLessTax(gross, profile),
                        () -> waits.put(currency, "NO_TAX_PROFILE: " + party.getTaxProfile()));
    }

    /** Nothing is withheld of what is too little to be paid, unless the tax takes all of it. */
    private void payLessTax(long gross, TaxProfile profile) {
        long tax = WithholdingRules.tax(gross, profile);
        long net = Micros.floorToScale(Math.subtractExact(gross, tax), party.getPayoutScale());
        if (net == 0 && tax < gross) {
            waits.put(party.getPayoutCurrency(), "BELOW_PAYOUT_UNIT");
            return;
        }
        if (tax > 0) {
            LedgerLine line = draft(
                    LineKind.WITHHOLDING,
                    Accounts.payable(account.partyId()),
                    WithholdingRules.account(profile),
                    tax,
                    party.getPayoutCurrency());
            line.setRule(WithholdingRules.rule(profile));
            line.setBatchId(order.batchId(party.getPayoutCurrency()));
            post(line);
        }
        if (net > 0) {
            transfer(net);
        }
    }

    private void transfer(long amount) {
        String currency = party.getPayoutCurrency();
        LedgerLine line = draft(
                LineKind.PAYOUT,
                Accounts.payable(account.partyId()),
                Accounts.payout(account.partyId()),
                amount,
                currency);
        line.setBatchId(order.batchId(currency));
        post(line);
        paidIn = currency;
    }

    private Optional<Statement> state(String currency) {
        Balance balance = account.balance(currency);
        if (balance.payable() == 0 && balance.lines() == 0) {
            return Optional.empty();
        }
        String wait = party == null && balance.payable() > 0 ? "UNKNOWN_PARTY" : waits.get(currency);
        String batch = currency.equals(paidIn) ? order.batchId(currency) : null;
        Statement statement = StatementRules.statement(order, account, currency, batch, wait);
        if (balance.lines() > 0) {
            account.nextStatement(currency);
        }
        return Optional.of(statement);
    }

    private LedgerLine draft(LineKind kind, String debit, String credit, long amount, String currency) {
        return order.draft(kind, account.partyId(), debit, credit, amount, currency);
    }

    private void post(LedgerLine line) {
        line.setLineId(LineId.recomputed(line).orElseThrow());
        ledger.accept(line);
    }
}
