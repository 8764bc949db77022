package angklung.log;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A JSON object in the one form of RFC 8785 (JCS): no space, members by name, as bytes that two writers agree on. What
 * stands in records that are hashed is text, small numbers, and objects and arrays of them; amounts and counts are
 * text, because a number is read as a double by many and is wrong above 2^53.
 */
public final class CanonicalJson {
    private static final long LARGEST = 1L << 53;

    private final StringBuilder json = new StringBuilder("{");
    private String last;

    /** Adds a member. */
    public CanonicalJson add(String name, String value) {
        name(name);
        quote(value);
        return this;
    }

    /** Adds a member unless it is null. */
    public CanonicalJson addIfThere(String name, String value) {
        return value == null ? this : add(name, value);
    }

    /** Adds a number that a double can hold. */
    public CanonicalJson add(String name, long value) {
        if (value > LARGEST || value < -LARGEST) {
            throw new IllegalArgumentException(name + " is too large for a number of JSON: " + value);
        }
        name(name);
        json.append(value);
        return this;
    }

    /** Adds an object. */
    public CanonicalJson add(String name, CanonicalJson object) {
        name(name);
        json.append(object);
        return this;
    }

    /** Adds an array of texts. */
    public CanonicalJson add(String name, List<String> values) {
        name(name);
        json.append('[');
        for (int i = 0; i < values.size(); i++) {
            json.append(i == 0 ? "" : ",");
            quote(values.get(i));
        }
        json.append(']');
        return this;
    }

    public byte[] toBytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    private void name(String name) {
        if (last != null) {
            if (last.compareTo(name) >= 0) { // by UTF-16 code unit, as RFC 8785 orders them
                throw new IllegalStateException("'" + name + "' goes before '" + last + "'");
            }
            json.append(',');
        }
        last = name;
        quote(name);
        json.append(':');
    }

    private void quote(String text) {
        if (!Unicode.isValid(text)) { // two such texts would have the same bytes
            throw new IllegalArgumentException(Quoted.of(text) + " has half a surrogate pair, which is no character");
        }
        json.append('"');
        int from = 0; // what needs no escape goes in one piece: millions of details are written
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                json.append(text, from, i);
                escape(c);
                from = i + 1;
            }
        }
        json.append(from == 0 ? text : text.substring(from)).append('"');
    }

    private void escape(char c) {
        switch (c) {
            case '"', '\\' -> json.append('\\').append(c);
            case '\b' -> json.append("\\b");
            case '\t' -> json.append("\\t");
            case '\n' -> json.append("\\n");
            case '\f' -> json.append("\\f");
            case '\r' -> json.append("\\r");
            default -> json.append(String.format("\\u%04x", (int) c));
        }
    }

    @Override
    public String toString() {
        return json + "}";
    }
}
