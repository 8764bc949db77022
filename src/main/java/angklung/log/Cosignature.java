package angklung.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What a witness signs: c2sp.org/tlog-cosignature. */
public final class Cosignature {
    private Cosignature() {}

    /**
     * The time of a verified cosignature, in seconds since 1970.
     *
     * @throws LogFormatException if it is none
     */
    public static long time(NoteSignature signature) {
        if (signature.signature().length != KeyType.COSIGNATURE.signatureLength()) {
            throw new LogFormatException("The signature of " + signature.name() + " is no cosignature, which has 72"
                    + " bytes");
        }
        return ByteBuffer.wrap(signature.signature()).getLong();
    }

    static byte[] message(String checkpoint, long time) {
        return ("cosignature/v1\ntime " + time + "\n" + checkpoint).getBytes(StandardCharsets.UTF_8);
    }
}
