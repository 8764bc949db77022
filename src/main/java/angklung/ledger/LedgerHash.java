package angklung.ledger;

import angklung.avro.LedgerLine;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import org.apache.avro.Schema;

/**
 * The hash of a ledger line: SHA-256, in lower-case hexadecimal, over its canonical form.
 *
 * <p>The canonical form is every field that is not null, but for {@code hash} itself, in the order of the schema.
 * Each field is its name (four bytes of length, UTF-8), one byte for the type, and its value (four bytes of
 * length, then the bytes). All integers are big-endian. Types:
 *
 * <ul>
 *   <li>{@code S} text: UTF-8
 *   <li>{@code E} enumeration: the symbol, UTF-8
 *   <li>{@code I} int: 4 bytes
 *   <li>{@code L} long: 8 bytes
 *   <li>{@code D} decimal: plain text with all its decimals, such as {@code 1.250000}
 *   <li>{@code T} time: milliseconds since 1970, 8 bytes
 *   <li>{@code A} date: days since 1970, 4 bytes
 * </ul>
 *
 * <p>A field that is null leaves no trace, so an optional field added to the schema later changes no old hash;
 * renaming, retyping or reordering fields would.
 */
public final class LedgerHash {
    private static final String EXCLUDED = "hash";

    private LedgerHash() {}

    /** The hash that the line must have. */
    public static String of(LedgerLine line) {
        return new Sha256().raw(canonical(line)).hex();
    }

    /** The bytes that are hashed. */
    public static byte[] canonical(LedgerLine line) {
        ByteArrayOutputStream form = new ByteArrayOutputStream(1024);
        for (Schema.Field field : line.getSchema().getFields()) {
            Object value = line.get(field.pos());
            if (value != null && !field.name().equals(EXCLUDED)) {
                sized(form, utf8(field.name()));
                typed(form, field.name(), value);
            }
        }
        return form.toByteArray();
    }

    private static void typed(ByteArrayOutputStream form, String field, Object value) {
        if (value instanceof CharSequence text) {
            typed(form, 'S', utf8(text.toString()));
        } else if (value instanceof Enum<?> symbol) {
            typed(form, 'E', utf8(symbol.name()));
        } else if (value instanceof Integer number) {
            typed(form, 'I', int32(number));
        } else if (value instanceof Long number) {
            typed(form, 'L', int64(number));
        } else if (value instanceof BigDecimal decimal) {
            typed(form, 'D', utf8(decimal.toPlainString()));
        } else if (value instanceof Instant time) {
            typed(form, 'T', int64(time.toEpochMilli()));
        } else if (value instanceof LocalDate date) {
            typed(form, 'A', int32(Math.toIntExact(date.toEpochDay())));
        } else {
            throw new IllegalStateException("Field " + field + " of a ledger line has the type " + value.getClass()
                    + ", for which the canonical form has no rule; add one to LedgerHash");
        }
    }

    private static void typed(ByteArrayOutputStream form, char type, byte[] value) {
        form.write(type);
        sized(form, value);
    }

    private static void sized(ByteArrayOutputStream form, byte[] bytes) {
        form.writeBytes(int32(bytes.length));
        form.writeBytes(bytes);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] int32(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    private static byte[] int64(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }
}
