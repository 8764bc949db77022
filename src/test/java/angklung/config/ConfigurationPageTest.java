package angklung.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page that documents the settings says what the catalogue says. */
class ConfigurationPageTest {

    @Test
    void shouldListEverySettingOfTheCatalogueInItsOrderAndNoOther() throws IOException {
        List<String> documented = Files.readAllLines(Path.of("docs/configuration.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        assertThat(documented).isEqualTo(Properties.all().stream().map(ConfigurationPageTest::row).toList());
    }

    private static String row(Property<?> property) {
        String standard = property.defaultText().isEmpty() ? "" : "`" + property.defaultText() + "`";
        return "| `" + property.name() + "` | " + standard + " | " + property.doc() + " |";
    }
}
