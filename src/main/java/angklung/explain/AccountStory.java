package angklung.explain;

import static angklung.explain.Table.Column.number;
import static angklung.explain.Table.Column.text;

import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.avro.TaxProfile;
import angklung.explain.Deductions.Rule;
import angklung.model.Period;
import angklung.money.Micros;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/** A line that moves money between the accounts of one party, or from them to a tax, a body or another currency. */
final class AccountStory {
    private static final String TAX = "tax:";
    private static final String FX = "fx:";

    private final Records records;
    private final Story story;
    private final LedgerLine line;
    private final String party;
    private final List<LedgerLine> history;
    private final int at;

    /** @param history of the party, in all currencies */
    AccountStory(Records records, Story story, List<LedgerLine> history) {
        this.records = records;
        this.story = story;
        this.line = story.line();
        this.party = line.getPartyId();
        this.history = history;
        this.at = history.stream().map(LedgerLine::getLineId).toList().indexOf(line.getLineId());
    }

    void deduction() {
        Optional<LedgerLine> from = byId(line.getAdjustsLineId());
        long change = Beneficiary.change(line, payable());
        Value base = from.map(f -> (Value) story.money(Beneficiary.change(f, payable()))).orElse(Value.NONE);
        String[] account = Deductions.account(line).split(":", 3);
        story.sentence(change < 0 ? "sentence.deduction" : "sentence.deduction.back", Value.code(party),
                story.money(line.getAmountMicros()), Value.code(account[1]), new Value.Name("purpose", account[2]),
                base, new Value.Month(Period.parse(line.getOriginPeriod())));
        story.source("rule", line.getRule());
        Deductions.source(records, line).ifPresent(source -> story.source("rule-source", source));
        story.source("taken-from", line.getAdjustsLineId());
        story.source("rate-sheet", line.getRateSheetId());
        if (from.isEmpty()) {
            story.check(false, "taken-from", Value.code(line.getAdjustsLineId()));
            return;
        }
        long left = Beneficiary.change(from.get(), payable());
        Table table = new Table("table.deductions",
                text("item"), number("percent"), number("money"), number("left"), text("rule"), text("line"));
        table = table.withRow(Value.phrase("item.line"), Value.NONE, story.money(left), story.money(left), Value.NONE,
                Value.code(from.get().getLineId()));
        for (LedgerLine one : history) {
            if (one.getKind() == LineKind.DEDUCTION && line.getAdjustsLineId().equals(one.getAdjustsLineId())) {
                Optional<Long> rate = Deductions.rate(records, one);
                long taken = Beneficiary.change(one, payable());
                if (one.getLineId().equals(line.getLineId())) {
                    checkDeduction(left, rate, taken);
                }
                left = Math.addExact(left, taken);
                table = table.withRow(Deductions.name(one),
                        rate.map(r -> (Value) new Value.Percent(Micros.toDecimal(r))).orElse(Value.NONE),
                        story.money(taken), story.money(left), Value.code(one.getRule()), Value.code(one.getLineId()));
            }
        }
        story.table(table.withTotal(Value.phrase("item.left"), Value.NONE, story.money(left), story.money(left),
                Value.NONE, Value.NONE));
    }

    private void checkDeduction(long left, Optional<Long> rate, long taken) {
        if (rate.isPresent()) {
            long due = Math.negateExact(Deductions.of(left, rate.get()));
            story.check(due == taken, "deduction", story.money(taken), story.money(due));
        } else {
            story.open("deductions", new Value.Counted("deductions", 1));
        }
    }

    void withholding() {
        String[] account = line.getCreditAccount().substring(TAX.length()).split(":", 2);
        long tax = line.getAmountMicros();
        long paid = following(LineKind.PAYOUT).map(LedgerLine::getAmountMicros).orElse(0L);
        long balance = before(payable(), line.getCurrency());
        Optional<Rule> rule = Rule.parse(line.getRule());
        Optional<TaxProfile> profile = rule.flatMap(r -> records.taxProfile(r.name(), r.validFrom()));
        Optional<Long> gross = gross(balance, tax, paid, profile);
        long shown = gross.orElse(Math.addExact(tax, paid));
        story.sentence("sentence.withholding", Value.code(party), story.money(tax), new Value.Country(account[0]),
                Value.code(account[1]), story.money(shown));
        Table table = new Table("table.withholding", text("item"), number("money"));
        table = table.withRow(Value.phrase("item.payable-before"), story.money(balance))
                .withRow(Value.phrase("item.gross"), story.money(shown));
        if (profile.isPresent()) {
            table = table.withRow(Value.phrase("item.tax-base"), percent(profile.get().getBaseMillionths()))
                    .withRow(Value.phrase("item.tax-rate"), percent(profile.get().getRateMillionths()))
                    .withRow(Value.phrase("item.tax-decimals"), new Value.Count(profile.get().getScale()));
            story.check(gross.isPresent(), "tax", story.money(tax), story.money(shown));
        } else {
            story.open("tax", Value.code(line.getRule()));
        }
        story.table(table.withRow(Value.phrase("item.tax"), story.money(Math.negateExact(tax)))
                .withTotal(Value.phrase("item.paid"), story.money(paid)));
        story.source("tax-rule", line.getRule());
        profile.map(TaxProfile::getSource).ifPresent(source -> story.source("rule-source", source));
        story.source("batch", line.getBatchId());
    }

