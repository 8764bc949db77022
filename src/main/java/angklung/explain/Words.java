package angklung.explain;

import angklung.explain.Value.Phrase;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;
import java.util.stream.Collectors;

/**
 * Says values in one language. Sentences are whole messages of the bundle {@code explain/messages_<tag>.properties},
 * never pieces put together; what goes into them is text already, so that no message formats a number by a locale.
 */
final class Words {
    private static final int PERCENT_DECIMALS = 6;

    private final Language language;
    private final ResourceBundle bundle;
    private final Digits digits;

    Words(Language language) {
        this.language = language;
        this.bundle = load(language);
        this.digits = new Digits(language);
    }

    /** By its own name, not by the platform's search for bundles, which falls back to the platform's own language. */
    private static ResourceBundle load(Language language) {
        String name = "/explain/messages_" + language.tag() + ".properties";
        try (InputStream file = Words.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException(name + " is missing in the jar");
            }
            return new PropertyResourceBundle(new InputStreamReader(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + name, e);
        }
    }

    /** @throws java.util.MissingResourceException if the bundle has no such message */
    String say(String key, Object... texts) {
        return new MessageFormat(bundle.getString(key), Locale.ROOT).format(texts);
    }

    String say(Value value) {
        if (value instanceof Phrase phrase) {
            return say(phrase.key(), phrase.arguments().stream().map(this::say).toArray());
        }
        if (value instanceof Value.Money money) {
            return digits.money(money.micros(), money.currency());
        }
        if (value instanceof Value.Count count) {
            return digits.count(count.number());
        }
        if (value instanceof Value.Counted counted) {
            String form = counted.number() == 1 ? ".one" : ".other";
            return say("count." + counted.noun() + form, digits.count(counted.number()));
        }
        if (value instanceof Value.Number number) {
            return digits.number(number.number());
        }
        if (value instanceof Value.Rate rate) {
            return digits.number(rate.number()) + (rate.exact() ? "" : "…");
        }
        if (value instanceof Value.Percent percent) {
            return percent(percent.fraction());
        }
        if (value instanceof Value.Day day) {
            return day(day.date());
        }
        if (value instanceof Value.Month month) {
            return say("month", monthName(month.period().firstDay()), month.period().toString().substring(0, 4));
        }
        if (value instanceof Value.Country country) {
            return new Locale.Builder().setRegion(country.code()).build()
                    .getDisplayCountry(Locale.forLanguageTag(language.tag()));
        }
        if (value instanceof Value.Calculation calculation) {
            return calculation(calculation);
        }
        if (value instanceof Value.Name name) {
            return name(name.prefix(), name.name());
        }
        if (value instanceof Value.Quote quote) {
            return say("quote", quote.text());
        }
        return value instanceof Value.Code code ? code.text() : "";
    }

    private String name(String prefix, String name) {
        String key = prefix + "." + name.replace(",", "").replace('_', '-').replace(' ', '-');
        return bundle.containsKey(key) ? bundle.getString(key) : name;
    }

    private String percent(BigDecimal fraction) {
        BigDecimal percent = fraction.movePointRight(2);
        BigDecimal shown = percent.setScale(PERCENT_DECIMALS, RoundingMode.DOWN).stripTrailingZeros();
        boolean exact = shown.compareTo(percent) == 0;
        return digits.number(shown.setScale(Math.max(0, shown.scale()))) + (exact ? "" : "…") + "%";
    }

    private String day(LocalDate date) {
        return say("day", Integer.toString(date.getDayOfMonth()), monthName(date), Integer.toString(date.getYear()));
    }

    private String monthName(LocalDate date) {
        return bundle.getString("month." + date.getMonthValue());
    }

    /** {@code max(greatest prong 151,000 − performance royalties 60,000, 0)}. */
    private String calculation(Value.Calculation calculation) {
        Map<String, String> inputs = calculation.inputs();
        return Formula.parse(calculation.formula(), inputs.keySet())
                .map(formula -> {
                    String text = formula.tokens().stream().map(t -> token(t, inputs)).collect(Collectors.joining());
                    return formula.rounded() ? say("calculation.rounded", text) : text;
                })
                .orElse(calculation.formula());
    }

    private String token(Formula.Token token, Map<String, String> inputs) {
        return switch (token.kind()) {
            case NAME -> say("calculation.input", inputName(token.text()), decimal(inputs.get(token.text())));
            case NUMBER -> decimal(token.text());
            case SIGN -> switch (token.text()) {
                case "*" -> " × ";
                case "+" -> " + ";
                case "-" -> " − ";
                case "," -> "; ";
                default -> token.text();
            };
        };
    }

    /** A step may go into a later one under its own name. */
    private String inputName(String name) {
        String asInput = name("input", name);
        return asInput.equals(name) ? name("step", name) : asInput;
    }

    private String decimal(String plain) {
        try {
            return digits.number(new BigDecimal(plain));
        } catch (NumberFormatException e) {
            return plain;
        }
    }
}
