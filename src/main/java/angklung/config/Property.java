package angklung.config;

import java.util.Optional;
import java.util.function.Function;

/**
 * One setting as one value.
 *
 * @param name key in the properties file
 * @param defaultText what holds if it is set nowhere, as it would stand in the file
 * @param parser reads the text; throws IllegalArgumentException if it has another form
 * @param validator judges the value
 * @param doc what it is, with its unit
 */
public record Property<T>(
        String name, String defaultText, Function<String, T> parser, Validator<T> validator, String doc) {

    /** Says what is wrong with a value, or nothing. */
    @FunctionalInterface
    public interface Validator<T> {
        Optional<String> complaint(T value);
    }

    /**
     * The value that a text stands for.
     *
     * @throws IllegalArgumentException with a reason that goes after the name of the setting
     */
    public T read(String text) {
        T value = parser.apply(text.strip());
        validator.complaint(value).ifPresent(complaint -> {
            throw new IllegalArgumentException(complaint);
        });
        return value;
    }
}
