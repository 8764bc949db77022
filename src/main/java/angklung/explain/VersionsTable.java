package angklung.explain;

import static angklung.explain.Table.Column.number;
import static angklung.explain.Table.Column.text;

import angklung.avro.LedgerLine;

/** What a version of a pool changed: old and new. */
final class VersionsTable {
    private VersionsTable() {}

    static Table of(PoolLine of, Story story) {
        LedgerLine line = of.line();
        Sheet sheet = of.sheet();
        Sheet old = of.sheets().get(line.getPoolVersion() - 1);
        Table table = new Table("table.versions", text("item"), number("old"), number("new"), number("difference"));
        table = table.withRow(Value.phrase("item.version"), new Value.Count(line.getPoolVersion() - 1L),
                new Value.Count(line.getPoolVersion()), Value.NONE);
        if (old != null) {
            table = table.withRow(Value.phrase("item.pool"), story.money(old.amountMicros()),
                            story.money(sheet.amountMicros()),
                            story.money(Math.subtractExact(sheet.amountMicros(), old.amountMicros())))
                    .withRow(Value.phrase("item.plays"), new Value.Count(old.plays()), new Value.Count(sheet.plays()),
                            new Value.Count(sheet.plays() - old.plays()))
                    .withRow(Value.phrase("item.revenue-revision"), new Value.Count(old.revenueRevision()),
                            new Value.Count(sheet.revenueRevision()), Value.NONE);
        }
        long change = of.beneficiary().change(line);
        long before = of.before().stream().mapToLong(of.beneficiary()::change).reduce(0, Math::addExact);
        return table.withRow(Value.phrase("item.beneficiary"), story.money(before),
                story.money(Math.addExact(before, change)), story.money(change));
    }
}
