package angklung.log;

import java.util.function.Consumer;

/** Corruptions of bytes. */
final class Bits {
    private Bits() {}

    /** Gives {@code check} a copy of the bytes for each of their bits, in which this one is wrong. */
    static void flipEach(byte[] bytes, Consumer<byte[]> check) {
        for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
            try {
                check.accept(flipped(bytes, bit));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("bit " + bit % Byte.SIZE + " of byte " + bit / Byte.SIZE, e);
            }
        }
    }

    static byte[] flipped(byte[] bytes, int bit) {
        byte[] copy = bytes.clone();
        copy[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
        return copy;
    }
}
