package angklung.anchor;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** Signatures of Ethereum: ECDSA over secp256k1, nonce by RFC 6979, the lower of the two possible s (EIP-2). */
final class Secp256k1 {
    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
    private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);
    private static final BigInteger ORDER = DOMAIN.getN();
    private static final BigInteger HALF_ORDER = ORDER.shiftRight(1);

    private Secp256k1() {}

    /**
     * A signature.
     *
     * @param parity 0 or 1: which of two keys made it
     */
    record Signature(int parity, BigInteger r, BigInteger s) {}

    /** Whether a number can be a private key. */
    static boolean isKey(BigInteger secret) {
        return secret.signum() > 0 && secret.compareTo(ORDER) < 0;
    }

    static Address address(BigInteger secret) {
        return address(new FixedPointCombMultiplier().multiply(DOMAIN.getG(), secret));
    }

    static Signature sign(BigInteger secret, byte[] digest) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(secret, DOMAIN));
        BigInteger[] found = signer.generateSignature(digest);
        BigInteger s = found[1].compareTo(HALF_ORDER) > 0 ? ORDER.subtract(found[1]) : found[1];
        Address address = address(secret);
        for (int parity = 0; parity < 2; parity++) {
            Signature signature = new Signature(parity, found[0], s);
            if (address.equals(signer(digest, signature))) {
                return signature;
            }
        }
        throw new IllegalStateException("A signature does not lead back to its key");
    }

    /**
     * Who made a signature.
     *
     * @throws IllegalArgumentException if nobody can have made it
     */
    static Address signer(byte[] digest, Signature signature) {
        BigInteger r = signature.r();
        BigInteger s = signature.s();
        boolean inRange = isKey(r) && isKey(s) && s.compareTo(HALF_ORDER) <= 0 && signature.parity() >> 1 == 0;
        if (!inRange) {
            throw new IllegalArgumentException("This is no signature of a transaction");
        }
        ECPoint nonce = point(r, signature.parity());
        BigInteger inverse = r.modInverse(ORDER);
        BigInteger e = new BigInteger(1, digest).negate().multiply(inverse).mod(ORDER);
        ECPoint key = ECAlgorithms.sumOfTwoMultiplies(DOMAIN.getG(), e, nonce, s.multiply(inverse).mod(ORDER));
        if (key.isInfinity()) {
            throw new IllegalArgumentException("This is no signature of a transaction");
        }
        return address(key);
    }

    /** The point whose x is r; that x is r plus the order happens to nobody (chance 2^-128). */
    private static ECPoint point(BigInteger r, int parity) {
        byte[] compressed = new byte[1 + Keccak.LENGTH];
        compressed[0] = (byte) (2 + parity);
        byte[] x = Words.word(r);
        System.arraycopy(x, 0, compressed, 1, x.length);
        return CURVE.getCurve().decodePoint(compressed);
    }

    private static Address address(ECPoint key) {
        byte[] encoded = key.getEncoded(false);
        return Address.ofWord(Keccak.hash(Arrays.copyOfRange(encoded, 1, encoded.length)));
    }
}
