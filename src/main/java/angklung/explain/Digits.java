package angklung.explain;

import angklung.money.Micros;
import java.math.BigDecimal;
import java.util.Map;

/**
 * Numbers and amounts in one language. Decimals and symbols of currencies come from tables of this class, never from
 * the platform's locales, which know other digits for the same currency from language to language.
 */
public final class Digits {
    private static final char NO_BREAK_SPACE = '\u00a0';
    private static final int GROUP = 3;

    /** Decimals that an amount has at least: what is paid in, where it is not 2. */
    private static final Map<String, Integer> LEAST = Map.ofEntries(
            Map.entry("IDR", 0), Map.entry("KRW", 0), Map.entry("JPY", 0), Map.entry("VND", 0),
            Map.entry("CLP", 0), Map.entry("ISK", 0), Map.entry("UGX", 0), Map.entry("PYG", 0),
            Map.entry("XAF", 0), Map.entry("XOF", 0), Map.entry("XPF", 0), Map.entry("RWF", 0),
            Map.entry("BHD", 3), Map.entry("JOD", 3), Map.entry("KWD", 3), Map.entry("OMR", 3),
            Map.entry("TND", 3), Map.entry("IQD", 3), Map.entry("LYD", 3));
    private static final int LEAST_OTHERWISE = 2;

    /** Symbols that name one currency in all three languages; others are named by their code. */
    private static final Map<String, String> SYMBOLS = Map.of(
            "IDR", "Rp", "KRW", "₩", "USD", "US$", "EUR", "€", "GBP", "£", "JPY", "JP¥");

    private final Language language;

    public Digits(Language language) {
        this.language = language;
    }

    /** With at least the decimals of the currency and as many as it takes to hide no micro. */
    public String money(long micros, String currency) {
        BigDecimal amount = Micros.toDecimal(micros).stripTrailingZeros();
        int least = LEAST.getOrDefault(currency, LEAST_OTHERWISE);
        String number = number(amount.abs().setScale(Math.max(least, amount.scale())));
        String symbol = SYMBOLS.get(currency);
        return (micros < 0 ? "-" : "") + (symbol == null ? currency + NO_BREAK_SPACE : symbol) + number;
    }

    String count(long count) {
        return number(BigDecimal.valueOf(count));
    }

    /** All its decimals. */
    String number(BigDecimal number) {
        String plain = number.abs().toPlainString();
        int point = plain.indexOf('.');
        String whole = point < 0 ? plain : plain.substring(0, point);
        StringBuilder text = new StringBuilder(number.signum() < 0 ? "-" : "");
        for (int i = 0; i < whole.length(); i++) {
            if (i > 0 && (whole.length() - i) % GROUP == 0) {
                text.append(language.thousands());
            }
            text.append(whole.charAt(i));
        }
        if (point >= 0) {
            text.append(language.decimal()).append(plain, point + 1, plain.length());
        }
        return text.toString();
    }
}
