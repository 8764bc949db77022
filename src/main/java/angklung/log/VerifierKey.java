package angklung.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/** A public key with its name, as text {@code name+key id+base64}: c2sp.org/signed-note, "Verifier keys". */
public final class VerifierKey {
    private static final int ID_LENGTH = 4;

    private final String name;
    private final KeyType type;
    private final byte[] publicKey;
    private final int id;

    VerifierKey(String name, KeyType type, byte[] publicKey) {
        this.name = KeyName.check(name);
        this.type = type;
        this.publicKey = publicKey.clone();
        this.id = id(name, type, publicKey);
    }

    /** @throws LogFormatException if it is not a key, of a type that is not used here, or its id is not its own */
    public static VerifierKey parse(String text) {
        String[] parts = text.split("\\+", 3);
        if (parts.length != 3) {
            throw new LogFormatException(Quoted.of(text) + " is no verifier key, which is name+key id+base64");
        }
        byte[] typed = StrictBase64.decode(parts[2]);
        KeyType type = typed.length == 0 ? KeyType.ED25519 : KeyType.of(typed[0]);
        if (typed.length != 1 + Ed25519.KEY_LENGTH) {
            throw new LogFormatException("The verifier key of " + Quoted.of(parts[0]) + " has " + typed.length
                    + " bytes instead of 33");
        }
        VerifierKey key = new VerifierKey(parts[0], type, Arrays.copyOfRange(typed, 1, typed.length));
        if (!key.idText().equals(parts[1])) {
            throw new LogFormatException("The verifier key of " + Quoted.of(parts[0]) + " has the id " + key.idText()
                    + ", not " + Quoted.of(parts[1]));
        }
        return key;
    }

    public String name() {
        return name;
    }

    public KeyType type() {
        return type;
    }

    /** First four bytes of SHA-256 over name, LF, type and public key. */
    public int id() {
        return id;
    }

    /** The 32 bytes of RFC 8032. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** Whether a signature says that it is by this key. */
    boolean isNamedBy(NoteSignature signature) {
        return signature.keyId() == id && signature.name().equals(name);
    }

    /** Whether a signature by this key is one of the text. */
    boolean verifies(String text, NoteSignature signature) {
        byte[] signed = signature.signature();
        if (signed.length != type.signatureLength()) {
            return false;
        }
        if (type == KeyType.ED25519) {
            return Ed25519.verify(publicKey, text.getBytes(StandardCharsets.UTF_8), signed);
        }
        long time = ByteBuffer.wrap(signed).getLong();
        return time > 0
                && Ed25519.verify(
                        publicKey, Cosignature.message(text, time),
                        Arrays.copyOfRange(signed, Long.BYTES, signed.length));
    }

    static int id(String name, KeyType type, byte[] publicKey) {
        MessageDigest sha256 = Hash.sha256();
        sha256.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        sha256.update(type.code());
        return ByteBuffer.wrap(sha256.digest(publicKey)).getInt();
    }

    static String idText(int id) {
        return HexFormat.of().formatHex(ByteBuffer.allocate(ID_LENGTH).putInt(id).array());
    }

    private String idText() {
        return idText(id);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifierKey key
                && key.name.equals(name)
                && key.type == type
                && Arrays.equals(key.publicKey, publicKey);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, type, Arrays.hashCode(publicKey));
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        byte[] typed = ByteBuffer.allocate(1 + publicKey.length).put(type.code()).put(publicKey).array();
        return name + "+" + idText() + "+" + StrictBase64.encode(typed);
    }
}
