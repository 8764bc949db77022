package angklung.replay;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTableTest {
    private static final Columns COLUMNS = new Columns(List.of("a", "b"), List.of("c"));

    @TempDir
    private Path directory;

    private final InputErrors errors = new InputErrors();

    private List<String> rows(byte[] content) throws IOException {
        Path path = directory.resolve("t.csv");
        Files.write(path, content);
        List<String> rows = new ArrayList<>();
        new CsvTable(new InputFile(path), COLUMNS, errors, true).forEach(row -> rows.add(
                row.line() + ":" + row.get("a") + "|" + row.get("b") + "|" + row.get("c") + "<" + row.raw() + ">"));
        return rows;
    }

    private List<String> rows(String content) throws IOException {
        return rows(content.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> faults() {
        return errors.listed().stream().map(InputError::toString).toList();
    }

    @Test
    void shouldFindColumnsByNameInAnyOrder() throws IOException {
        assertThat(rows("c,b,a\n3,2,1\n")).containsExactly("2:1|2|3<3,2,1>");
        assertThat(faults()).isEmpty();
    }

    @Test
    void shouldLeaveOutTheByteOrderMark() throws IOException {
        assertThat(rows("\uFEFFa,b\n1,2\n")).containsExactly("2:1|2|<1,2>");
    }

    @Test
    void shouldTakeEitherLineBreakAndAMissingLastOne() throws IOException {
        assertThat(rows("a,b\r\n1,2\r\n\r\n3,4\n5,6"))
                .containsExactly("2:1|2|<1,2>", "4:3|4|<3,4>", "5:5|6|<5,6>");
    }

    @Test
    void shouldKeepCommasQuotesAndLineBreaksInsideQuotes() throws IOException {
        assertThat(rows("a,b\n\"x,\"\"y\"\"\r\nz\",\"한국\"\nplain,q\"uote\n"))
                .containsExactly(
                        "2:x,\"y\"\r\nz|한국|<\"x,\"\"y\"\"\r\nz\",\"한국\">", "4:plain|q\"uote|<plain,q\"uote>");
    }

    @Test
    void shouldReportAnEmptyFileAndAcceptOneWithOnlyAHeader() throws IOException {
        assertThat(rows("")).isEmpty();
        assertThat(faults()).containsExactly("t.csv:1: the file is empty; expected a header of [a, b]");
        assertThat(rows("a,b\n")).isEmpty();
        assertThat(faults()).hasSize(1);
    }

    @Test
    void shouldReportUnknownMissingAndDoubleColumns() throws IOException {
        assertThat(rows("a,d,a\n1,2,3\n")).isEmpty();
        assertThat(faults()).containsExactly(
                "t.csv:1: unknown column 'd'; known are [a, b], optional [c]",
                "t.csv:1: column 'a' stands twice in the header",
                "t.csv:1: column 'b' is missing in the header");
    }

    @Test
    void shouldReportEveryRowOfAnotherWidthAndGoOn() throws IOException {
        assertThat(rows("a,b\n1\n1,2\n1,2,3\n")).containsExactly("3:1|2|<1,2>");
        assertThat(faults()).containsExactly(
                "t.csv:2: 1 fields, but the header has 2", "t.csv:4: 3 fields, but the header has 2");
    }

    @Test
    void shouldReportMalformedBytesWithTheirLine() throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write("a,b\r\n1,\"x\r\ny\"\r\n3,".getBytes(StandardCharsets.UTF_8));
        content.write(0xC3);
        content.write(0x28);
        content.write("\n5,6\n".getBytes(StandardCharsets.UTF_8));

        rows(content.toByteArray());

        assertThat(faults()).containsExactly(
                "t.csv:4: bytes c3 (hexadecimal) are not UTF-8; save the file as UTF-8");
    }

    @Test
    void shouldReportACharacterThatTheEndOfTheFileCutsOff() throws IOException {
        byte[] whole = "a,b\n1,한".getBytes(StandardCharsets.UTF_8);

        rows(java.util.Arrays.copyOf(whole, whole.length - 1));

        assertThat(faults()).containsExactly(
                "t.csv:2: bytes ed95 (hexadecimal) are not UTF-8; save the file as UTF-8");
    }

    @Test
    void shouldReportAQuoteThatNobodyClosed() throws IOException {
        assertThat(rows("a,b\n1,2\n3,\"4\n5,6\n")).containsExactly("2:1|2|<1,2>");
        assertThat(faults()).singleElement().asString()
                .startsWith("t.csv:3: the file cannot be read on from here: Unclosed quoted field");
    }

    @Test
    void shouldReportTextBehindAClosingQuote() throws IOException {
        rows("a,b\n\"1\"x,2\n");

        assertThat(faults()).singleElement().asString()
                .startsWith("t.csv:2: the file cannot be read on from here: Unexpected character after closing quote");
    }

    @Test
    void shouldGiveEveryRowAsItStandsInTheFile() {
        Seeds.cases(300, random -> {
            List<String> raws = new ArrayList<>();
            StringBuilder text = new StringBuilder("a,b\n");
            int count = random.nextInt(1, 400);
            for (int i = 0; i < count; i++) {
                String raw = field(random) + "," + field(random);
                raws.add(raw);
                text.append(raw).append(random.nextBoolean() ? "\n" : "\r\n");
            }
            List<String> found = new ArrayList<>();
            try {
                Path path = directory.resolve("r.csv");
                Files.writeString(path, text);
                new CsvTable(new InputFile(path), COLUMNS, errors, true).forEach(row -> found.add(row.raw()));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            assertThat(faults()).isEmpty();
            assertThat(found).isEqualTo(raws);
        });
    }

    private static String field(SplittableRandom random) {
        String[] pieces = {"x", "a longer piece of text ", "한국어", "\uD83C\uDFB5", "é"};
        String[] quoted = {",", "\n", "\r\n", "\"\"", "z"};
        StringBuilder text = new StringBuilder();
        boolean inQuotes = random.nextInt(3) == 0;
        int length = random.nextInt(1, 30);
        for (int i = 0; i < length; i++) {
            text.append(pieces[random.nextInt(pieces.length)]);
            if (inQuotes) {
                text.append(quoted[random.nextInt(quoted.length)]);
            }
        }
        return inQuotes ? "\"" + text + "\"" : text.toString();
    }
}
