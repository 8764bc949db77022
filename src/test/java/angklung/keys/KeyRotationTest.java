package angklung.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.log.KeyType;
import angklung.log.SigningKey;
import angklung.log.UnverifiedException;
import angklung.log.VerifierKey;
import org.junit.jupiter.api.Test;

final class KeyRotationTest {
    /** Published test keys; the first is that of 32 zero bytes. */
    private static final SigningKey ENOCH = SigningKey.of("EnochRoot", KeyType.ED25519, new byte[32]);

    private static final VerifierKey PETER =
            VerifierKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");

    /** By Python's cryptography. */
    private static final String SIGNED = "\u2014 EnochRoot "
            + "rwz+eGn+pp0WBHFsS5Lufqf9JWGHQmYw1ICGoMyQx2GusH8sWsMbE4Lyant1wfv0fXWnVtAPqmzPGag9rZ7W8vliPQc=";

    private final KeyRotation rotation = new KeyRotation("EnochRoot", PETER);

    @Test
    void shouldBeSignedAsOtherProgramsDo() {
        assertThat(rotation.text()).isEqualTo("angklung.key-rotation/v1\nEnochRoot\n"
                + "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n");
        assertThat(rotation.signedBy(ENOCH)).isEqualTo(SIGNED);
        rotation.verify(ENOCH.verifier(), SIGNED);
    }

    @Test
    void shouldHoldForThisOriginThisSuccessorAndThisKeyAlone() {
        assertRefused(new KeyRotation("EnochRoot2", PETER), ENOCH.verifier());
        assertRefused(new KeyRotation("EnochRoot", ENOCH.verifier()), ENOCH.verifier());
        assertRefused(rotation, PETER);
    }

    private static void assertRefused(KeyRotation rotation, VerifierKey key) {
        assertThatThrownBy(() -> rotation.verify(key, SIGNED)).isInstanceOf(UnverifiedException.class);
    }
}
