package angklung.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The rules of the schemas that Avro itself does not check. Reads the JSON, not Avro's model of it, which has
 * already resolved names and dropped what it does not know.
 */
final class SchemaLint {
    private static final String NAMESPACE = "angklung.avro";
    private static final String PII = "royalty.pii";
    private static final Set<String> PRIMITIVES = Set.of("null", "boolean", "int", "long", "bytes", "string");
    private static final Set<String> FLOATS = Set.of("float", "double");
    private static final Set<String> TYPE_ATTRIBUTES =
            Set.of("type", "name", "namespace", "doc", "fields", "symbols", "default", "aliases");
    private static final Set<String> FIELD_ATTRIBUTES = Set.of("name", "type", "doc", "default", "aliases", PII);
    private static final Map<String, String> LOGICAL =
            Map.of("date", "int", "timestamp-millis", "long", "decimal", "bytes");
    private static final Pattern INSTANT = Pattern.compile(".*_(at|time)");
    private static final Pattern DATE =
            Pattern.compile("(.*_)?(day|date)|(.*_)?(valid|effective)_(from|to)");

    private final List<String> findings = new ArrayList<>();
    private final SortedMap<String, String> decimals = new TreeMap<>();
    private final SortedSet<String> defined = new TreeSet<>();
    private final SortedMap<String, SortedSet<String>> uses = new TreeMap<>();

    /** @param files content of each schema file by file name */
    SchemaLint(Map<String, String> files) {
        new TreeMap<>(files).forEach(this::file);
        uses.forEach((record, used) -> used.stream()
                .filter(name -> !defined.contains(name))
                .forEach(name -> report(record, "uses " + name + ", which no file defines")));
        uses.keySet().stream()
                .filter(record -> reaches(record, record, new TreeSet<>()))
                .forEach(record -> report(record, "contains itself"));
    }

    /** What breaks a rule, one sentence each; empty if nothing does. */
    List<String> findings() {
        return List.copyOf(findings);
    }

    /** Every decimal field as {@code record.field precision scale}, sorted. */
    List<String> decimals() {
        return decimals.entrySet().stream()
                .map(field -> field.getKey() + " " + field.getValue())
                .toList();
    }

    private void report(String where, String what) {
        findings.add(where + ": " + what);
    }

    private void file(String fileName, String content) {
        JsonNode schema;
        try {
            schema = new ObjectMapper().readTree(content);
        } catch (JsonProcessingException e) {
            report(fileName, "is no JSON: " + e.getOriginalMessage());
            return;
        }
        if (!fileName.equals(schema.path("name").asText() + ".avsc")) {
            report(fileName, "does not have the name of its type, " + schema.path("name").asText());
        }
        if (!schema.has("namespace")) {
            report(fileName, "has no namespace");
        }
        type(schema, fileName, "");
    }

    /** A type that stands at {@code where}, inside of {@code record}. */
    private void type(JsonNode type, String where, String record) {
        if (type.isTextual()) {
            named(type.asText(), where, record);
        } else if (type.isArray()) {
            report(where, "is a union that is not the type of a field");
        } else {
            complex(type, where, record);
        }
    }

    private void named(String name, String where, String record) {
        if (FLOATS.contains(name)) {
            report(where, "is a " + name + ", which is not exact");
        } else if (!PRIMITIVES.contains(name)) {
            use(record, simple(name));
        }
    }

    private void complex(JsonNode type, String where, String record) {
        switch (type.path("type").asText()) {
            case "record" -> record(type, record);
            case "enum" -> enumeration(type, record);
            case "array" -> type(type.path("items"), where + "[]", record);
            case "map" -> type(type.path("values"), where + "{}", record);
            default -> {
                named(type.path("type").asText(), where, record);
                logical(type, where);
            }
        }
    }

