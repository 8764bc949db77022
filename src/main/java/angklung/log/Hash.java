package angklung.log;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** A hash of the Merkle tree of RFC 6962, section 2.1, over SHA-256. */
public final class Hash {
    /** In bytes. */
    public static final int LENGTH = 32;

    /** Root of the tree without a leaf: SHA-256 of nothing. */
    public static final Hash EMPTY_ROOT = new Hash(sha256().digest());

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Of a leaf: SHA-256(00 ‖ entry). */
    public static Hash leaf(byte[] entry) {
        MessageDigest sha256 = sha256();
        sha256.update(LEAF);
        return new Hash(sha256.digest(entry));
    }

    /** Of a node: SHA-256(01 ‖ left ‖ right). */
    public static Hash node(Hash left, Hash right) {
        MessageDigest sha256 = sha256();
        sha256.update(NODE);
        sha256.update(left.bytes);
        return new Hash(sha256.digest(right.bytes));
    }

    /** @throws LogFormatException unless there are 32 bytes */
    public static Hash of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    /** @throws LogFormatException unless the length is 32 and so many bytes are there */
    public static Hash of(byte[] bytes, int from, int length) {
        if (length != LENGTH || from < 0 || from > bytes.length - length) {
            throw new LogFormatException("A hash has 32 bytes, not " + length + " from byte " + from + " of "
                    + bytes.length);
        }
        return new Hash(Arrays.copyOfRange(bytes, from, from + length));
    }

    /** @throws LogFormatException unless it is 32 bytes in base64 */
    public static Hash parseBase64(String text) {
        return of(StrictBase64.decode(text));
    }

    public byte[] toBytes() {
        return bytes.clone();
    }

    public String toBase64() {
        return StrictBase64.encode(bytes);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash hash && MessageDigest.isEqual(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** 64 lower-case hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
