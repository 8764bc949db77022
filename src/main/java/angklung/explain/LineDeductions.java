package angklung.explain;

import static angklung.explain.Table.Column.number;
import static angklung.explain.Table.Column.text;

import angklung.avro.LedgerLine;
import angklung.money.Micros;
import java.util.List;
import java.util.Optional;

/** What bodies of the deduction chain kept of a line, and what is left of it. */
final class LineDeductions {
    private final PoolLine of;
    private final Story story;

    LineDeductions(PoolLine of, Story story) {
        this.of = of;
        this.story = story;
    }

    void tell() {
        List<LedgerLine> deductions = of.deductions();
        if (of.beneficiary().isHold()) {
            return;
        }
        if (deductions.isEmpty()) {
            story.table(new Table("table.deductions").withNote(Value.phrase("note.no-deductions")));
            return;
        }
        long left = of.beneficiary().change(of.line());
        Table table = new Table("table.deductions",
                text("item"), number("percent"), number("money"), number("left"), text("rule"), text("line"));
        table = table.withRow(Value.phrase("item.line"), Value.NONE, story.money(left), story.money(left), Value.NONE,
                Value.code(of.line().getLineId()));
        boolean broken = false;
        int checked = 0;
        for (LedgerLine deduction : deductions) {
            long change = of.beneficiary().change(deduction);
            Optional<Long> rate = Deductions.rate(of.records(), deduction);
            if (rate.isPresent()) {
                checked++;
                broken = broken || Deductions.of(left, rate.get()) != Math.negateExact(change);
            }
            left = Math.addExact(left, change);
            table = table.withRow(Deductions.name(deduction),
                    rate.map(r -> (Value) new Value.Percent(Micros.toDecimal(r))).orElse(Value.NONE),
                    story.money(change), story.money(left), Value.code(deduction.getRule()),
                    Value.code(deduction.getLineId()));
        }
        story.table(table.withTotal(Value.phrase("item.left"), Value.NONE, story.money(left), story.money(left),
                Value.NONE, Value.NONE));
        check(deductions.size(), checked, broken);
    }

    private void check(int deductions, int checked, boolean broken) {
        if (checked > 0) {
            story.check(!broken, "deductions", new Value.Counted("deductions", checked));
        } else {
            story.open("deductions", new Value.Counted("deductions", deductions));
        }
    }
}
