package angklung.log;

/** What a key signs: c2sp.org/signed-note, "Signature types", as far as this log uses them. */
public enum KeyType {
    /** The text of a note. */
    ED25519(1, Ed25519.SIGNATURE_LENGTH),
    /** A checkpoint and the time at which a witness saw it: c2sp.org/tlog-cosignature. */
    COSIGNATURE(4, Long.BYTES + Ed25519.SIGNATURE_LENGTH);

    private final byte code;
    private final int signatureLength;

    KeyType(int code, int signatureLength) {
        this.code = (byte) code;
        this.signatureLength = signatureLength;
    }

    byte code() {
        return code;
    }

    /** Bytes of a signature, without the key's id. */
    int signatureLength() {
        return signatureLength;
    }

    /** @throws LogFormatException for a type that is not used here */
    static KeyType of(byte code) {
        for (KeyType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new LogFormatException("Keys of type " + Byte.toUnsignedInt(code)
                + " are not used here: 1 is Ed25519, 4 an Ed25519 cosignature");
    }
}
