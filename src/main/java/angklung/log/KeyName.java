package angklung.log;

/** The rules for names of keys: c2sp.org/signed-note. */
final class KeyName {
    private static final int NEXT_LINE = 0x85;

    private KeyName() {}

    static boolean isValid(String name) {
        return !name.isEmpty()
                && name.indexOf('+') < 0
                && Unicode.isValid(name)
                && name.codePoints().noneMatch(KeyName::isSpace);
    }

    /** Java knows the spaces of Unicode by two names, and of those that are controls not U+0085. */
    private static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c < ' ' || c == NEXT_LINE;
    }

    /** @throws LogFormatException unless it is valid */
    static String check(String name) {
        if (!isValid(name)) {
            throw new LogFormatException(Quoted.of(name) + " is no name of a key, which has no space and no '+'");
        }
        return name;
    }
}
