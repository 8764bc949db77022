package angklung.keys;

import angklung.config.Failure;

/** What an operator gives as a reason, which is kept for ever. */
final class Reason {
    private static final int LONGEST = 500;

    private Reason() {}

    /** @throws Failure unless it is one line of words */
    static void check(String what, String text) {
        if (text.isBlank() || text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
            throw Failure.usage("Give " + what + " in one line of 1 to " + LONGEST + " characters");
        }
    }
}
