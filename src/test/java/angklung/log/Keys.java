package angklung.log;

import java.util.Arrays;

/** Keys for tests. */
final class Keys {
    private Keys() {}

    static SigningKey log(String name, int seed) {
        return SigningKey.of(name, KeyType.ED25519, seed(seed));
    }

    static SigningKey witness(String name, int seed) {
        return SigningKey.of(name, KeyType.COSIGNATURE, seed(seed));
    }

    static byte[] seed(int seed) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) seed);
        return bytes;
    }
}
