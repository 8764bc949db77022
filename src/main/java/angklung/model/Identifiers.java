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

}