    /**
     * The payment before tax: the balance rounded down to the payee's decimals, by which the rest comes out, and the
     * tax too as far as its rule is known.
     */
    private static Optional<Long> gross(long balance, long tax, long paid, Optional<TaxProfile> profile) {
        for (int scale = 0; balance > 0 && scale <= Micros.SCALE; scale++) {
            long gross = Micros.floorToScale(balance, scale);
            boolean sameTax = profile.isEmpty() || tax(gross, profile.get()) == tax;
            if (sameTax && gross >= tax && Micros.floorToScale(Math.subtractExact(gross, tax), scale) == paid) {
                return Optional.of(gross);
            }
        }
        return Optional.empty();
    }

    private static long tax(long gross, TaxProfile profile) {
        long due = BigDecimal.valueOf(gross)
                .multiply(Micros.toDecimal(profile.getBaseMillionths()))
                .multiply(Micros.toDecimal(profile.getRateMillionths()))
                .setScale(0, RoundingMode.DOWN)
                .longValueExact();
        return Micros.floorToScale(due, profile.getScale());
    }

    void conversion() {
        boolean out = line.getDebitAccount().equals(payable());
        String account = out ? line.getCreditAccount() : line.getDebitAccount();
        String[] pair = account.substring(FX.length()).split("/", 2);
        Optional<LedgerLine> other = otherLeg(out, account);
        Value counter = other.map(AccountStory::money).orElse(Value.NONE);
        Value rate = line.getFxRate() == null
                ? Value.NONE
                : new Value.Number(plain(line.getFxRate()));
        story.sentence("sentence.fx", Value.code(party), out ? story.money(line.getAmountMicros()) : counter,
                out ? counter : story.money(line.getAmountMicros()), Value.code(pair[0]), Value.code(pair[1]), rate,
                line.getFxDate() == null ? Value.NONE : new Value.Day(line.getFxDate()),
                Value.code(line.getFxSource()));
        story.source("fx-rate", Value.phrase("source.fx", Value.code(account.substring(FX.length())), rate));
        if (line.getFxDate() != null) {
            story.source("fx-date", new Value.Day(line.getFxDate()));
        }
        story.source("fx-source", line.getFxSource());
        if (other.isEmpty()) {
            story.check(false, "fx-leg", Value.code(account));
            return;
        }
        story.source("other-leg", other.get().getLineId());
        LedgerLine from = out ? line : other.get();
        LedgerLine to = out ? other.get() : line;
        boolean inverse = pair[0].equals(to.getCurrency());
        story.table(new Table("table.fx", text("item"), number("money"), text("line"))
                .withRow(Value.phrase("item.fx-from"), money(from), Value.code(from.getLineId()))
                .withRow(Value.phrase(inverse ? "item.fx-divided" : "item.fx-times", Value.code(pair[0]),
                        Value.code(pair[1])), rate, Value.NONE)
                .withTotal(Value.phrase("item.fx-to"), money(to), Value.code(to.getLineId())));
        if (line.getFxRate() == null || line.getFxRate().signum() <= 0) {
            story.check(false, "fx", money(to), rate);
            return;
        }
        BigDecimal amount = BigDecimal.valueOf(from.getAmountMicros());
        long due = inverse
                ? amount.divide(line.getFxRate(), 0, RoundingMode.DOWN).longValueExact()
                : amount.multiply(line.getFxRate()).setScale(0, RoundingMode.DOWN).longValueExact();
        story.check(due == to.getAmountMicros(), "fx", money(to), new Value.Money(due, to.getCurrency()));
    }

