package angklung.anchor;

import java.util.Arrays;

/** Bytes as a value: they do not change and are equal by content. */
public final class Bytes {
    private final byte[] bytes;

    private Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Bytes of(byte[] bytes) {
        return new Bytes(bytes.clone());
    }

    /** @throws IllegalArgumentException unless it is 0x and an even number of digits */
    public static Bytes parse(String text) {
        return new Bytes(HexText.bytes(text));
    }

    public byte[] toArray() {
        return bytes.clone();
    }

    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes those && Arrays.equals(bytes, those.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** 0x and lower-case digits. */
    @Override
    public String toString() {
        return HexText.of(bytes);
    }
}
