package angklung.anchor;

import java.math.BigInteger;
import java.util.HexFormat;

/** The two ways in which Ethereum's JSON-RPC writes values: data with all digits, quantities without leading zeroes. */
final class HexText {
    private static final HexFormat HEX = HexFormat.of();
    private static final String PREFIX = "0x";

    private HexText() {}

    static String of(byte[] bytes) {
        return PREFIX + HEX.formatHex(bytes);
    }

    /** @throws IllegalArgumentException unless it is 0x and an even number of digits */
    static byte[] bytes(String text) {
        return HEX.parseHex(digits(text));
    }

    /** @throws IllegalArgumentException unless it is 0x and so many bytes */
    static byte[] bytes(String text, int length) {
        byte[] bytes = bytes(text);
        if (bytes.length != length) {
            throw new IllegalArgumentException("Needs " + length + " bytes, has " + bytes.length);
        }
        return bytes;
    }

    static String quantity(BigInteger value) {
        if (value.signum() < 0) {
            throw new IllegalArgumentException("A quantity is not negative: " + value);
        }
        return PREFIX + value.toString(16);
    }

    static String quantity(long value) {
        return quantity(BigInteger.valueOf(value));
    }

    /** @throws IllegalArgumentException unless it is 0x and digits */
    static BigInteger number(String text) {
        String digits = digits(text);
        if (digits.isEmpty() || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IllegalArgumentException("'" + text + "' is no quantity, which is 0x and hexadecimal digits");
        }
        return new BigInteger(digits, 16);
    }

    private static String digits(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("'" + text + "' does not begin with 0x");
        }
        return text.substring(PREFIX.length());
    }
}
