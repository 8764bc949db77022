package angklung.log;

/** What of Java's texts is Unicode, and so has bytes in UTF-8. */
final class Unicode {
    private Unicode() {}

    /** Whether each surrogate is half of a pair. */
    static boolean isValid(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
