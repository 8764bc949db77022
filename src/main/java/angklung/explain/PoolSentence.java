package angklung.explain;

import angklung.avro.LedgerLine;
import angklung.model.HoldReason;
import angklung.model.Period;
import java.util.HashMap;
import java.util.Map;

/** Who gets how much from which pool, and on what it rests, in one sentence. */
final class PoolSentence {
    private final PoolLine of;
    private final LedgerLine line;

    PoolSentence(PoolLine of) {
        this.of = of;
        this.line = of.line();
    }

    void tell(Story story) {
        Beneficiary beneficiary = of.beneficiary();
        Value who = beneficiary.isHold() ? hold() : Value.code(beneficiary.partyId());
        story.sentence(key(beneficiary), who, story.money(line.getAmountMicros()), Value.code(line.getDsp()),
                new Value.Country(line.getTerritory()), Value.code(line.getOffering()),
                new Value.Month(of.pool().period()), new Value.Name("royalty", line.getRightType()), basis(),
                new Value.Count(line.getPoolVersion()), new Value.Count(line.getPoolVersion() - 1L),
                reason(line.getReason()), new Value.Month(Period.parse(line.getPeriod())));
    }

    private String key(Beneficiary beneficiary) {
        boolean more = beneficiary.change(line) > 0;
        if (beneficiary.isHold()) {
            return "sentence." + (of.isAdjustment() ? more ? "hold.more" : "hold.less" : "hold");
        }
        return "sentence." + (of.isAdjustment() ? more ? "adjustment.more" : "adjustment.less" : "accrual");
    }

    private Value basis() {
        long recordings = of.isrcs().stream().filter(isrc -> !isrc.isEmpty()).count();
        if (line.getPlays() != null && recordings > 0) {
            return Value.phrase("basis.plays", new Value.Counted("plays", plays()),
                    new Value.Counted("recordings", recordings));
        }
        return of.isOfIdle() && of.sheet() != null
                ? Value.phrase("basis.idle", new Value.Counted("subscribers", of.sheet().idleWeight().longValue()))
                : Value.phrase("basis.none");
    }

    /** Those of a recording of which parts are paid by several policies count once. */
    private long plays() {
        if (!of.alone() || of.parts().stream().anyMatch(part -> part.plays() < 0)) {
            return line.getPlays();
        }
        Map<String, Long> byIsrc = new HashMap<>();
        of.parts().forEach(part -> byIsrc.merge(part.isrc(), part.plays(), Math::max));
        return byIsrc.values().stream().mapToLong(Long::longValue).reduce(0, Math::addExact);
    }

    /** Why money is held, by the label of the reason. */
    static Value hold(String label) {
        return Value.phrase("hold." + (HoldReason.isLabel(label) ? label : "other"));
    }

    /** A pool may have plays and none that takes part. */
    private Value hold() {
        boolean played = of.sheet() != null && of.sheet().plays() > 0;
        return of.beneficiary().isHeldFor(HoldReason.NO_USAGE) && played
                ? Value.phrase("hold.no-part")
                : hold(of.beneficiary().holdReason());
    }

    /** Several are joined by a plus sign. */
    private static Value reason(String reasons) {
        if (reasons == null) {
            return Value.phrase("reason.none");
        }
        Value all = null;
        for (String reason : reasons.split("\\+")) {
            Value one = new Value.Name("reason", reason);
            all = all == null ? one : Value.phrase("list.and", all, one);
        }
        return all;
    }
}
