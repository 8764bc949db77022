package angklung.notary;

/**
 * Identifiers of submissions: the same thing that comes again has the same one. A statement has its own, which is
 * hexadecimal; all others begin with a word and a slash. No service, period or partition holds a slash.
 */
final class LeafId {
    private static final String CLOSE = "close/";

    private LeafId() {}

    /** Of the close of a period. */
    static String close(String dsp, String period) {
        return CLOSE + dsp + "/" + period;
    }

    /** Of what a later revision of a closed period's usage took in. */
    static String revision(String dsp, String period, int revision) {
        return close(dsp, period) + "/revision/" + revision;
    }

    /** Of a settlement run of a closed period. */
    static String run(String dsp, String period, int number) {
        return close(dsp, period) + "/run/" + number;
    }

    /** The close that a revision or run corrects. */
    static String closeOf(String correction) {
        String[] parts = correction.split("/", 4);
        return close(parts[1], parts[2]);
    }

    /** Of what one settlement partition says at the end of a payout run. */
    static String runEnd(String runId, int partition) {
        return "run-end/" + partition + "/" + runId;
    }

    /** Of what was commanded. */
    static String command(String commandId) {
        return "command/" + commandId;
    }
}
