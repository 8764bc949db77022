package angklung.explain;

import static angklung.explain.Table.Column.number;
import static angklung.explain.Table.Column.text;

import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.model.PoolKey;
import java.util.List;

/** Tells what became of held money when its term was over: it went away, or came back because somebody claimed it. */
final class HoldStory {
    private final Story story;
    private final PoolKey pool;
    private final Beneficiary hold;
    private final List<LedgerLine> history;
    private final LedgerLine line;

    /** @param history of the hold account */
    HoldStory(Story story, PoolKey pool, Beneficiary hold, List<LedgerLine> history) {
        this.story = story;
        this.pool = pool;
        this.hold = hold;
        this.history = history;
        this.line = story.line();
    }

    void tell() {
        boolean expired = line.getKind() == LineKind.EXPIRY;
        story.sentence(expired ? "sentence.expiry" : "sentence.returned", story.money(line.getAmountMicros()),
                PoolSentence.hold(hold.holdReason()), Value.code(line.getDsp()),
                new Value.Country(line.getTerritory()), Value.code(line.getOffering()), new Value.Month(pool.period()),
                new Value.Name("royalty", line.getRightType()),
                Value.code(expired ? line.getCreditAccount() : line.getDebitAccount()),
                expired ? Value.code(line.getReason()) : new Value.Count(line.getPoolVersion()));
        long before = StatementLines.balance(
                history.subList(0, history.stream().map(LedgerLine::getLineId).toList().indexOf(line.getLineId())),
                hold.account());
        long change = hold.change(line);
        long after = Math.addExact(before, change);
        story.table(new Table("table.accounts", text("item"), number("before"), number("change"), number("after"))
                .withRow(Value.phrase("item.held"), story.money(before), story.money(change), story.money(after)));
        if (expired) {
            story.check(after == 0, "expiry", story.money(line.getAmountMicros()), story.money(before));
        }
        story.source("rate-sheet", line.getRateSheetId());
        story.source("origin-line", line.getAdjustsLineId());
    }
}
