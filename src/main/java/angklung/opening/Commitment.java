package angklung.opening;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What a leaf says of a record without telling anything of it: SHA-256("royalty-commit/v1", LF, salt, record). Without
 * the salt nobody can find the record by trying all that it might be.
 */
public final class Commitment {
    /** In bytes. */
    public static final int LENGTH = 32;

    /** Of a salt, in bytes. */
    public static final int SALT_LENGTH = 32;

    private static final byte[] DOMAIN = "royalty-commit/v1\n".getBytes(StandardCharsets.US_ASCII);

    private Commitment() {}

    /**
     * The commitment to a record.
     *
     * @param salt 32 bytes, of this record alone
     * @param record canonical JSON
     */
    public static byte[] of(byte[] salt, byte[] record) {
        if (salt.length != SALT_LENGTH) {
            throw new IllegalArgumentException("A salt has 32 bytes, not " + salt.length);
        }
        MessageDigest sha256 = sha256();
        sha256.update(DOMAIN);
        sha256.update(salt);
        return sha256.digest(record);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
