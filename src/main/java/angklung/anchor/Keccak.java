package angklung.anchor;

import org.bouncycastle.crypto.digests.KeccakDigest;

/** The hash of Ethereum: Keccak-256 as it was before it became SHA-3, which pads otherwise. */
final class Keccak {
    /** In bytes. */
    static final int LENGTH = 32;

    private Keccak() {}

    /** Of all parts, one after the other. */
    static byte[] hash(byte[]... parts) {
        KeccakDigest keccak = new KeccakDigest(Byte.SIZE * LENGTH);
        for (byte[] part : parts) {
            keccak.update(part, 0, part.length);
        }
        byte[] hash = new byte[LENGTH];
        keccak.doFinal(hash, 0);
        return hash;
    }
}
