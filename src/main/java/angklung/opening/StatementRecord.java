package angklung.opening;

import angklung.avro.Statement;
import angklung.log.CanonicalJson;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.Schema;

/**
 * What a leaf commits to: a statement as canonical JSON (RFC 8785). Every field that has a value stands under its name
 * in the schema, all of them as text: numbers as decimals, because a JSON number is wrong above 2^53 for many readers;
 * the booking time in ISO 8601, UTC.
 */
public final class StatementRecord {
    private StatementRecord() {}

    /** The bytes that are committed to. */
    public static byte[] of(Statement statement) {
        SortedMap<String, String> members = new TreeMap<>(); // by UTF-16 code unit, as RFC 8785 orders them
        for (Schema.Field field : statement.getSchema().getFields()) {
            Object value = statement.get(field.pos());
            if (value != null) {
                members.put(field.name(), text(field, value));
            }
        }
        CanonicalJson json = new CanonicalJson();
        members.forEach(json::add);
        return json.toBytes();
    }

    private static String text(Schema.Field field, Object value) {
        if (value instanceof CharSequence || value instanceof Long || value instanceof Instant) {
            return value.toString();
        }
        throw new IllegalStateException("It is not laid down how a field such as " + field.name() + ", a "
                + value.getClass().getSimpleName() + ", is written in what a leaf commits to");
    }
}
