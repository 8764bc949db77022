package angklung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.explain.DirectoryRecords;
import angklung.explain.Explainer;
import angklung.explain.Explanation;
import angklung.explain.ExplanationText;
import angklung.explain.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What every explanation must be like. */
final class ExplainedLines {
    /** Three words of a sentence that was not translated; names and formulas have none. */
    private static final Pattern ENGLISH = Pattern.compile("\\b[a-z]{3,} [a-z]{2,} [a-z]{3,}\\b");

    private static final Pattern QUOTED = Pattern.compile("“[^”]*”");

    private ExplainedLines() {}

    /** Every line of the ledger of a replay adds up and can be read in every language. */
    static void assertAllReadable(Path output) throws IOException {
        List<String> lines = Files.readAllLines(output.resolve("ledger.csv"));
        assertThat(lines).hasSizeGreaterThan(1);
        Explainer explainer = new Explainer(new DirectoryRecords(output));
        for (String line : lines.subList(1, lines.size())) {
            Explanation explanation = explainer.explain(line.substring(0, 64));
            assertThat(explanation.firstFailure()).as(new ExplanationText(Language.EN).of(explanation)).isEmpty();
            assertReadable(explanation);
        }
    }

    /** Nothing is missing in any language. */
    static void assertReadable(Explanation explanation) {
        for (Language language : Language.values()) {
            String text = new ExplanationText(language).of(explanation);
            assertThat(text).as(language.name())
                    .contains(explanation.line().getLineId())
                    .doesNotContain("{", "null", "  \n", " .", " ,", "()");
            if (language == Language.KO) {
                String own = QUOTED.matcher(text).replaceAll(""); // what somebody wrote stays as it is
                assertThat(ENGLISH.matcher(own).results().map(found -> found.group()).toList()).as(text).isEmpty();
            }
        }
    }
}
