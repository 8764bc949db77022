package angklung.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BundlesTest {
    private static final Pattern ARGUMENT = Pattern.compile("\\{([0-9]+)}");

    private static Properties bundle(Language language) {
        Properties messages = new Properties();
        try (InputStream file = BundlesTest.class.getResourceAsStream("/explain/messages_" + language + ".properties")) {
            messages.load(new InputStreamReader(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return messages;
    }

    private static Set<String> arguments(String message) {
        Set<String> arguments = new TreeSet<>();
        Matcher argument = ARGUMENT.matcher(message);
        while (argument.find()) {
            arguments.add(argument.group(1));
        }
        return arguments;
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void shouldHaveTheKeysAndArgumentsOfEnglish(Language language) {
        Properties english = bundle(Language.EN);
        Properties other = bundle(language);

        assertThat(other.stringPropertyNames()).containsExactlyInAnyOrderElementsOf(english.stringPropertyNames());
        assertThat(english.stringPropertyNames()).allSatisfy(key -> {
            // A name may say more or less of a month; a message must say all that English says.
            assertThat(arguments(other.getProperty(key))).as(key).isEqualTo(arguments(english.getProperty(key)));
        });
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void shouldHoldNoTextThatMessageFormatReadsOtherwise(Language language) {
        bundle(language).forEach((key, message) -> {
            String rest = ARGUMENT.matcher((String) message).replaceAll("").replace("''", "");
            assertThat(rest).as((String) key).doesNotContain("'").doesNotContain("{").doesNotContain("}");
            assertThat(rest).as((String) key).doesNotContain("\uFFFD");
        });
    }

    /** Every message that the code names is there, and every check has its two sides. */
    @Test
    void shouldHaveEveryMessageThatIsNamed() throws IOException {
        Set<String> keys = bundle(Language.EN).stringPropertyNames();
        Pattern phrase = Pattern.compile("(?:phrase|sentence|say)\\(\\s*\"([a-z][a-zA-Z.-]+[a-zA-Z])\"[,)]");
        Pattern check = Pattern.compile("check\\([^\"]*?, \"([a-z-]+)\"");
        Pattern open = Pattern.compile("open\\(\"([a-z-]+)\"");
        Pattern source = Pattern.compile("source\\(\"([a-z-]+)\"");
        Pattern column = Pattern.compile("(?:number|text)\\(\"([a-z-]+)\"\\)");
        Pattern table = Pattern.compile("\"(table\\.[a-z.]+)\"");
        Set<String> named = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("src/main/java/angklung/explain"))) {
            for (Path file : files.toList()) {
                String code = Files.readString(file);
                phrase.matcher(code).results().forEach(m -> named.add(m.group(1)));
                check.matcher(code).results().forEach(m -> {
                    named.add("check." + m.group(1));
                    named.add("check." + m.group(1) + ".not");
                });
                open.matcher(code).results().forEach(m -> named.add("open." + m.group(1)));
                source.matcher(code).results().forEach(m -> named.add("label." + m.group(1)));
                column.matcher(code).results().forEach(m -> named.add("column." + m.group(1)));
                table.matcher(code).results().forEach(m -> named.add(m.group(1)));
            }
        }
        assertThat(named).hasSizeGreaterThan(80);
        assertThat(keys).containsAll(named);
    }
}
