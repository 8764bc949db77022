package angklung.log;

/** The rules for names of keys: c2sp.org/signed-note. */
final class KeyName {
    private KeyName() {}

    static boolean isValid(String name) {
        return !name.isEmpty()
                && name.indexOf('+') < 0
                && name.codePoints().noneMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || c < ' ');
    }

    /** @throws LogFormatException unless it is valid */
    static String check(String name) {
        if (!isValid(name)) {
            throw new LogFormatException("'" + name + "' is no name of a key, which has no space and no '+'");
        }
        return name;
    }
}
