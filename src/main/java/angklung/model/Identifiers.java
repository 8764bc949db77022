package angklung.model;

import java.util.Currency;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What identifiers look like. None may hold a slash, a colon or a control character: pool identifiers join with
 * slashes, account names with colons, store keys with NUL.
 */
public final class Identifiers {
    /** Longest play, subscriber or device identifier; bounds the size of a record. */
    public static final int MAX_LENGTH = 128;

    private static final Pattern DSP = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern ISRC = Pattern.compile("[A-Z]{2}[A-Z0-9]{3}[0-9]{7}");
    private static final Pattern ISWC = Pattern.compile("T[0-9]{10}");
    private static final Pattern IPI_NAME = Pattern.compile("[0-9]{11}");
    private static final Pattern IPI_BASE = Pattern.compile("I-[0-9]{9}-[0-9]");
    private static final Pattern ISNI = Pattern.compile("[0-9]{15}[0-9X]");
    private static final Pattern DPID = Pattern.compile("PADPIDA[0-9]{10}[0-9A-Z]");
    private static final Set<String> TERRITORIES = Set.of(Locale.getISOCountries());
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    private Identifiers() {}

    /** A service; part of a topic name, so no dot. */
    public static boolean isDsp(String text) {
        return DSP.matcher(text).matches();
    }

    /** An offering or a party: letters, digits, dot, underscore, hyphen; 1 to 64 characters. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** ISO 3166-1 alpha-2, upper case. */
    public static boolean isTerritory(String text) {
        return TERRITORIES.contains(text);
    }

    /** ISO 4217, upper case. */
    public static boolean isCurrency(String text) {
        return CURRENCIES.contains(text);
    }

    /** A play, subscriber or device: 1 to 128 characters, none of them a control character. */
    public static boolean isOpaque(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        // A plain loop, because this runs two or three times for every play.
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** The ISRC without hyphens and in upper case, or null if it is none (ISO 3901). */
    public static String normaliseIsrc(String text) {
        if (isIsrc(text)) {
            return text;
        }
        String normalised = text.replace("-", "").toUpperCase(Locale.ROOT);
        return ISRC.matcher(normalised).matches() ? normalised : null;
    }

    /** The normal form, checked without allocating: this runs for every play. */
    private static boolean isIsrc(String text) {
        if (text.length() != 12) {
            return false;
        }
        for (int i = 0; i < 12; i++) {
            char c = text.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            boolean letter = c >= 'A' && c <= 'Z';
            if (i < 2 ? !letter : i < 5 ? !(letter || digit) : !digit) {
                return false;
            }
        }
        return true;
    }
    /**
     * The ISWC as T and ten digits, or null if it is none or its check digit is wrong (ISO 15707). Hyphens and dots,
     * as in T-034.524.680-1, are left out.
     */
    public static String normaliseIswc(String text) {
        String normalised = text.replace("-", "").replace(".", "").toUpperCase(Locale.ROOT);
        return ISWC.matcher(normalised).matches() && weightedCheck(1, normalised.substring(1)) ? normalised : null;
    }

    /** IPI name number: eleven digits, of which the last two are the check. */
    public static boolean isIpiName(String text) {
        if (!IPI_NAME.matcher(text).matches()) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 9; i++) {
            sum += digit(text, i) * (10 - i);
        }
        int rest = sum % 101;
        int check = rest == 0 ? 0 : (101 - rest) % 100;
        return check == digit(text, 9) * 10 + digit(text, 10);
    }

    /** IPI base number, such as I-001234567-8: nine digits and the check digit. */
    public static boolean isIpiBase(String text) {
        return isIpiBaseForm(text) && weightedCheck(2, text.substring(2, 11) + text.charAt(12));
    }

    /** Whether a text looks like an IPI base number, whatever its check digit. */
    public static boolean isIpiBaseForm(String text) {
        return IPI_BASE.matcher(text).matches();
    }

    /** ISNI: sixteen characters, of which the last is the check (ISO 27729, ISO 7064 MOD 11-2). */
    public static boolean isIsni(String text) {
        if (!ISNI.matcher(text).matches()) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 15; i++) {
            sum = 2 * (sum + digit(text, i)) % 11;
        }
        int check = (12 - sum) % 11;
        return text.charAt(15) == (check == 10 ? 'X' : (char) ('0' + check));
    }

    /** DDEX party identifier, without hyphens: ISO 7064 MOD 37,36 over the whole. */
    public static boolean isDpid(String text) {
        if (!DPID.matcher(text).matches()) {
            return false;
        }
        int check = 18;
        for (int i = 0; i < text.length(); i++) {
            int doubled = (check == 0 ? 36 : check) * 2 % 37;
            check = (doubled + Character.digit(text.charAt(i), 36)) % 36;
        }
        return check == 1;
    }

    /** Whether a text claims to be a DDEX party identifier. */
    public static boolean isDpidForm(String text) {
        return text.startsWith("PADPIDA");
    }

    /** Nine digits and their check: each digit weighs its position, from 1; {@code start} is added to the sum. */
    private static boolean weightedCheck(int start, String digits) {
        int sum = start;
        for (int i = 0; i < 9; i++) {
            sum += (i + 1) * digit(digits, i);
        }
        return (10 - sum % 10) % 10 == digit(digits, 9);
    }

    private static int digit(String text, int index) {
        return text.charAt(index) - '0';
    }
}
