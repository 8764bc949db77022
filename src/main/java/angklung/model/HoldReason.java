package angklung.model;

import java.util.Arrays;

/** Why money cannot be paid to anybody yet. */
public enum HoldReason {
    /** No rights are known for the recording, the right and the date of the play. */
    UNMATCHED("unmatched"),
    /** Shares add up to less than the whole. */
    UNCLAIMED("unclaimed"),
    /** Claims of several registrants add up to more than the whole. */
    DISPUTE("dispute"),
    /** The pool has money but no royalty-bearing play. */
    NO_USAGE("no-usage"),
    /** The part of subscribers who paid and played nothing, where the agreement holds it. */
    IDLE_SUBSCRIBERS("idle-subscribers"),
    /** Plays found artificial, where the agreement holds their money. */
    SCREENING("screening"),
    /** Contributions that an authorship policy holds. */
    AUTHORSHIP("authorship");

    private final String label;

    HoldReason(String label) {
        this.label = label;
    }

    /** Whether a reason has that label. */
    public static boolean isLabel(String text) {
        return Arrays.stream(values()).anyMatch(reason -> reason.label.equals(text));
    }

    /** As in account names. */
    public String label() {
        return label;
    }
}