    private void logical(JsonNode type, String where) {
        if (!type.has("logicalType")) {
            return;
        }
        String logical = type.get("logicalType").asText();
        String base = type.path("type").asText();
        if (!base.equals(LOGICAL.get(logical))) {
            report(where, "has logical type " + logical + " of " + base + "; known are " + new TreeMap<>(LOGICAL));
        }
        if (logical.equals("decimal")) {
            decimals.put(where, type.path("precision").asText("none") + " " + type.path("scale").asText("none"));
        }
    }

    private void record(JsonNode type, String outer) {
        String name = definition(type, outer);
        uses.putIfAbsent(name, new TreeSet<>());
        type.path("fields").forEach(field -> field(field, name));
    }

    private void enumeration(JsonNode type, String outer) {
        String name = definition(type, outer);
        if (!type.path("symbols").path(0).asText().equals("UNKNOWN")) {
            report(name, "does not have UNKNOWN as its first symbol");
        }
        if (!type.path("default").asText().equals("UNKNOWN")) {
            report(name, "does not have the default UNKNOWN, so a reader fails on a symbol that it does not know");
        }
    }

    /** What all named types have in common; returns the name. */
    private String definition(JsonNode type, String outer) {
        String name = type.path("name").asText();
        defined.add(name);
        use(outer, name);
        if (type.has("namespace") && !type.get("namespace").asText().equals(NAMESPACE)) {
            report(name, "is in namespace " + type.get("namespace").asText() + ", not " + NAMESPACE);
        }
        documented(type, name);
        attributes(type, name, TYPE_ATTRIBUTES);
        return name;
    }

    private void field(JsonNode field, String record) {
        String name = field.path("name").asText();
        String where = record + "." + name;
        documented(field, where);
        attributes(field, where, FIELD_ATTRIBUTES);
        if (field.has(PII) && !(field.get(PII).isBoolean() && field.get(PII).asBoolean())) {
            report(where, "has " + PII + " " + field.get(PII) + "; it is true or left out");
        }
        JsonNode type = field.path("type").isArray() ? optional(field, where) : field.path("type");
        type(type, where, record);
        units(name, type, where);
    }

    /** The type that may be left out. */
    private JsonNode optional(JsonNode field, String where) {
        JsonNode union = field.get("type");
        if (union.size() != 2 || !union.get(0).asText().equals("null")) {
            report(where, "is a union that is not null first and one type then: " + union);
        }
        if (!field.has("default") || !field.get("default").isNull()) {
            report(where, "is optional without the default null");
        }
        return union.path(union.size() - 1);
    }

    private void units(String name, JsonNode type, String where) {
        String base = type.isTextual() ? type.asText() : type.path("type").asText();
        if (name.endsWith("_micros") && !base.equals("long")) {
            report(where, "is an amount in micros, but no long");
        }
        String logical = type.path("logicalType").asText();
        if (INSTANT.matcher(name).matches() && !logical.equals("timestamp-millis")) {
            report(where, "is a time without logical type timestamp-millis");
        }
        if (DATE.matcher(name).matches() && !logical.equals("date")) {
            report(where, "is a date without logical type date");
        }
    }

    private void documented(JsonNode node, String where) {
        if (node.path("doc").asText().isBlank()) {
            report(where, "has no doc");
        }
    }

    private void attributes(JsonNode node, String where, Set<String> known) {
        node.fieldNames().forEachRemaining(attribute -> {
            if (!known.contains(attribute)) {
                report(where, "has the unknown attribute " + attribute);
            }
        });
    }

    private void use(String record, String name) {
        if (!record.isEmpty()) {
            uses.computeIfAbsent(record, r -> new TreeSet<>()).add(name);
        }
    }

    private boolean reaches(String from, String target, Set<String> seen) {
        for (String used : uses.getOrDefault(from, new TreeSet<>())) {
            if (used.equals(target) || seen.add(used) && reaches(used, target, seen)) {
                return true;
            }
        }
        return false;
    }

    private static String simple(String name) {
        return name.startsWith(NAMESPACE + ".") ? name.substring(NAMESPACE.length() + 1) : name;
    }
}
