package angklung.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A private key with its name, as text {@code PRIVATE+KEY+name+key id+base64} the way Go's note package writes one.
 * Never part of a message: {@link #toString} tells the public half.
 */
public final class SigningKey {
    private static final String PREFIX = "PRIVATE+KEY+";

    private final VerifierKey verifier;
    private final byte[] seed;

    private SigningKey(String name, KeyType type, byte[] seed) {
        this.verifier = new VerifierKey(name, type, Ed25519.publicKey(seed));
        this.seed = seed;
    }

    /**
     * A key from its seed.
     *
     * @param seed 32 bytes of good chance
     */
    public static SigningKey of(String name, KeyType type, byte[] seed) {
        if (seed.length != Ed25519.KEY_LENGTH) {
            throw new IllegalArgumentException("A seed has 32 bytes, not " + seed.length);
        }
        return new SigningKey(name, type, seed.clone());
    }

    /** @throws LogFormatException if it is not a private key; the message tells nothing of it */
    public static SigningKey parse(String text) {
        String[] parts = text.startsWith(PREFIX) ? text.substring(PREFIX.length()).split("\\+", 3) : new String[0];
        if (parts.length != 3) {
            throw new LogFormatException("This is no private key, which is PRIVATE+KEY+name+key id+base64");
        }
        byte[] typed;
        try {
            typed = StrictBase64.decode(parts[2]);
        } catch (LogFormatException e) {
            throw new LogFormatException("This is no private key: behind name and key id is no base64");
        }
        if (typed.length != 1 + Ed25519.KEY_LENGTH || !KeyName.isValid(parts[0])) {
            throw new LogFormatException("This is no private key: it has not a name and 33 bytes");
        }
        SigningKey key = new SigningKey(
                parts[0], KeyType.of(typed[0]), Arrays.copyOfRange(typed, 1, typed.length));
        if (!VerifierKey.idText(key.verifier.id()).equals(parts[1])) {
            throw new LogFormatException("This is no private key: it does not have the id that it says");
        }
        return key;
    }

    public VerifierKey verifier() {
        return verifier;
    }

    /**
     * Signs the text of a note.
     *
     * @throws IllegalStateException if this is a witness's key
     */
    public NoteSignature sign(String text) {
        require(KeyType.ED25519);
        Note.checkText(text);
        return new NoteSignature(
                verifier.name(), verifier.id(), Ed25519.sign(seed, text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Signs a checkpoint as a witness.
     *
     * @param time seconds since 1970, at least 1
     * @throws IllegalStateException if this is not a witness's key
     */
    public NoteSignature cosign(Checkpoint checkpoint, long time) {
        require(KeyType.COSIGNATURE);
        if (time < 1) {
            throw new IllegalArgumentException("A cosignature needs a time after 1970, not " + time);
        }
        byte[] signature = Ed25519.sign(seed, Cosignature.message(checkpoint.text(), time));
        return new NoteSignature(
                verifier.name(), verifier.id(),
                ByteBuffer.allocate(Long.BYTES + signature.length).putLong(time).put(signature).array());
    }

    /** The private key as text: for its file and nothing else. */
    public String secret() {
        byte[] typed = ByteBuffer.allocate(1 + seed.length).put(verifier.type().code()).put(seed).array();
        return PREFIX + verifier.name() + "+" + VerifierKey.idText(verifier.id()) + "+" + StrictBase64.encode(typed);
    }

    private void require(KeyType type) {
        if (verifier.type() != type) {
            throw new IllegalStateException("The key " + verifier + " is of type " + verifier.type() + ", not " + type
                    + ": a key is used for one thing only");
        }
    }

    @Override
    public String toString() {
        return "private key of " + verifier;
    }
}
