package angklung.explain;

import java.util.Locale;

/** A language that explanations are written in; each has a bundle of its own. */
public enum Language {
    EN(',', '.'),
    ID('.', ','),
    KO(',', '.');

    private final char thousands;
    private final char decimal;

    Language(char thousands, char decimal) {
        this.thousands = thousands;
        this.decimal = decimal;
    }

    /** ISO 639-1: the suffix of its bundle, whatever the platform calls the language ({@code id}, never {@code in}). */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What separates groups of three digits. */
    char thousands() {
        return thousands;
    }

    /** What separates the fraction. */
    char decimal() {
        return decimal;
    }

    /** As on the command line. */
    @Override
    public String toString() {
        return tag();
    }
}
