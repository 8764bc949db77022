package angklung.intake;

import angklung.avro.RejectReason;

/**
 * Why a play is refused.
 *
 * @param detail what was found and what is expected, in words; without the listener's or the device's pseudonym,
 *     because it is shown in reports
 */
record Refusal(RejectReason reason, String detail) {
    private static final int MAX_QUOTED = 64;

    /** A value from a play as it may be shown: quoted, cut to 64 characters, control characters replaced. */
    static String quote(String text) {
        String shown = text.length() > MAX_QUOTED ? text.substring(0, MAX_QUOTED) + "…" : text;
        StringBuilder quoted = new StringBuilder(shown.length() + 2).append('\'');
        shown.chars().forEach(c -> quoted.append(Character.isISOControl(c) || Character.isSurrogate((char) c)
                ? '\ufffd' : (char) c));
        return quoted.append('\'').toString();
    }
}
