package angklung.log;

/** What others wrote, as a message may show it: no longer than a line, and nothing that a terminal would obey. */
final class Quoted {
    private static final int LONGEST = 100;

    private Quoted() {}

    static String of(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "\u2026" : text;
        return "'" + cut.replaceAll("\\p{Cntrl}|\\p{Cf}|[\\x80-\\x9f]", "?") + "'";
    }
}
