package angklung.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What a witness signs: c2sp.org/tlog-cosignature. */
public final class Cosignature {
    private Cosignature() {}

    /** The time of a verified cosignature, in seconds since 1970. */
    public static long time(NoteSignature signature) {
        return ByteBuffer.wrap(signature.signature()).getLong();
    }

    static byte[] message(String checkpoint, long time) {
        return ("cosignature/v1\ntime " + time + "\n" + checkpoint).getBytes(StandardCharsets.UTF_8);
    }
}
