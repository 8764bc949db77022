package angklung.explain;

import static angklung.explain.Table.Column.number;
import static angklung.explain.Table.Column.text;

import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.avro.Statement;
import angklung.model.Accounts;
import angklung.model.Period;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A payment: the statement that it ends, line by line. */
final class PayoutStory {
    private final Story story;
    private final LedgerLine line;
    private final StatementLines statement;
    private final String payable;

    PayoutStory(Story story, StatementLines statement) {
        this.story = story;
        this.line = story.line();
        this.statement = statement;
        this.payable = Accounts.payable(line.getPartyId());
    }

    void tell() {
        story.sentence("sentence.payout", Value.code(line.getPartyId()), story.money(line.getAmountMicros()),
                new Value.Month(Period.parse(line.getPeriod())), Value.code(line.getRunId()),
                new Value.Day(LocalDate.ofInstant(line.getBookedAt(), ZoneOffset.UTC)));
        story.table(lines());
        story.source("run", line.getRunId());
        story.source("batch", line.getBatchId());
        if (statement.statement() == null) {
            story.open("statement");
        } else {
            story.table(summary(statement.statement()));
            checkSums(statement.statement());
        }
    }

    private Table lines() {
        Table table = new Table("table.statement", text("kind"), text("origin"), number("money"), number("balance"),
                text("line"));
        long balance = statement.opening();
        List<List<Value>> rows = new ArrayList<>();
        rows.add(List.of(Value.phrase("item.opening"), Value.NONE, Value.NONE, story.money(balance), Value.NONE));
        for (LedgerLine one : statement.lines()) {
            long change = Beneficiary.change(one, payable);
            balance = Math.addExact(balance, change);
            boolean beside = change == 0; // an advance does not touch what is owed
            rows.add(List.of(
                    new Value.Name("kind", one.getKind().name()),
                    new Value.Month(Period.parse(one.getOriginPeriod())),
                    beside ? Value.NONE : story.money(change),
                    story.money(balance),
                    Value.code(one.getLineId())));
        }
        return table.withRows(rows)
                .withTotal(Value.phrase("item.closing"), Value.NONE,
                        story.money(Math.subtractExact(balance, statement.opening())), story.money(balance),
                        Value.NONE);
    }

    /** Sums of nothing are left out. */
    private Table summary(Statement s) {
        Map<String, Long> movements = new LinkedHashMap<>();
        movements.put("earnings", s.getEarningsMicros());
        movements.put("adjustments", s.getAdjustmentsMicros());
        movements.put("deductions", Math.negateExact(s.getDeductionsMicros()));
        movements.put("recouped", Math.negateExact(s.getRecoupedMicros()));
        movements.put("reserved", Math.negateExact(s.getReservedMicros()));
        movements.put("released", s.getReleasedMicros());
        movements.put("converted-in", s.getConvertedInMicros());
        movements.put("converted-out", Math.negateExact(s.getConvertedOutMicros()));
        movements.put("tax", Math.negateExact(s.getTaxMicros()));
        movements.put("payments", Math.negateExact(s.getPaymentsMicros()));
        List<List<Value>> rows = new ArrayList<>();
        rows.add(List.of(Value.phrase("item.opening"), story.money(s.getOpeningMicros())));
        movements.forEach((name, micros) -> {
            if (micros != 0) {
                rows.add(List.of(Value.phrase("item." + name), story.money(micros)));
            }
        });
        return new Table("table.summary", text("item"), number("money"))
                .withRows(rows)
                .withTotal(Value.phrase("item.closing"), story.money(s.getClosingMicros()));
    }

    /** The statement's own identity, and each of its sums against the lines of the ledger. */
    private void checkSums(Statement s) {
        long closing = s.getOpeningMicros();
        for (long change : new long[] {
            s.getEarningsMicros(), s.getAdjustmentsMicros(), -s.getDeductionsMicros(), -s.getRecoupedMicros(),
            -s.getReservedMicros(), s.getReleasedMicros(), s.getConvertedInMicros(), -s.getConvertedOutMicros(),
            -s.getTaxMicros(), -s.getPaymentsMicros()
        }) {
            closing = Math.addExact(closing, change);
        }
        story.check(closing == s.getClosingMicros(), "identity", story.money(s.getClosingMicros()),
                story.money(closing));
        Map<LineKind, Long> sums = new EnumMap<>(LineKind.class);
        long in = 0;
        long out = 0;
        for (LedgerLine one : statement.lines()) {
            long change = Beneficiary.change(one, payable);
            sums.merge(one.getKind(), change, Math::addExact);
            if (one.getKind() == LineKind.FX) {
                in += Math.max(0, change);
                out += Math.max(0, -change);
            }
        }
        boolean same = s.getOpeningMicros() == statement.opening()
                && s.getEarningsMicros() == sums.getOrDefault(LineKind.ACCRUAL, 0L)
                && s.getAdjustmentsMicros() == sums.getOrDefault(LineKind.ADJUSTMENT, 0L)
                && s.getDeductionsMicros() == -sums.getOrDefault(LineKind.DEDUCTION, 0L)
                && s.getRecoupedMicros() == -sums.getOrDefault(LineKind.RECOUPMENT, 0L)
                && s.getReservedMicros() == -sums.getOrDefault(LineKind.RESERVE, 0L)
                && s.getReleasedMicros() == sums.getOrDefault(LineKind.RELEASE, 0L)
                && s.getConvertedInMicros() == in
                && s.getConvertedOutMicros() == out
                && s.getTaxMicros() == -sums.getOrDefault(LineKind.WITHHOLDING, 0L)
                && s.getPaymentsMicros() == -sums.getOrDefault(LineKind.PAYOUT, 0L);
        story.check(same, "statement-lines", new Value.Counted("lines", statement.lines().size()));
    }
}
