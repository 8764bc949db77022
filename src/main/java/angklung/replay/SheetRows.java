package angklung.replay;

import angklung.avro.PoolPlan;
import java.util.List;

/** Rate sheets as rows of {@code rate_sheets.csv}, for files of other commands. */
public final class SheetRows {
    private SheetRows() {}

    public static List<String> header() {
        return RateSheets.header();
    }

    /** Without the effects of authorship policies, which the division of a pool tells and not its plan. */
    public static List<String> row(PoolPlan plan) {
        return RateSheets.row(plan, "");
    }
}
