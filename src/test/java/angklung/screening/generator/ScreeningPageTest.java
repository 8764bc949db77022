package angklung.screening.generator;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.screening.Rule;
import angklung.screening.Threshold;
import angklung.screening.Thresholds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * docs/screening.md shows the thresholds that the rules have and what they find. With the system property
 * angklung.screening.write=true the tables are written instead of compared.
 */
class ScreeningPageTest {
    private static final Path PAGE = Path.of("docs/screening.md");

    @Test
    void shouldShowWhatIsInForceAndWhatIsMeasured() throws IOException {
        Map<String, List<String>> tables = new LinkedHashMap<>();
        for (Rule rule : Rule.values()) {
            tables.put(rule.id(), thresholds(rule));
        }
        MeasuredTables measured =
                new MeasuredTables(Measurement.of(new World(MeasuredTables.SEED), Thresholds.standard()));
        tables.put("rules", measured.rules());
        tables.put("honest", measured.spared());
        tables.put("artificial", measured.caught());

        List<String> page = Files.readAllLines(PAGE);
        List<String> expected = with(page, tables);
        if (Boolean.getBoolean("angklung.screening.write")) {
            Files.write(PAGE, expected);
        } else {
            assertThat(page)
                    .as("the tables of %s; mvn test -Dtest=ScreeningPageTest -Dangklung.screening.write=true"
                            + " writes them", PAGE)
                    .containsExactlyElementsOf(expected);
        }
    }

    private static List<String> thresholds(Rule rule) {
        List<String> rows = new ArrayList<>(List.of("| threshold | default | meaning |", "|---|---:|---|"));
        for (Threshold threshold : rule.thresholds()) {
            rows.add("| `" + threshold.name() + "` | " + threshold.standard().toPlainString() + " | "
                    + threshold.meaning() + " |");
        }
        return rows;
    }

    /** The page with every table between its marks. */
    private static List<String> with(List<String> page, Map<String, List<String>> tables) {
        List<String> written = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        boolean inTable = false;
        for (String line : page) {
            if (line.startsWith("<!-- end ")) {
                inTable = false;
            }
            if (!inTable) {
                written.add(line);
            }
            if (line.startsWith("<!-- begin ")) {
                String name = line.substring("<!-- begin ".length(), line.length() - " -->".length());
                written.addAll(tables.get(name));
                seen.add(name);
                inTable = true;
            }
        }
        assertThat(seen).containsExactlyElementsOf(tables.keySet());
        return written;
    }
}
