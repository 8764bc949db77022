package angklung.close;

import angklung.avro.PeriodFact;

/** Record keys of the period-state topic: one key a fact, so that a repeated fact replaces itself. */
public final class Facts {
    private Facts() {}

    /**
     * The period part of a key: the period itself, or {@code period+revision} for what concerns a later revision of its
     * usage. All methods with a period take it.
     */
    public static String revised(String period, int revision) {
        return revision == 0 ? period : period + "+" + revision;
    }

    public static String state(String dsp, String period, String state) {
        return dsp + "/" + period + "/STATE/" + state;
    }

    /** The fact that records a settlement run: the state ALLOCATED for the first, a key of its own for later ones. */
    public static String run(String dsp, String period, int number) {
        return state(dsp, period, number == 1 ? "ALLOCATED" : "ALLOCATED/" + number);
    }

    /** The fact that a payout run was ordered; it concerns all services, so it names none. */
    public static String payoutOrdered(String period, String runId) {
        return state("", period, "PAYOUT/" + runId);
    }

    /** The fact that an announcement or an expiry of holds was ordered; it concerns all services. */
    public static String holdsOrdered(String period, String runId) {
        return state("", period, "HOLDS/" + runId);
    }

    public static String intakeCut(String dsp, String period, int partition) {
        return dsp + "/" + period + "/INTAKE_CUT/" + partition;
    }

    public static String tallyTotal(String dsp, String period, int partition) {
        return dsp + "/" + period + "/TALLY_TOTAL/" + partition;
    }

    public static String poolTotal(String dsp, String period, int partition) {
        return dsp + "/" + period + "/POOL_TOTAL/" + partition;
    }

    public static String poolPlanned(String dsp, String period, String rateSheetId) {
        return dsp + "/" + period + "/POOL_PLANNED/" + rateSheetId;
    }

    public static String allocated(String dsp, String period, String rateSheetId, int partition) {
        return dsp + "/" + period + "/ALLOCATED/" + rateSheetId + "/" + partition;
    }

    public static String settled(String dsp, String period, String runId, int partition) {
        return dsp + "/" + period + "/SETTLED/" + runId + "/" + partition;
    }

    /** @param answer PAID or HOLDS: what the run is when a partition has done its part */
    public static String ofRun(PeriodFact answer, String period, String runId, int partition) {
        return "/" + period + "/" + answer + "/" + runId + "/" + partition;
    }
}
