package angklung.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTest {
    private static final String PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private static final String SECRET =
            "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

    /** RFC 8032, section 7.1, tests 1 to 3. */
    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b4"
                + "6bd25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d"
                + "8c387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
                + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6"
                + "594a7c15e9716ed28dc027beceea1ec40a",
    })
    void shouldSignAsRfc8032(String seed, String publicKey, String message, String signature) {
        HexFormat hex = HexFormat.of();
        assertThat(Ed25519.publicKey(hex.parseHex(seed))).isEqualTo(hex.parseHex(publicKey));
        assertThat(Ed25519.sign(hex.parseHex(seed), hex.parseHex(message))).isEqualTo(hex.parseHex(signature));
        assertThat(Ed25519.verify(hex.parseHex(publicKey), hex.parseHex(message), hex.parseHex(signature))).isTrue();
    }

    @Test
    void shouldSignAsThePlatformDoesWithKeysInDer() {
        Seeds.cases(50, random -> {
            byte[] seed = new byte[32];
            random.nextBytes(seed);
            byte[] message = new byte[random.nextInt(100)];
            random.nextBytes(message);
            byte[] signature = Ed25519.sign(seed, message);
            assertThat(signature).isEqualTo(PlainEd25519.sign(seed, message));
            assertThat(PlainEd25519.verifies(Ed25519.publicKey(seed), message, signature)).isTrue();
            assertThat(Ed25519.verify(Ed25519.publicKey(seed), message, signature)).isTrue();
            byte[] wrong = Bits.flipped(signature, random.nextInt(512));
            assertThat(Ed25519.verify(Ed25519.publicKey(seed), message, wrong)).isFalse();
        });
    }

    /** Also those whose y is not below the prime, and those that are no point. */
    @Test
    void shouldRefuseSignaturesByAnyBytesAsAKey() {
        Seeds.cases(300, random -> {
            byte[] key = new byte[32];
            random.nextBytes(key);
            if (random.nextInt(3) == 0) {
                Arrays.fill(key, 1, 31, (byte) 0xff);
                key[31] = (byte) (random.nextBoolean() ? 0xff : 0x7f);
            }
            byte[] signature = new byte[64];
            random.nextBytes(signature);
            assertThat(Ed25519.verify(key, new byte[1], signature)).isFalse();
            assertThat(Ed25519.verify(key, new byte[1], new byte[63])).isFalse();
        });
    }

    @Test
    void shouldNameAKeyByItsHash() throws Exception {
        for (SigningKey key : List.of(Keys.log("example.com/log", 9), Keys.witness("w\u00f6rker", 9))) {
            byte type = (byte) (key.verifier().type() == KeyType.ED25519 ? 1 : 4);
            byte[] publicKey = key.verifier().publicKey();
            byte[] typed = ByteBuffer.allocate(33).put(type).put(publicKey).array();
            byte[] name = (key.verifier().name() + "\n").getBytes(UTF_8);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(
                    ByteBuffer.allocate(name.length + 33).put(name).put(typed).array());
            String id = HexFormat.of().formatHex(hash, 0, 4);
            String text = key.verifier().name() + "+" + id + "+" + Base64.getEncoder().encodeToString(typed);
            assertThat(key.verifier()).hasToString(text);
            assertThat(VerifierKey.parse(text)).isEqualTo(key.verifier()).hasSameHashCodeAs(key.verifier());
            assertThat(SigningKey.parse(key.secret()).verifier()).isEqualTo(key.verifier());
        }
    }

    @Test
    void shouldRefuseAVerifierKeyWithAnyWrongBit() {
        for (VerifierKey key : List.of(VerifierKey.parse(PETER), Keys.witness("w", 4).verifier())) {
            Bits.flipEach(key.toString().getBytes(UTF_8), wrong -> assertThatThrownBy(
                            () -> VerifierKey.parse(new String(wrong, UTF_8)))
                    .isInstanceOf(LogFormatException.class));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "+", "++", "PeterNeumann", "PeterNeumann+c74f20a3", "PeterNeumann+c74f20a3+",
        "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+00c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10Q=",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n",
        " PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+AQ==",
    })
    void shouldRefuseWhatIsNoVerifierKey(String text) {
        assertThatThrownBy(() -> VerifierKey.parse(text)).isInstanceOf(LogFormatException.class);
    }

    /** With the right id for each type, so that the type alone is wrong. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2, 3, 5, 6, 7, 128, 255})
    void shouldNameTheTypeThatItDoesNotKnow(int type) throws Exception {
        byte[] typed = new byte[type == 6 ? 1_313 : 33];
        typed[0] = (byte) type;
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update("n\n".getBytes(UTF_8));
        String id = HexFormat.of().formatHex(sha256.digest(typed), 0, 4);

        assertThatThrownBy(() -> VerifierKey.parse("n+" + id + "+" + Base64.getEncoder().encodeToString(typed)))
                .isInstanceOf(LogFormatException.class)
                .hasMessageContaining("type " + type + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a+b", "a\tb", "a\nb", "a\u0085b", "a\u00a0b", "a\u2028b", "a\u3000b", "\ud800"})
    void shouldRefuseNamesThatTheFormatForbids(String name) {
        assertThatThrownBy(() -> Keys.log(name, 1)).isInstanceOf(LogFormatException.class);
    }

    @Test
    void shouldTellNothingOfAPrivateKey() {
        assertThat(SigningKey.parse(SECRET)).hasToString("private key of " + PETER);
        String spilt = "AYEKFALVFGyNhPJEMzD1QIDr";
        for (String text : List.of(
                SECRET.substring(0, SECRET.length() - 1), SECRET + "A", SECRET.replace("c74f20a3", "c74f20a4"),
                SECRET.replace("AYEK", "AoEK"), SECRET.replace("PRIVATE+KEY+", ""), "PRIVATE+KEY+" + spilt + "+x+y",
                "PRIVATE+KEY+" + spilt, SECRET.replace("PeterNeumann", "a " + spilt), SECRET + "\n")) {
            assertThatThrownBy(() -> SigningKey.parse(text))
                    .isInstanceOf(LogFormatException.class)
                    .hasNoCause()
                    .message()
                    .doesNotContain(spilt);
        }
        assertThatThrownBy(() -> SigningKey.of("n", KeyType.ED25519, new byte[31]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldKeepItsOwnCopyOfTheBytes() {
        byte[] seed = Keys.seed(1);
        SigningKey key = SigningKey.of("n", KeyType.ED25519, seed);
        String secret = key.secret();
        seed[0] ^= 1;
        key.verifier().publicKey()[0] ^= 1;

        assertThat(key.secret()).isEqualTo(secret);
        assertThat(key.verifier()).isEqualTo(Keys.log("n", 1).verifier());
    }
}