    /** The two lines of a conversion follow each other. */
    private Optional<LedgerLine> otherLeg(boolean out, String account) {
        int next = out ? at + 1 : at - 1;
        if (next < 0 || next >= history.size()) {
            return Optional.empty();
        }
        LedgerLine other = history.get(next);
        boolean fits = other.getKind() == LineKind.FX
                && other.getRunId().equals(line.getRunId())
                && (out ? other.getDebitAccount() : other.getCreditAccount()).equals(account);
        return fits ? Optional.of(other) : Optional.empty();
    }

    void recoupment() {
        long outstanding = Math.negateExact(before(advance(), line.getCurrency()));
        long owed = before(payable(), line.getCurrency());
        long left = Math.subtractExact(outstanding, line.getAmountMicros());
        story.sentence("sentence.recoupment", Value.code(party), story.money(line.getAmountMicros()),
                story.money(left));
        story.table(movements()
                .withRow(Value.phrase("item.advance"), story.money(outstanding),
                        story.money(Math.negateExact(line.getAmountMicros())), story.money(left)));
        story.check(line.getAmountMicros() <= outstanding && line.getAmountMicros() <= owed, "recoupment",
                story.money(line.getAmountMicros()), story.money(outstanding), story.money(owed));
        story.source("advance", line.getRule());
    }

    void reserve() {
        long before = before(reserved(), line.getCurrency());
        long owed = before(payable(), line.getCurrency());
        long after = Math.addExact(before, line.getAmountMicros());
        story.sentence("sentence.reserve", Value.code(party), story.money(line.getAmountMicros()), story.money(after));
        story.table(movements().withRow(Value.phrase("item.reserve"), story.money(before),
                story.money(line.getAmountMicros()), story.money(after)));
        story.check(line.getAmountMicros() <= owed, "reserve", story.money(line.getAmountMicros()), story.money(owed));
    }

    void release() {
        long before = before(reserved(), line.getCurrency());
        long after = Math.subtractExact(before, line.getAmountMicros());
        story.sentence("sentence.release", Value.code(party), story.money(line.getAmountMicros()),
                new Value.Month(Period.parse(line.getOriginPeriod())), story.money(after));
        story.table(movements().withRow(Value.phrase("item.reserve"), story.money(before),
                story.money(Math.negateExact(line.getAmountMicros())), story.money(after)));
        story.check(after >= 0, "release", story.money(line.getAmountMicros()), story.money(before));
    }

    void advancePaid() {
        long before = Math.negateExact(before(advance(), line.getCurrency()));
        long after = Math.addExact(before, line.getAmountMicros());
        story.sentence("sentence.advance", Value.code(party), story.money(line.getAmountMicros()), story.money(after));
        story.table(new Table("table.accounts", text("item"), number("before"), number("change"), number("after"))
                .withRow(Value.phrase("item.advance"), story.money(before), story.money(line.getAmountMicros()),
                        story.money(after)));
        story.source("advance", line.getRule());
    }

    /** A kind without a rule of its own. */
    void transfer() {
        story.sentence("sentence.transfer", story.money(line.getAmountMicros()), Value.code(line.getDebitAccount()),
                Value.code(line.getCreditAccount()), Value.code(line.getKind().name()));
        story.source("origin-line", line.getAdjustsLineId());
    }

    /** What the line does to what the party is owed. */
    private Table movements() {
        long before = before(payable(), line.getCurrency());
        long change = Beneficiary.change(line, payable());
        return new Table("table.accounts", text("item"), number("before"), number("change"), number("after"))
                .withRow(Value.phrase("item.payable"), story.money(before), story.money(change),
                        story.money(Math.addExact(before, change)));
    }

    private long before(String account, String currency) {
        return StatementLines.balance(
                history.subList(0, at).stream().filter(other -> other.getCurrency().equals(currency)).toList(),
                account);
    }

    private Optional<LedgerLine> following(LineKind kind) {
        return history.subList(at + 1, history.size()).stream()
                .filter(other -> other.getKind() == kind && other.getRunId().equals(line.getRunId())
                        && other.getCurrency().equals(line.getCurrency()))
                .findFirst();
    }

    private Optional<LedgerLine> byId(String id) {
        return history.stream().filter(other -> other.getLineId().equals(id)).findFirst();
    }

    private static Value percent(long millionths) {
        return new Value.Percent(Micros.toDecimal(millionths));
    }

    private static Value money(LedgerLine line) {
        return new Value.Money(line.getAmountMicros(), line.getCurrency());
    }

    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.setScale(Math.max(0, stripped.scale()));
    }

    private String payable() {
        return "party:" + party + ":payable";
    }

    private String advance() {
        return "party:" + party + ":advance";
    }

    private String reserved() {
        return "party:" + party + ":reserve";
    }
}
