package angklung.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaLintTest {
    private static final String GOOD = """
            {
              "type": "record", "name": "Good", "namespace": "angklung.avro", "doc": "A record.",
              "fields": [
                {"name": "price_micros", "type": "long", "doc": "A price."},
                {"name": "factor", "type": ["null", {"type": "bytes", "logicalType": "decimal", "precision": 38,
                  "scale": 12}], "doc": "A factor.", "default": null},
                {"name": "valid_from", "type": {"type": "int", "logicalType": "date"}, "doc": "A day."},
                {"name": "sent_at", "type": {"type": "long", "logicalType": "timestamp-millis"}, "doc": "A time."},
                {"name": "person", "type": "string", "doc": "A name.", "royalty.pii": true},
                {"name": "colour", "type": {"type": "enum", "name": "Colour", "doc": "A colour.",
                  "symbols": ["UNKNOWN", "RED"], "default": "UNKNOWN"}, "doc": "A colour."},
                {"name": "parts", "type": {"type": "array", "items": {"type": "record", "name": "Part",
                  "doc": "A part.", "fields": [{"name": "colours", "type": {"type": "map",
                  "values": "angklung.avro.Colour"}, "doc": "Colours."}]}}, "doc": "Parts."}
              ]
            }
            """;

    @Test
    void shouldFindNothingInTheSchemas() throws IOException {
        assertThat(new SchemaLint(schemas()).findings()).isEmpty();
    }

    @Test
    void shouldFreezeTheDecimals() throws IOException {
        // A changed scale would read old bytes as other amounts; the registry does not always refuse it.
        List<String> frozen = Files.readAllLines(Path.of("src/test/resources/schema/decimals.txt"));

        assertThat(new SchemaLint(schemas()).decimals()).isEqualTo(frozen);
    }

    @Test
    void shouldAcceptAGoodSchema() {
        SchemaLint lint = new SchemaLint(Map.of("Good.avsc", GOOD));

        assertThat(lint.findings()).isEmpty();
        assertThat(lint.decimals()).containsExactly("Good.factor 38 12");
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("badChanges")
    void shouldFindWhatIsBad(String good, String bad, String finding) {
        assertThat(GOOD).contains(good);

        assertThat(new SchemaLint(Map.of("Good.avsc", GOOD.replace(good, bad))).findings())
                .anySatisfy(found -> assertThat(found).isEqualTo(finding));
    }

    static Stream<Arguments> badChanges() {
        return Stream.of(
                Arguments.of("\"doc\": \"A record.\"", "\"doc\": \" \"", "Good: has no doc"),
                Arguments.of("\"doc\": \"A price.\"", "\"doc\": \"\"", "Good.price_micros: has no doc"),
                Arguments.of(", \"doc\": \"Colours.\"", "", "Part.colours: has no doc"),
                Arguments.of("\"type\": \"long\", \"doc\": \"A price.\"", "\"type\": \"int\", \"doc\": \"A price.\"",
                        "Good.price_micros: is an amount in micros, but no long"),
                Arguments.of("\"type\": \"long\", \"doc\": \"A price.\"",
                        "\"type\": \"double\", \"doc\": \"A price.\"",
                        "Good.price_micros: is a double, which is not exact"),
                Arguments.of("\"values\": \"angklung.avro.Colour\"", "\"values\": \"float\"",
                        "Part.colours{}: is a float, which is not exact"),
                Arguments.of("\"values\": \"angklung.avro.Colour\"", "\"values\": [\"null\", \"long\"]",
                        "Part.colours{}: is a union that is not the type of a field"),
                Arguments.of("\"values\": \"angklung.avro.Colour\"", "\"values\": \"Good\"", "Good: contains itself"),
                Arguments.of("\"values\": \"angklung.avro.Colour\"", "\"values\": \"Shade\"",
                        "Part: uses Shade, which no file defines"),
                Arguments.of("[\"UNKNOWN\", \"RED\"]", "[\"RED\", \"UNKNOWN\"]",
                        "Colour: does not have UNKNOWN as its first symbol"),
                Arguments.of(", \"default\": \"UNKNOWN\"", "", "Colour: does not have the default UNKNOWN, so a reader"
                        + " fails on a symbol that it does not know"),
                Arguments.of("\"doc\": \"A factor.\", \"default\": null", "\"doc\": \"A factor.\"",
                        "Good.factor: is optional without the default null"),
                Arguments.of("{\"type\": \"int\", \"logicalType\": \"date\"}", "[\"int\", \"null\"]",
                        "Good.valid_from: is a union that is not null first and one type then: [\"int\",\"null\"]"),
                Arguments.of("{\"type\": \"int\", \"logicalType\": \"date\"}", "\"int\"",
                        "Good.valid_from: is a date without logical type date"),
                Arguments.of("\"timestamp-millis\"", "\"local-timestamp-millis\"",
                        "Good.sent_at: is a time without logical type timestamp-millis"),
                Arguments.of("\"timestamp-millis\"", "\"timestamp-micros\"",
                        "Good.sent_at: has logical type timestamp-micros of long; known are {date=int, decimal=bytes,"
                                + " timestamp-millis=long}"),
                Arguments.of("\"namespace\": \"angklung.avro\"", "\"namespace\": \"other\"",
                        "Good: is in namespace other, not angklung.avro"),
                Arguments.of("\"namespace\": \"angklung.avro\", ", "", "Good.avsc: has no namespace"),
                Arguments.of("\"name\": \"Good\"", "\"name\": \"Better\"",
                        "Good.avsc: does not have the name of its type, Better"),
                Arguments.of("\"royalty.pii\": true", "\"royalty.pii\": false",
                        "Good.person: has royalty.pii false; it is true or left out"),
                Arguments.of("\"royalty.pii\": true", "\"royalty.pii\": \"true\"",
                        "Good.person: has royalty.pii \"true\"; it is true or left out"),
                Arguments.of("\"royalty.pii\": true", "\"pii\": true", "Good.person: has the unknown attribute pii"),
                Arguments.of("\"doc\": \"A part.\"", "\"doc\": \"A part.\", \"royalty.pii\": true",
                        "Part: has the unknown attribute royalty.pii"));
    }

    @Test
    void shouldFindWhatIsNoJson() {
        assertThat(new SchemaLint(Map.of("Good.avsc", "{")).findings()).hasSize(1).first().asString()
                .startsWith("Good.avsc: is no JSON");
    }

    @Test
    void shouldNoticeAChangedDecimal() {
        SchemaLint lint = new SchemaLint(Map.of("Good.avsc", GOOD.replace("\"scale\": 12", "\"scale\": 9")));

        assertThat(lint.decimals()).containsExactly("Good.factor 38 9");
    }

    private static Map<String, String> schemas() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> found = Files.list(Path.of("schemas"))) {
            for (Path file : found.toList()) {
                files.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        assertThat(files).hasSizeGreaterThan(20);
        return files;
    }
}
