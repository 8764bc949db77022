package angklung.intake;

/**
 * A normalised ISRC as a number: two letters, three letters or digits and seven digits make less than 2^49, so seven
 * bytes instead of thirteen where numbers take as many bytes as they need.
 */
final class IsrcNumber {
    private static final int LETTERS = 26;
    private static final int LETTERS_AND_DIGITS = 36;
    private static final int LENGTH = 12;

    private IsrcNumber() {}

    static long of(String isrc) {
        long number = 0;
        for (int i = 0; i < LENGTH; i++) {
            number = number * base(i) + digit(i, isrc.charAt(i));
        }
        return number;
    }

    static String toIsrc(long number) {
        char[] isrc = new char[LENGTH];
        long rest = number;
        for (int i = LENGTH - 1; i >= 0; i--) {
            isrc[i] = character(i, (int) (rest % base(i)));
            rest /= base(i);
        }
        return new String(isrc);
    }

    private static int base(int position) {
        return position < 2 ? LETTERS : position < 5 ? LETTERS_AND_DIGITS : 10;
    }

    private static int digit(int position, char c) {
        if (position < 2) {
            return c - 'A';
        }
        return c <= '9' ? c - '0' : c - 'A' + 10;
    }

    private static char character(int position, int digit) {
        if (position < 2) {
            return (char) ('A' + digit);
        }
        return (char) (digit < 10 ? '0' + digit : 'A' + digit - 10);
    }
}
