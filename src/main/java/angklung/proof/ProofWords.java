package angklung.proof;

import angklung.explain.Digits;
import angklung.explain.Language;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;
import java.util.regex.Pattern;

/** Says verdicts in one language: whole messages of the bundle {@code proof/messages_<tag>.properties}. */
final class ProofWords {
    private static final int LONGEST = 400;
    private static final Pattern MICROS = Pattern.compile("-?[0-9]{1,18}");

    private final ResourceBundle bundle;
    private final Digits digits;

    ProofWords(Language language) {
        this.bundle = load("/proof/messages_" + language.tag() + ".properties");
        this.digits = new Digits(language);
    }

    /** By its own name, not by the platform's search for bundles, which falls back to the platform's own language. */
    private static ResourceBundle load(String name) {
        try (InputStream file = ProofWords.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException(name + " is missing in the jar");
            }
            return new PropertyResourceBundle(new InputStreamReader(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + name, e);
        }
    }

    /** @throws java.util.MissingResourceException if the bundle has no such message */
    String say(String key, String... texts) {
        Object[] shown = Arrays.stream(texts).map(ProofWords::shown).toArray();
        return new MessageFormat(bundle.getString(key), Locale.ROOT).format(shown);
    }

    String say(Finding finding) {
        return say(finding.key(), finding.texts().toArray(String[]::new));
    }

    /** An amount in micros; what is none is shown as it is. */
    String money(String micros, String currency) {
        return MICROS.matcher(micros).matches() ? digits.money(Long.parseLong(micros), currency) : shown(micros);
    }

    /** What others wrote, without anything that a terminal would obey, and no longer than a few lines. */
    static String shown(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return cut.replaceAll("\\p{Cntrl}|\\p{Cf}|[\\x80-\\x9f]", "?");
    }
}
