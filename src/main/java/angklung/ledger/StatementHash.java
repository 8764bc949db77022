package angklung.ledger;

import java.util.HexFormat;

/**
 * The hash by which a statement commits to its lines: all ledger lines of its party in its currency since the
 * statement before, in ledger order, {@code h' = SHA-256(h ‖ hash of the line)}, both as 32 bytes.
 *
 * <p>Not thread-safe.
 */
public final class StatementHash {
    private static final int LENGTH = 32;

    private final Sha256 sha256 = new Sha256();

    /** The hash before the first line: 32 zero bytes. */
    public static byte[] start() {
        return new byte[LENGTH];
    }

    /**
     * The hash after one more line.
     *
     * @param lineHash as in the line, hexadecimal
     */
    public byte[] next(byte[] hash, String lineHash) {
        return sha256.raw(hash).raw(HexFormat.of().parseHex(lineHash)).bytes();
    }

    /** The identifier of a statement: SHA-256, in hexadecimal, over its business key with lengths. */
    public static String id(String runId, String partyId, String currency) {
        return new Sha256().text(runId).text(partyId).text(currency).hex();
    }
}
