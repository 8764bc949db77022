package angklung.close;

import angklung.model.Period;
import java.util.List;

/**
 * One order to write pools to the ledger. It is recorded with its pools before it is sent, so that a closer that
 * resumes it neither adds nor drops one.
 *
 * @param runId {@code dsp/period/number}
 * @param number from 1, within one service and period
 * @param pools in ledger order
 * @param bookingPeriod open period that later versions than the first are booked in
 */
public record SettlementRun(String runId, int number, List<PlannedPool> pools, Period bookingPeriod) {

    public SettlementRun {
        pools = List.copyOf(pools);
    }

    static String id(String dsp, Period period, int number) {
        return dsp + "/" + period + "/" + number;
    }

    /**
     * The number at the end of a run identifier.
     *
     * @throws VerificationFailedException if it is no run of that service and period
     */
    static int number(String runId, String dsp, Period period) {
        String start = dsp + "/" + period + "/";
        if (runId != null && runId.startsWith(start)) {
            String digits = runId.substring(start.length());
            if (digits.matches("[1-9][0-9]{0,8}")) {
                return Integer.parseInt(digits);
            }
        }
        throw new VerificationFailedException(
                "'" + runId + "' is no settlement run of " + dsp + " " + period + ": it is not " + start + "<number>");
    }
}
