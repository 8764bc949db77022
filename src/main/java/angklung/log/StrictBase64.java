package angklung.log;

import java.util.Base64;

/** Base64 with the standard alphabet and padding, of which every sequence of bytes has one text. */
public final class StrictBase64 {
    private StrictBase64() {}

    public static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** @throws LogFormatException if the text is not the one that {@link #encode} makes of its bytes */
    public static byte[] decode(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new LogFormatException(Quoted.of(text) + " is not base64: " + e.getMessage());
        }
        // Java's decoder takes missing padding and set bits that nothing uses
        if (!encode(bytes).equals(text)) {
            throw new LogFormatException(Quoted.of(text) + " is not base64 in its one form, padded and without spare bits");
        }
        return bytes;
    }
}
