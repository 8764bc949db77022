package angklung.ledger;

import angklung.avro.Earning;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The running SHA-256 over the earnings that one tally task sends to one settlement partition for one version of
 * one pool: {@code h' = SHA-256(h ‖ earning)}. Sender and receiver compute it on their own and compare. The
 * authorship policy comes last and only if there is one, so that earnings without have the hash that they always had.
 *
 * <p>Not thread-safe.
 */
public final class EarningHash {
    private static final int LENGTH = 32;

    private final MessageDigest sha256;

    public EarningHash() {
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** The hash before the first earning: 32 zero bytes. */
    public static byte[] start() {
        return new byte[LENGTH];
    }

    /** The hash after {@code earning}. */
    public byte[] next(byte[] hash, Earning earning) {
        sha256.update(hash);
        text(earning.getPool());
        number(earning.getVersion());
        text(earning.getIsrc());
        text(earning.getPartyId());
        text(earning.getHoldAccount());
        number(earning.getPlays());
        number(earning.getAmountMicros());
        text(earning.getRightsVersion());
        if (earning.getAuthorshipPolicy() != null) {
            text(earning.getAuthorshipPolicy());
        }
        return sha256.digest();
    }

    /** Length-prefixed, so that no two sequences of fields have the same bytes; −1 stands for none. */
    private void text(String text) {
        if (text == null) {
            number(-1);
            return;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        sha256.update(utf8);
    }

    private void number(long value) {
        sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }
}
