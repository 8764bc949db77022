package angklung.log;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;

/** Ed25519 (RFC 8032) by the Java platform, with keys as their 32 bytes. */
final class Ed25519 {
    /** Bytes of a public key and of the seed of a private one. */
    static final int KEY_LENGTH = 32;

    /** Bytes of a signature. */
    static final int SIGNATURE_LENGTH = 64;

    private static final String ALGORITHM = "Ed25519";

    private Ed25519() {}

    static byte[] sign(byte[] seed, byte[] message) {
        try {
            PrivateKey key = KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform signs with Ed25519", e);
        }
    }

    static boolean verify(byte[] publicKey, byte[] message, byte[] signed) {
        if (signed.length != SIGNATURE_LENGTH) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(decode(publicKey));
            signature.update(message);
            return signature.verify(signed);
        } catch (InvalidKeyException | InvalidKeySpecException | SignatureException e) {
            return false; // not an encoding of a signature or of a point of the curve
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform verifies Ed25519", e);
        }
    }

    /** The public key of a seed. The platform derives one only while it generates, so it is told what to draw. */
    static byte[] publicKey(byte[] seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(NamedParameterSpec.ED25519, drawing(seed));
            return encode(((EdECPublicKey) generator.generateKeyPair().getPublic()).getPoint());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform generates Ed25519 keys", e);
        }
    }

    private static PublicKey decode(byte[] encoded) throws GeneralSecurityException {
        byte[] bigEndian = new byte[KEY_LENGTH];
        for (int i = 0; i < KEY_LENGTH; i++) {
            bigEndian[i] = encoded[KEY_LENGTH - 1 - i];
        }
        boolean odd = bigEndian[0] < 0; // the highest bit is the sign of x
        bigEndian[0] &= 0x7f;
        EdECPoint point = new EdECPoint(odd, new BigInteger(1, bigEndian));
        return KeyFactory.getInstance(ALGORITHM)
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
    }

    private static byte[] encode(EdECPoint point) {
        byte[] bigEndian = point.getY().toByteArray();
        byte[] encoded = new byte[KEY_LENGTH];
        for (int i = 0; i < bigEndian.length && i < KEY_LENGTH; i++) {
            encoded[i] = bigEndian[bigEndian.length - 1 - i];
        }
        if (point.isXOdd()) {
            encoded[KEY_LENGTH - 1] |= (byte) 0x80;
        }
        return encoded;
    }

    private static SecureRandom drawing(byte[] seed) {
        return new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
                System.arraycopy(seed, 0, bytes, 0, bytes.length);
            }
        };
    }
}
