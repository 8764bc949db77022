package angklung.pool;

import angklung.avro.Agreement;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/**
 * Fingerprint of an agreement's terms: two agreements with the same one divide and price a pool alike.
 *
 * <p>It is a SHA-256 over the names and values of the fields that are not at their default, so that a field which a
 * later schema adds changes no fingerprint until somebody agrees on it. The day that an agreement ends is no part of
 * it: to end one would otherwise restate every period that it ever covered.
 */
final class TermsHash {
    private static final String END = "valid_to";

    private TermsHash() {}

    /** 64 lower-case hexadecimal digits. */
    static String of(Agreement terms) {
        Schema schema = terms.getSchema();
        SpecificData data = SpecificData.getForSchema(schema);
        StringBuilder text = new StringBuilder();
        for (Schema.Field field : schema.getFields()) {
            Object value = terms.get(field.pos());
            boolean atDefault = field.hasDefaultValue() && Objects.equals(value, data.getDefaultValue(field));
            if (!atDefault && !field.name().equals(END)) {
                String shown = String.valueOf(value); // decimals all have the scale of the schema
                text.append(field.name()).append('=').append(shown.length()).append(':').append(shown);
            }
        }
        return Fingerprint.of(text.toString());
    }
}
