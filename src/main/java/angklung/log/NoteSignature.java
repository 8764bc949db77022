package angklung.log;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/** One signature line of a note: who signed, with which key, and the signature, of which nothing is verified yet. */
public final class NoteSignature {
    private static final String DASH = "\u2014 ";

    private final String name;
    private final int keyId;
    private final byte[] signature;

    NoteSignature(String name, int keyId, byte[] signature) {
        this.name = KeyName.check(name);
        this.keyId = keyId;
        this.signature = signature;
    }

    /** @throws LogFormatException unless it is a signature line without its LF */
    public static NoteSignature parse(String line) {
        String rest = line.startsWith(DASH) ? line.substring(DASH.length()) : "";
        int space = rest.indexOf(' ');
        if (space < 0) {
            throw new LogFormatException(Quoted.of(line) + " is no signature line, which is a dash, name and base64");
        }
        byte[] bytes = StrictBase64.decode(rest.substring(space + 1));
        if (bytes.length <= Integer.BYTES) {
            throw new LogFormatException("The signature of " + Quoted.of(rest.substring(0, space)) + " is empty");
        }
        return new NoteSignature(
                rest.substring(0, space), ByteBuffer.wrap(bytes).getInt(),
                Arrays.copyOfRange(bytes, Integer.BYTES, bytes.length));
    }

    public String name() {
        return name;
    }

    public int keyId() {
        return keyId;
    }

    /** Without the key's id. */
    byte[] signature() {
        return signature;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoteSignature line
                && line.name.equals(name)
                && line.keyId == keyId
                && Arrays.equals(line.signature, signature);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, keyId, Arrays.hashCode(signature));
    }

    /** The line without its LF. */
    @Override
    public String toString() {
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES + signature.length).putInt(keyId).put(signature).array();
        return DASH + name + " " + StrictBase64.encode(bytes);
    }
}
