package angklung.proof;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.explain.Language;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProofBundlesTest {
    private static final Pattern ARGUMENT = Pattern.compile("\\{([0-9]+)}");

    private static Properties bundle(Language language) {
        Properties messages = new Properties();
        try (InputStream file =
                ProofBundlesTest.class.getResourceAsStream("/proof/messages_" + language + ".properties")) {
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
        assertThat(english.stringPropertyNames()).allSatisfy(key ->
                assertThat(arguments(other.getProperty(key))).as(key).isEqualTo(arguments(english.getProperty(key))));
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

    /** Every message that the code names is there. */
    @Test
    void shouldHaveEveryMessageThatIsNamed() throws IOException {
        Pattern key = Pattern.compile("\"((?:opening|log|witnesses|inclusion|record|line|detail)\\.[a-z.]+"
                + "|(?:proved|heading|unproved)\\.[a-z]+|failure|not-reached)\"");
        Set<String> named = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("src/main/java/angklung/proof"))) {
            for (Path file : files.toList()) {
                key.matcher(Files.readString(file)).results().forEach(found -> named.add(found.group(1)));
            }
        }
        for (Finding.Status status : Finding.Status.values()) {
            named.add("status." + status.label());
        }
        List.of("plays", "rates", "totals", "money", "later").forEach(word -> named.add("unproved." + word));
        assertThat(named).isEqualTo(new TreeSet<>(bundle(Language.EN).stringPropertyNames()));
    }
}
