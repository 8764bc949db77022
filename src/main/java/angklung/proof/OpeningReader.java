package angklung.proof;

import angklung.log.CanonicalJson;
import angklung.log.Hash;
import angklung.log.InclusionProof;
import angklung.log.LogFormatException;
import angklung.log.StrictBase64;
import angklung.opening.Commitment;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads openings strictly: what is not there in exactly one form is refused, so that no two readers can understand an
 * opening in two ways.
 */
final class OpeningReader {
    private static final ObjectMapper JSON = new ObjectMapper(
                    JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Two levels are needed; what is nested deeper is refused before it is walked. */
    private static final int DEEPEST = 3;

    private static final Pattern NAME = Pattern.compile("[a-z0-9_]+");
    private static final Pattern PERIOD = Pattern.compile("[0-9]{4}-(0[1-9]|1[0-2])");
    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,18}");

    private OpeningReader() {}

    static Opening read(byte[] bytes) {
        String text = utf8(bytes);
        JsonNode json = parse(text);
        if (!canonical(json, DEEPEST).toString().equals(text)) {
            throw new LogFormatException("The opening is not in the canonical form of RFC 8785");
        }
        requireMembers("opening", json, List.of("envelope", "record", "salt"), List.of("detail", "line"));
        byte[] salt = StrictBase64.decode(text("salt", json.get("salt")));
        if (salt.length != Commitment.SALT_LENGTH) {
            throw new LogFormatException("The salt has " + salt.length + " bytes instead of 32");
        }
        return new Opening(
                leaf(json.get("envelope")), texts("record", json.get("record")), salt,
                entry("line", json.get("line")), entry("detail", json.get("detail")));
    }

    /** The members of an object of texts that this program wrote. */
    static SortedMap<String, String> members(byte[] object) {
        return texts("record", parse(utf8(object)));
    }

    private static JsonNode parse(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            if (json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            throw new LogFormatException("The opening is not JSON: " + e.getOriginalMessage());
        }
        throw new LogFormatException("The opening is no object of JSON");
    }

    private static CanonicalJson canonical(JsonNode object, int depth) {
        if (depth == 0) {
            throw new LogFormatException("The opening is nested too deep");
        }
        SortedMap<String, JsonNode> members = new TreeMap<>(); // by UTF-16 code unit, as RFC 8785 orders them
        object.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        CanonicalJson json = new CanonicalJson();
        try {
            members.forEach((name, value) -> add(json, name, value, depth));
        } catch (IllegalArgumentException e) { // no character, or too large a number
            throw new LogFormatException("The opening has no canonical form: " + e.getMessage());
        }
        return json;
    }

    private static void add(CanonicalJson json, String name, JsonNode value, int depth) {
        if (value.isTextual()) {
            json.add(name, value.textValue());
        } else if (value.isInt() || value.isLong()) {
            json.add(name, value.longValue());
        } else if (value.isObject()) {
            json.add(name, canonical(value, depth - 1));
        } else if (value.isArray()) {
            json.add(name, list(value));
        } else {
            throw new LogFormatException("The opening holds texts, whole numbers, objects and lists of texts alone");
        }
    }

    private static List<String> list(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(text("list", element)));
        return texts;
    }

    private static StatementLeaf leaf(JsonNode json) {
        requireMembers("envelope", json, List.of("c", "kind", "period", "seq", "v"), List.of());
        JsonNode seq = json.get("seq");
        String period = text("period", json.get("period"));
        byte[] commitment = StrictBase64.decode(text("c", json.get("c")));
        if (!text("kind", json.get("kind")).equals(StatementLeaf.KIND)
                || !json.get("v").isInt()
                || json.get("v").intValue() != StatementLeaf.VERSION) {
            throw new LogFormatException("The leaf is not that of a statement, or of a later version of this format");
        }
        if (!seq.isIntegralNumber() || seq.longValue() < 0
                || !PERIOD.matcher(period).matches()
                || commitment.length != Commitment.LENGTH) {
            throw new LogFormatException("The leaf has not a commitment of 32 bytes, a period and an index");
        }
        return new StatementLeaf(commitment, period, seq.longValue());
    }

    private static Optional<OpenedEntry> entry(String what, JsonNode json) {
        if (json == null) {
            return Optional.empty();
        }
        requireMembers(what, json, List.of("entry", "index", "path", "size"), List.of());
        if (!json.get("path").isArray() || json.get("path").size() > InclusionProof.LONGEST) {
            throw new LogFormatException("The path of the " + what + " is no list of up to 63 hashes");
        }
        return Optional.of(new OpenedEntry(
                texts(what, json.get("entry")), decimal(json.get("index")), decimal(json.get("size")),
                list(json.get("path")).stream().map(Hash::parseBase64).toList()));
    }

    /** All members of an object, each of which is a text. */
    private static SortedMap<String, String> texts(String what, JsonNode object) {
        if (!object.isObject()) {
            throw new LogFormatException("The " + what + " is no object");
        }
        SortedMap<String, String> members = new TreeMap<>();
        object.properties().forEach(member -> {
            if (!NAME.matcher(member.getKey()).matches()) {
                throw new LogFormatException("The " + what + " has a field of another name than a-z, 0-9 and _ make");
            }
            members.put(member.getKey(), text(what, member.getValue()));
        });
        return members;
    }

    private static void requireMembers(String what, JsonNode object, List<String> needed, List<String> allowed) {
        if (!object.isObject()) {
            throw new LogFormatException("The " + what + " is no object");
        }
        for (String name : needed) {
            if (!object.has(name)) {
                throw new LogFormatException("The " + what + " has no '" + name + "'");
            }
        }
        object.fieldNames().forEachRemaining(name -> {
            if (!needed.contains(name) && !allowed.contains(name)) {
                throw new LogFormatException("The " + what + " has more members than it may have");
            }
        });
    }

    private static String text(String what, JsonNode value) {
        if (!value.isTextual()) {
            throw new LogFormatException("The " + what + " has something else where a text must be");
        }
        return value.textValue();
    }

    private static long decimal(JsonNode value) {
        String text = text("place in the tree", value);
        try {
            if (DECIMAL.matcher(text).matches()) {
                return Long.parseLong(text);
            }
        } catch (NumberFormatException e) {
            // too large
        }
        throw new LogFormatException("A place in a tree is not a decimal below 2^63");
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new LogFormatException("The opening is not in UTF-8");
        }
    }
}
