package angklung.opening;

import java.security.MessageDigest;

/**
 * The key of one party, which opens the leaves of its statements. Never part of a message.
 *
 * @param generation from 1; one more after each erasure
 * @param key 32 bytes of chance
 */
public record PartyKey(int generation, byte[] key) {
    /** In bytes. */
    public static final int LENGTH = 32;

    public PartyKey {
        if (generation < 1 || key.length != LENGTH) {
            throw new IllegalArgumentException("A party's key has a generation from 1 and 32 bytes, not "
                    + generation + " and " + key.length);
        }
        key = key.clone();
    }

    @Override
    public byte[] key() {
        return key.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PartyKey that
                && generation == that.generation
                && MessageDigest.isEqual(key, that.key);
    }

    @Override
    public int hashCode() {
        return generation; // a hash of the key would be a way to recognise it
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "party key of generation " + generation;
    }
}
