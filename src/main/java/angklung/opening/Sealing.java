package angklung.opening;

import angklung.log.UnverifiedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Salts and sealed openings of one party. Salt, sealing key and nonce are HMAC-SHA256 under the party's key over a
 * label of their own and, but for the sealing key, the leaf's identifier: a transaction that is repeated writes the
 * same bytes, and whoever erases the key erases every salt and every opening with it.
 */
public final class Sealing {
    private static final String MAC = "HmacSHA256";
    private static final String SALT = "angklung.salt/v1";
    private static final String SEAL = "angklung.seal/v1";
    private static final String NONCE = "angklung.nonce/v1";
    private static final int NONCE_LENGTH = 12;
    private static final int TAG_LENGTH = 16;

    private final PartyKey party;
    private final SecretKeySpec sealingKey;

    public Sealing(PartyKey party) {
        this.party = party;
        this.sealingKey = new SecretKeySpec(mac(SEAL), "AES");
    }

    /** Generation of the party's key. */
    public int generation() {
        return party.generation();
    }

    /** The opening of a leaf that commits to the record. */
    public OpenedStatement opening(String leafId, byte[] record) {
        return new OpenedStatement(mac(SALT + "\n" + leafId), record);
    }

    /** The opening under the party's key: nonce (12 bytes), salt and record by AES-256-GCM, tag (16 bytes). */
    public byte[] seal(String leafId, OpenedStatement opening) {
        byte[] nonce = Arrays.copyOf(mac(NONCE + "\n" + leafId), NONCE_LENGTH);
        byte[] salt = opening.salt();
        byte[] record = opening.record();
        byte[] clear = ByteBuffer.allocate(salt.length + record.length).put(salt).put(record).array();
        try {
            byte[] cipher = cipher(Cipher.ENCRYPT_MODE, leafId, nonce).doFinal(clear);
            return ByteBuffer.allocate(NONCE_LENGTH + cipher.length).put(nonce).put(cipher).array();
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /** @throws UnverifiedException if it was not sealed for this leaf under this key, or was changed */
    public OpenedStatement open(String leafId, byte[] sealed) {
        if (sealed.length < NONCE_LENGTH + Commitment.SALT_LENGTH + TAG_LENGTH) {
            throw new UnverifiedException("The sealed opening of " + leafId + " has only " + sealed.length + " bytes");
        }
        try {
            byte[] clear = cipher(Cipher.DECRYPT_MODE, leafId, Arrays.copyOf(sealed, NONCE_LENGTH))
                    .doFinal(sealed, NONCE_LENGTH, sealed.length - NONCE_LENGTH);
            return new OpenedStatement(
                    Arrays.copyOf(clear, Commitment.SALT_LENGTH),
                    Arrays.copyOfRange(clear, Commitment.SALT_LENGTH, clear.length));
        } catch (AEADBadTagException e) {
            throw new UnverifiedException("The sealed opening of " + leafId
                    + " was changed, or was not sealed under the party's key of generation " + generation());
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    private Cipher cipher(int mode, String leafId, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, sealingKey, new GCMParameterSpec(TAG_LENGTH * Byte.SIZE, nonce));
        cipher.updateAAD(leafId.getBytes(StandardCharsets.UTF_8)); // an opening moved to another leaf does not open
        return cipher;
    }

    private byte[] mac(String text) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(party.key(), MAC));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    private static IllegalStateException missing(GeneralSecurityException e) {
        return new IllegalStateException("Every Java platform has HMAC-SHA256 and AES-GCM", e);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "sealing under a " + party;
    }
}
