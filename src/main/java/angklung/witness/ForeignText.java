package angklung.witness;

/** Text that somebody else may have made up, for logs and terminals. */
final class ForeignText {
    private static final int LONGEST = 300;

    private ForeignText() {}

    /** In one line without control characters, and not too long. */
    static String tamed(String text) {
        String line = text.substring(0, Math.min(text.length(), LONGEST)).replaceAll("\\p{Cc}+", " ").strip();
        return text.length() > LONGEST ? line + "…" : line;
    }
}
