package angklung.anchor;

import java.math.BigInteger;
import java.util.Arrays;

/** Numbers as bytes: words of 32 as contracts read them, and without leading zeroes as RLP wants them. */
final class Words {
    /** In bytes. */
    static final int LENGTH = 32;

    private Words() {}

    /** @throws IllegalArgumentException if it is negative or has more than 256 bits */
    static byte[] word(BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > Byte.SIZE * LENGTH) {
            throw new IllegalArgumentException("A word holds 0 to 2^256 - 1, not " + value);
        }
        byte[] bytes = shortest(value);
        byte[] word = new byte[LENGTH];
        System.arraycopy(bytes, 0, word, LENGTH - bytes.length, bytes.length);
        return word;
    }

    /** Without leading zeroes; zero has no byte at all. */
    static byte[] shortest(BigInteger value) {
        if (value.signum() < 0) {
            throw new IllegalArgumentException("Not a natural number: " + value);
        }
        byte[] bytes = value.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    static byte[] shortest(long value) {
        return shortest(BigInteger.valueOf(value));
    }
}
