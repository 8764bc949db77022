package angklung.explain;

import angklung.model.Period;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Something that an explanation says, in no language yet. */
public sealed interface Value {
    Value NONE = new None();

    /** Nothing: an empty cell. */
    record None() implements Value {}

    /** @param micros may be negative */
    record Money(long micros, String currency) implements Value {}

    record Count(long number) implements Value {}

    /** A number of things, such as 1 play or 2 plays. */
    record Counted(String noun, long number) implements Value {}

    /** An exact number. */
    record Number(BigDecimal number) implements Value {}

    /** A number that may be cut off. */
    record Rate(BigDecimal number, boolean exact) implements Value {}

    /** @param fraction 1 for the whole; cut off to six decimals of a percent when shown */
    record Percent(BigDecimal fraction) implements Value {}

    record Day(LocalDate date) implements Value {}

    record Month(Period period) implements Value {}

    /** @param code ISO 3166-1 alpha-2 */
    record Country(String code) implements Value {}

    /** An identifier, the same in every language. */
    record Code(String text) implements Value {}

    /** What somebody wrote, as it was written. */
    record Quote(String text) implements Value {}

    /** A calculation with its inputs filled in. */
    record Calculation(String formula, Map<String, String> inputs) implements Value {}

    /** A name that may have a translation: {@code prefix.name}; itself if it has none. */
    record Name(String prefix, String name) implements Value {}

    /** A message of the bundle and what to put into it. */
    record Phrase(String key, List<Value> arguments) implements Value {
        public Phrase {
            arguments = List.copyOf(arguments);
        }
    }

    static Phrase phrase(String key, Value... arguments) {
        return new Phrase(key, List.of(arguments));
    }

    static Value quote(String text) {
        return text == null || text.isEmpty() ? NONE : new Quote(text);
    }

    static Value code(String text) {
        return text == null ? NONE : new Code(text);
    }
}
