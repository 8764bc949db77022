package angklung.explain;

import angklung.avro.LedgerLine;
import java.util.List;

/** Names the records that a line of a pool rests on. */
final class PoolSources {
    private final PoolLine of;
    private final Story story;

    PoolSources(PoolLine of, Story story) {
        this.of = of;
        this.story = story;
    }

    void tell() {
        LedgerLine line = of.line();
        story.source("rate-sheet", line.getRateSheetId());
        if (of.sheet() != null) {
            tell(of.sheet());
        }
        story.source("rights-version", line.getRightsVersion());
        story.source("details-hash", line.getStatementHash());
        if (of.isAdjustment()) {
            story.source("origin-line", line.getAdjustsLineId());
            checkOrigin(line);
        }
    }

    private void tell(Sheet sheet) {
        story.source("revenue-revision", new Value.Count(sheet.revenueRevision()));
        if (sheet.usageRevision() != null) {
            story.source("usage-revision", new Value.Count(sheet.usageRevision()));
        }
        story.source("agreement", Value.phrase("source.agreement", new Value.Day(sheet.agreementFrom()),
                sheet.agreementSource() == null
                        ? Value.phrase("source.unpublished") : Value.code(sheet.agreementSource())));
        if (of.line().getPoolVersion() > 1) {
            story.source("version-reason", Value.code(
                    sheet.reason() == null ? of.line().getReason() : sheet.reason()));
        }
    }

    /** An adjustment names the line of the same pool and account before it, if there is one. */
    private void checkOrigin(LedgerLine line) {
        List<LedgerLine> earlier = of.before();
        String before = earlier.isEmpty() ? null : earlier.get(earlier.size() - 1).getLineId();
        boolean same = before == null ? line.getAdjustsLineId() == null : before.equals(line.getAdjustsLineId());
        story.check(same, "origin", Value.code(line.getAdjustsLineId()), Value.code(before));
    }
}
