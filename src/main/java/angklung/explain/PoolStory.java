package angklung.explain;

import angklung.avro.LedgerLine;
import angklung.model.HoldReason;
import angklung.model.PoolKey;
import angklung.model.Weight;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/** A line that a pool gives: an accrual, a hold or an adjustment. */
final class PoolStory {
    private final PoolLine of;
    private final Story story;

    /** @param history of the beneficiary, in all currencies */
    PoolStory(Records records, Story story, PoolKey pool, Beneficiary beneficiary, List<LedgerLine> history) {
        this.of = new PoolLine(records, story.line(), pool, beneficiary, history);
        this.story = story;
    }

    void tell() {
        new PoolSentence(of).tell(story);
        if (of.sheet() == null) {
            story.check(false, "sheet", Value.code(of.line().getRateSheetId()));
        } else {
            tell(of.sheet());
        }
        new LineDeductions(of, story).tell();
        new PoolSources(of, story).tell();
        new DetailsCheck(of, story).tell();
    }

    private void tell(Sheet sheet) {
        if (of.isAdjustment()) {
            story.table(VersionsTable.of(of, story));
        }
        Concern concern = new Concern(of);
        Changes changes = new Changes(of, concern, story);
        new SumTable(of, concern, story).tell();
        if (of.isAdjustment()) {
            changes.tell();
        }
        new Withheld(of, concern, story).tell();
        boolean mayBeScreened = concern.isOfParty() || concern.isOfWholePool()
                || of.beneficiary().isHeldFor(HoldReason.SCREENING);
        if (mayBeScreened || changes.has("SCREENING")) {
            HitsTable.tell(story, concern.hits(), sheet.screening());
        }
        if (concern.hasPolicies()) {
            new PoliciesTable(of, concern, story).tell();
        }
        new ClaimsTable(of, concern).tell(story, changes.has("CHANGED_RIGHTS"));
        story.table(PriceTable.of(sheet, story));
        if (!sheet.division().isEmpty()) {
            story.table(DivisionSteps.table(sheet));
        }
        PriceTable.check(sheet, story);
        if (of.isOfIdle()) {
            checkIdle(of.priced());
        }
    }

    /** What is held for idle subscribers is the part that they have in the total weight, to the last millionth. */
    private void checkIdle(Sheet priced) {
        long held = of.parts().stream().mapToLong(Part::after).reduce(0, Math::addExact);
        BigInteger total = Weight.toUnits(priced.totalWeight());
        BigInteger due = BigInteger.valueOf(priced.amountMicros()).multiply(Weight.toUnits(priced.idleWeight()));
        BigInteger over = BigInteger.valueOf(held).multiply(total).subtract(due).abs();
        boolean same = held == 0 ? due.signum() == 0 : over.compareTo(total) < 0;
        story.check(same, "idle", story.money(held), new Value.Number(plain(priced.idleWeight())),
                new Value.Number(plain(priced.totalWeight())));
    }

    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.setScale(Math.max(0, stripped.scale()));
    }
}
